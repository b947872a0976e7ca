/** Which classes are tasks, for what the constructor hands to its base. */

import { expect, test } from 'vitest';
import type { DiagnosedError } from '../../../src/flow.js';
import { applyEdits } from '../../../src/python/index.js';
import { SUPER_INIT } from '../../../src/repair/fixes/base-call.js';
import { groundOf } from '../../../src/repair/fixes/index.js';
import { specFor } from '../../learn/story.js';

/** The constructor of `DoorOperator` after the fix, where `bases` stands above it. */
function mended(head: string, bases: string, method: string): string {
  const source = `${head}class DoorOperator(${bases}):
    def __init__(self, path):
        self.path = path

    def ${method}(self, context):
        return self.path
`;
  const line = source.split('\n').findIndex((text) => text.includes('self, path')) + 1;
  const error = {
    errorClass: 'construct.super',
    finding: { code: 'AS4114', message: '', position: { path: 'x.py', line, column: 1 } },
  } as unknown as DiagnosedError;
  const edits = SUPER_INIT.edits(error, groundOf(source, specFor('DoorOperator'), [], 'x.py'));
  return applyEdits(source, edits ?? []);
}

test.each([
  ['a class of Airflow', '', 'BaseOperator', 'execute'],
  ['a class of the file', 'class Company(BaseOperator):\n    pass\n\n\n', 'Company', 'run'],
  ['a class of the house', 'from company.base import Company\n\n\n', 'Company', 'execute'],
  ['a sensor of the house', 'from company.base import Company\n\n\n', 'Company', 'poke'],
])('%s makes a task of it', (_, head, bases, method) => {
  const made = mended(head, bases, method);
  expect(made).toContain('def __init__(self, path, **kwargs):\n        super().__init__(**kwargs)\n');
});

test.each([
  ['a hook', '', 'BaseHook', 'execute'],
  ['a base without a task', 'class Company:\n    pass\n\n\n', 'Company', 'execute'],
  ['a base that is its own', 'class Company(Company):\n    pass\n\n\n', 'Company', 'run'],
])('%s does not', (_, head, bases, method) => {
  expect(mended(head, bases, method)).toContain('def __init__(self, path):\n        super().__init__()\n');
});
