/** Code without a spec, on every shipped Airflow: what is constructed, and whose exception is as it was meant. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReadyEnvironment } from '../../src/flow.js';
import type { Lab } from '../../src/ports.js';
import { validateUnspecified } from '../../src/validate/unspecified.js';
import { openLab, readyEnvironments } from './fixture.js';

let lab: Lab;
let environments: readonly ReadyEnvironment[];
beforeAll(async () => {
  lab = openLab();
  environments = await readyEnvironments(lab);
}, 900_000);
afterAll(() => lab.close());

const HEAD = `
try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator


class House(BaseOperator):
    def __init__(self, *, desk, **kwargs):
        super().__init__(**kwargs)
        self.desk = desk

    def execute(self, context):
        return self.desk
`;

/** Codes at error level of a module with these classes, on each Airflow. */
async function errors(source: string, ...classes: readonly string[]): Promise<readonly string[][]> {
  const file = {
    role: 'component',
    path: 'plugins/operators/x.py',
    content: `${HEAD}\n\n${source}`,
  } as const;
  const draft = { className: classes[0] ?? '', module: 'operators.x', pythonRoot: 'plugins', files: [file] };
  const verdict = await validateUnspecified(draft, classes, lab, environments, { rulesOff: [] });
  return verdict.environments.map(({ findings }) =>
    findings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
  );
}

const made = (body: string, base = 'BaseOperator') =>
  `class Made(${base}):\n    def __init__(self, **kwargs):\n        ${body}\n\n    def execute(self, context):\n        return 1\n`;
const everywhere = (...codes: readonly string[]) => environments.map(() => codes);

test('a subclass of a house base takes through its keywords what that demands', async () => {
  expect(await errors(made('super().__init__(**kwargs)', 'House'), 'House', 'Made')).toEqual(everywhere());
});

test('what a base demands and no keywords reach is a fault', async () => {
  const source = made('super().__init__(task_id=task_id)', 'House').replace('**kwargs)', 'task_id, **_)');
  const narrow = source.replace(', **_', '');
  for (const codes of await errors(narrow, 'Made')) expect(codes).toContain('AS4202');
});

test('a check of its own that refuses defaults is as its author wants it', async () => {
  const source = made('super().__init__(**kwargs)\n        raise ValueError("give a desk")');
  expect(await errors(source, 'Made')).toEqual(everywhere());
});

test.each([
  ['Airflow raises for an argument', 'super().__init__(colour="red", **kwargs)'],
  ['a conversion raises', 'super().__init__(**kwargs)\n        self.n = int("one")'],
])('it is a fault when %s', async (_name, body) => {
  for (const codes of await errors(made(body), 'Made')) expect(codes).toContain('AS4202');
});

test('an attribute of Airflow’s own that is ruined is found without a spec', async () => {
  const source = made('super().__init__(**kwargs)\n        self.execution_timeout = 5');
  expect(await errors(source, 'Made')).toEqual(everywhere('AS4158'));
});

test('a file that is gone when the module is imported is told what the sandbox shows', async () => {
  const content = `open("settings.json")\n${HEAD}`;
  const file = { role: 'component', path: 'plugins/operators/x.py', content } as const;
  const draft = { className: 'House', module: 'operators.x', pythonRoot: 'plugins', files: [file] };
  const verdict = await validateUnspecified(draft, ['House'], lab, environments, { rulesOff: [] });
  for (const { findings } of verdict.environments) {
    const found = findings.find(({ code }) => code === 'AS4201');
    expect(found?.remedy).toContain('only its own files');
  }
});
