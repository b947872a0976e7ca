/** What Airflow does around a task: its hooks before and after, also of a resumed one, and the push of its result. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Example, Json, ReadyEnvironment } from '../../src/flow.js';
import type { PlayResult } from '../../src/ports.js';
import { openLab, readFixture, readyEnvironments, toDraft } from './fixture.js';

const lab = openLab();
let environments: readonly ReadyEnvironment[] = [];
beforeAll(async () => {
  environments = await readyEnvironments(lab);
}, 900_000);
afterAll(() => lab.close());

const component = (body: string) => `
from airflow.triggers.base import BaseTrigger, TriggerEvent
try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator


class Soon(BaseTrigger):
    def serialize(self):
        return f"{Soon.__module__}.Soon", {}

    async def run(self):
        yield TriggerEvent("done")


class Made(BaseOperator):
${body}
`;

/** The result of a task on each Airflow. */
async function played(body: string, expected: { readonly [key: string]: Json }) {
  const { spec } = await readFixture('wrong');
  const example = { name: 'it runs', inputs: {}, ...expected } as unknown as Example;
  const staged = await lab.stage(toDraft('Made', component(body)));
  try {
    const all = environments.map(async (environment): Promise<readonly [string, PlayResult]> => {
      const own = { ...spec, name: 'Made', examples: [example] };
      return [environment.airflow, await lab.play(environment, staged, own, example)];
    });
    return await Promise.all(all);
  } finally {
    await staged.dispose();
  }
}

const DEFERS = `
    def pre_execute(self, context):
        self.steps = ["before"]
        self.log.info("hook before")

    def execute(self, context):
        self.steps.append("execute")
        self.defer(trigger=Soon(), method_name="resume")

    def resume(self, context, event):
        return [*self.steps, event]

    def post_execute(self, context, result=None):
        self.log.info("hook after, steps %s", self.steps)
`;

describe('hooks around a task', () => {
  test('run around a resumed method, on an object that knows nothing of the first', async () => {
    const all = await played(DEFERS, { returns: ['before', 'done'], defers: true, logs: ['hook after'] });
    for (const [, result] of all) expect(result).toMatchObject({ passed: true, problems: [] });
  });

  test('fail a resumed task that they do not fit', async () => {
    const body = DEFERS.replace('self.steps = ["before"]', 'self.steps = self.steps_of_execute');
    for (const [, { passed }] of await played(body, { returns: ['before', 'done'] }))
      expect(passed).toBe(false);
  });

  test('are told the result by Airflow 2 only', async () => {
    const body = `
    def execute(self, context):
        return 7

    def post_execute(self, context, result=None):
        self.log.info("after %s", result)
`;
    for (const [airflow, { passed }] of await played(body, { returns: 7, logs: ['after 7'] }))
      expect(passed).toBe(airflow.startsWith('2.'));
  });

  test('are given to a task as arguments too', async () => {
    const body = `
    def __init__(self, **kwargs):
        super().__init__(pre_execute=lambda context: self.log.info("given before"), **kwargs)

    def execute(self, context):
        return 7
`;
    for (const [, { passed }] of await played(body, { returns: 7, logs: ['given before'] }))
      expect(passed).toBe(true);
  });
});

describe('a number that is none', () => {
  test.each(['float("nan")', '{"a": [1, float("inf")]}'])('is no result on Airflow 3: %s', async (value) => {
    const body = `\n    def execute(self, context):\n        return ${value}\n`;
    for (const [airflow, { problems }] of await played(body, {})) {
      const messages = problems.map(({ message }) => message).join('\n');
      if (airflow.startsWith('2.')) expect(messages).not.toContain('XCom');
      else expect(messages).toContain('ValueError: Out of range float values');
    }
  });

  test('is not pushed beside either', async () => {
    const body = `\n    def execute(self, context):\n        context["ti"].xcom_push(key="n", value=float("nan"))\n`;
    for (const [airflow, { failure }] of await played(body, {})) {
      if (airflow.startsWith('2.')) expect(failure).toBeUndefined();
      else expect(failure?.message).toContain('Out of range float values');
    }
  });
});
