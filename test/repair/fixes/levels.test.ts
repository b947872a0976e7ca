/** One level of indentation is what the file has, wherever an edit is made. */

import { expect, test } from 'vitest';
import { applyEdits, levelIn, parseModule } from '../../../src/python/index.js';
import { groundOf } from '../../../src/repair/fixes/index.js';
import { MUTABLE_DEFAULT } from '../../../src/repair/fixes/mutable-default.js';
import { specFor } from '../../learn/story.js';

test.each([
  ['tabs', 'def f():\n\treturn 1\n', '\t'],
  ['two spaces', 'x = """\n    text\n"""\nclass A:\n  def f(self):\n    return 1\n', '  '],
  ['nothing', 'def f(): return 1\n', '    '],
])('of %s', (_, source, level) => {
  const parsed = parseModule(source);
  expect(parsed.ok && levelIn(parsed.module)).toBe(level);
});

test.each([
  [
    '\tdef f(self, a=[]):\n\t\treturn a\n',
    '\tdef f(self, a=None):\n\t\tif a is None:\n\t\t\ta = []\n\t\treturn a\n',
  ],
  ['\tx = 1\ndef f(a=[]): return a\n', '\tx = 1\ndef f(a=None):\n\tif a is None:\n\t\ta = []\n\treturn a\n'],
])('a list is made anew with tabs where the file has tabs', (body, mended) => {
  const source = `class ExampleOperator:\n${body}`;
  const line = source.split('\n').findIndex((text) => text.includes('[]')) + 1;
  const column = (source.split('\n')[line - 1] ?? '').indexOf('[]') + 1;
  const path = 'plugins/operators/example.py';
  const edits = MUTABLE_DEFAULT.edits(
    {
      errorClass: 'mutable.default',
      pattern: '',
      rootCause: '',
      airflow: [],
      resolves: 'draft',
      finding: {
        code: 'AS4002',
        severity: 'error',
        tier: 'lint',
        message: 'B006 Do not use mutable data structures for argument defaults',
        position: { path, line, column },
      },
    },
    groundOf(source, specFor('ExampleOperator'), [], path),
  );
  expect(applyEdits(source, edits ?? [])).toBe(`class ExampleOperator:\n${mended}`);
});
