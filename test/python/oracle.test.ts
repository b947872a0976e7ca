/** CPython itself says what is in a module; the standard library is the corpus that every machine has. */

import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { type Description, describeModule, ORACLE } from './describe.js';

const PYTHON = 'python3';
/** Packages with much syntax: dataclasses, async, match, decorators, nested functions, non-ASCII. */
const CORPUS =
  'import glob,os,sysconfig;d=sysconfig.get_paths()["stdlib"];' +
  'print("\\n".join(sorted(f for p in ("[a-h]*.py","asyncio/*.py","email/*.py","http/*.py","importlib/*.py","unittest/*.py","json/*.py","logging/*.py") for f in glob.glob(os.path.join(d,p)))))';

function corpus(): readonly string[] {
  const extra = new URL('fixtures/', import.meta.url).pathname;
  return [
    ...execFileSync(PYTHON, ['-c', CORPUS], { encoding: 'utf8' }).trim().split('\n'),
    `${extra}columns.py`,
    `${extra}guards.py`,
  ];
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
