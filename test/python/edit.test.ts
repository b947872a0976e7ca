/** Edits change what they name and nothing else; CPython says that what comes out is Python. */

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Edit } from '../../src/flow.js';
import {
  after,
  applyEdits,
  atStart,
  commentsIn,
  importing,
  type PythonModule,
  parseModule,
  removal,
} from '../../src/python/index.js';

function read(source: string): PythonModule {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.module;
}

function functionIn(module: PythonModule) {
  const fn = module.functions[0] ?? module.classes[0]?.methods[0];
  if (fn === undefined) throw new Error('no function');
  return fn.node;
}

/** Pieces that a source is put together from: statements, comments, texts with hashes, several lines in one. */
const STATEMENTS = [
  'x = 1',
  'x = 1  # why',
  '# alone',
  'y = "# no comment"',
  'z = (1,  # first\n    2)',
  't = """a\n# text\n"""',
  "w = f'{x}'",
  'k = 1; m = 2',
  'n = 1 + \\\n    2',
  'if x:\n    pass  # nothing',
];
const PREFIX = [
  '',
  '"""Doc."""\n',
  'from __future__ import annotations\n',
  '"""Doc."""\n\nfrom __future__ import annotations\n\nimport sys\n',
];
const sources = fc
  .tuple(
    fc.constantFrom(...PREFIX),
    fc.array(fc.constantFrom(...STATEMENTS), { minLength: 1, maxLength: 6 }),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('', '\ufeff'),
  )
  .map(
    ([head, body, newline, mark]) => mark + `${head}${body.join('\n')}\nend = 0\n`.replaceAll('\n', newline),
  );

describe('applying edits', () => {
  test('leaves everything outside of them byte for byte as it is', () => {
    fc.assert(
      fc.property(
        sources,
        fc.nat(),
        fc.nat(),
        fc.constantFrom('', 'new', 'two\nlines'),
        (source, a, b, text) => {
          const plain = source.replace(/^\ufeff/, '');
          const lines = plain.split(/\r\n|\n/);
          const rows = [a % lines.length, b % lines.length].sort((one, other) => one - other);
          const [first = 0, last = 0] = rows;
          const edit: Edit = {
            start: { line: first + 1, column: 1 },
            end: { line: last + 1, column: (lines[last] ?? '').length + 1 },
            text,
          };
          const newline = source.includes('\r\n') ? '\r\n' : '\n';
          const expected = [...lines.slice(0, first), ...text.split('\n'), ...lines.slice(last + 1)].join(
            newline,
          );
          expect(applyEdits(source, [edit])).toBe((source.startsWith('\ufeff') ? '\ufeff' : '') + expected);
        },
      ),
    );
  });

  test('throws where they overlap, or stand outside of the source', () => {
    const at = (line: number, column: number, end: number, text = 'x'): Edit => ({
      start: { line, column },
      end: { line, column: end },
      text,
    });
    expect(() => applyEdits('abcdef\n', [at(1, 1, 4), at(1, 3, 5)])).toThrow('overlap');
    expect(() => applyEdits('abc\n', [at(3, 1, 1)])).toThrow('outside');
    expect(() => applyEdits('abc\n', [at(1, 9, 9)])).toThrow('outside');
    expect(applyEdits('abcdef', [at(1, 4, 4, '2'), at(1, 4, 5, '3'), at(1, 1, 4, '1')])).toBe('123ef');
  });

  test('puts several insertions at one place in their order', () => {
    const here: Edit['start'] = { line: 1, column: 2 };
    const both = ['1', '2'].map((text) => ({ start: here, end: here, text }));
    expect(applyEdits('ab', both)).toBe('a12b');
  });
});

describe('importing', () => {
  test('keeps every comment and what CPython makes of the rest, and imports once', () => {
    const made: string[] = [];
    fc.assert(
      fc.property(
        sources,
        fc.constantFrom(
          { module: 'json' },
          { module: 'pathlib', name: 'Path' },
          { module: 'airflow.models', name: 'DAG' },
        ),
        (source, wanted) => {
          const edits = importing(read(source), wanted);
          const result = applyEdits(source, edits ?? []);
          expect(commentsIn(result)).toEqual(commentsIn(source));
          expect(result.split(/\r?\n/).filter((line) => line !== '').length).toBe(
            source.split(/\r?\n/).filter((line) => line !== '').length + 1,
          );
          expect(importing(read(result), wanted)).toEqual([]);
          made.push(result);
        },
      ),
    );
    expectPython(made);
  });

  test.each([
    ['import os\nimport sys\n', 'import json\nimport os\nimport sys\n'],
    ['from airflow.models import DAG\n\nx = 1\n', 'import json\n\nfrom airflow.models import DAG\n\nx = 1\n'],
    ['"""Doc."""\nx = 1\n', '"""Doc."""\n\nimport json\n\nx = 1\n'],
    ['import json\n', 'import json\n'],
  ])('has its place in %j', (source, expected) => {
    expect(applyEdits(source, importing(read(source), { module: 'json' }) ?? [])).toBe(expected);
  });

  test('is not possible where the name stands for something else', () => {
    expect(importing(read('json = 1\n'), { module: 'json' })).toBeUndefined();
    expect(importing(read('from x import Path\n'), { module: 'pathlib', name: 'Path' })).toBeUndefined();
  });
});

describe('statements', () => {
  test.each([
    ['def f(self): pass\n', 'def f(self):\n    new()\n    pass\n'],
    ['def f(self):\n\treturn 1\n', 'def f(self):\n\tnew()\n\treturn 1\n'],
    [
      'def f(self):\n    """Doc."""  # said\n    return 1\n',
      'def f(self):\n    """Doc."""  # said\n    new()\n    return 1\n',
    ],
    ['def f(self):\n    """Doc."""', 'def f(self):\n    """Doc."""\n    new()'],
    [
      '@one\n@two(\n    1)\ndef f(self):\n    # first\n    x = 1\n',
      '@one\n@two(\n    1)\ndef f(self):\n    # first\n    new()\n    x = 1\n',
    ],
    ['def f(self): a(); b()\n', 'def f(self):\n    new()\n    a(); b()\n'],
  ])('one is put first in %j', (source, expected) => {
    const module = read(source);
    const edit = atStart(module, functionIn(module), ['new()']);
    expect(applyEdits(source, edit ? [edit] : [])).toBe(expected);
  });

  test('any can be taken out, and every comment stays', () => {
    const made: string[] = [];
    fc.assert(
      fc.property(sources, fc.nat(), (source, at) => {
        const module = read(source);
        const { body } = module.tree;
        const rest = body.filter((node) => node.nodeType !== 'ImportFrom' || node.module !== '__future__');
        const statement = rest[at % rest.length];
        const edit = statement && removal(module, body, statement);
        const result = applyEdits(source, edit ? [edit] : []);
        expect([...commentsIn(result)].sort()).toEqual([...commentsIn(source)].sort());
        made.push(result);
      }),
    );
    expectPython(made.filter((text) => !/\S.*\bfrom __future__/s.test(text)));
  });

  test('nothing is put behind one that shares its line', () => {
    const module = read('a = 1; b = 2\n');
    const [first] = module.tree.body;
    expect(first && after(module, first, ['c = 3'])).toBeUndefined();
  });
});

/** CPython compiles each of them. */
function expectPython(sources: readonly string[]): void {
  const check = 'import ast,json,sys\nfor s in json.load(sys.stdin): ast.parse(s.encode())';
  execFileSync('python3', ['-c', check], { input: JSON.stringify(sources) });
}
