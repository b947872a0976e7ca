/** A fix keeps to the component of the spec: other classes of the file are somebody else's, whatever mistakes they have. */

import { expect, test } from 'vitest';
import { applyEdits, parseModule } from '../../../src/python/index.js';
import { FIXES, groundOf } from '../../../src/repair/fixes/index.js';
import { ownClasses } from '../../../src/repair/fixes/reach.js';
import { CASES, read, recorded, specOf, TARGETS } from './case.js';

const names = (source: string, main: string) => {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.message);
  const { module } = parsed;
  const found = module.classes.find(({ name }) => name === main);
  return ownClasses({ module, ...(found ? { main: found } : {}) }).map(({ name }) => name);
};

const FILE = `class _Rows: ...
class _Others: ...
class Shared(BaseOperator): ...
class Only(BaseOperator): ...
class ShelfTrigger(BaseTrigger): ...
class PathTrigger(BaseTrigger): ...
class OtherTrigger(BaseTrigger): ...
class ShelfOperator(Only, Shared):
    def execute(self, context):
        self.defer(trigger=ShelfTrigger(_Rows(), "plugins.PathTrigger"), method_name="done")
class OtherOperator(Shared):
    def execute(self, context):
        self.defer(trigger=OtherTrigger(_Others()), method_name="done")
`;

test('what belongs to a component is what only it, or nobody, uses', () => {
  expect(names(FILE, 'ShelfOperator')).toEqual([
    '_Rows',
    'Only',
    'ShelfTrigger',
    'PathTrigger',
    'ShelfOperator',
  ]);
  expect(names(FILE, 'OtherOperator')).toEqual(['_Others', 'OtherTrigger', 'OtherOperator']);
});

test('any class may be meant where none has the name of the spec', () => {
  expect(names(FILE, 'MissingOperator')).toHaveLength(9);
});

test.each(CASES)(
  '$name leaves another component with the same mistake alone',
  async ({ name, fix: id, spec }) => {
    const source = read(name, 'before.py');
    const named = await specOf(spec);
    const start = source.indexOf(`class ${named.name}`);
    const other = source.slice(start).replaceAll(named.name, 'AnotherOperator');
    const both = `${source}\n\n${other}`;
    const ground = groundOf(both, named, TARGETS);
    // What is no Python has no classes yet; then there is one mistake, and its line says where.
    if (start < 0 || ground.main === undefined) return;
    const edits = FIXES.find((fix) => fix.id === id)?.edits(recorded(name), ground);
    if (edits) expect(applyEdits(both, edits).endsWith(`\n\n${other}`)).toBe(true);
  },
);
