/** CPython itself says what is in a module; the standard library is the corpus that every machine has. */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseModule } from '../../src/python/index.js';

const ORACLE = new URL('oracle.py', import.meta.url).pathname;
const PYTHON = 'python3';
/** Packages with much syntax: dataclasses, async, match, decorators, nested functions, non-ASCII. */
const CORPUS =
  'import glob,os,sysconfig;d=sysconfig.get_paths()["stdlib"];' +
  'print("\\n".join(sorted(f for p in ("[a-h]*.py","asyncio/*.py","email/*.py","http/*.py","importlib/*.py","unittest/*.py","json/*.py","logging/*.py") for f in glob.glob(os.path.join(d,p)))))';

interface Description {
  readonly path: string;
  readonly imports: readonly (readonly [string, string | null, number, number])[];
  readonly classes?: readonly unknown[];
  readonly functions: readonly string[];
}

function corpus(): readonly string[] {
  const extra = new URL('fixtures/', import.meta.url).pathname;
  return [
    ...execFileSync(PYTHON, ['-c', CORPUS], { encoding: 'utf8' }).trim().split('\n'),
    `${extra}columns.py`,
    `${extra}guards.py`,
  ];
}

function describeModule(path: string): unknown {
  const result = parseModule(readFileSync(path, 'utf8').replaceAll('\r\n', '\n'));
  if (!result.ok) return { path, failed: result.message };
  const { module } = result;
  const span = (node: Parameters<typeof module.span>[0]) => {
    const found = module.span(node);
    return found && [found.line, found.column, found.endLine, found.endColumn];
  };
  return {
    path,
    imports: module.imports
      .map(({ module: from, name, level, line }) => [from, name ?? null, level, line] as const)
      .sort((a, b) => a[3] - b[3] || compare(a[0], b[0]) || compare(a[1] ?? '', b[1] ?? '')),
    classes: module.classes.map((found) => ({
      name: found.name,
      span: span(found.node),
      bases: found.bases.map((base) => base.replaceAll('"', "'")),
      templateFields: found.templateFields ?? null,
      attributes: [...found.attributes.keys()].sort(compare),
      methods: found.methods.map((method) => [
        method.name,
        method.async,
        method.parameters.map(({ name, kind, default: value }) => [name, kind, value !== undefined]),
        span(method.node),
      ]),
    })),
    functions: module.functions.map(({ name }) => name),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

test('classes, bases, parameters, template fields, imports and positions agree with CPython', () => {
  const paths = corpus();
  const said = execFileSync(PYTHON, [ORACLE, ...paths], { encoding: 'utf8', maxBuffer: 1 << 28 })
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Description)
    .filter(({ classes }) => classes !== undefined);
  expect(said.length).toBeGreaterThan(100);
  for (const description of said) expect(describeModule(description.path)).toEqual(description);
});
