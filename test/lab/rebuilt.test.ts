/** A trigger is what it serialized: arguments that are lost on the way are found where a task really defers. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Example, ReadyEnvironment } from '../../src/flow.js';
import { exampleFindings } from '../../src/validate/example.js';
import { openLab, readFixture, readyEnvironments, toDraft } from './fixture.js';

const lab = openLab();
let environments: readonly ReadyEnvironment[] = [];
beforeAll(async () => {
  environments = await readyEnvironments(lab);
}, 900_000);
afterAll(() => lab.close());

interface Trigger {
  /** Parameters of the constructor behind `job`. */
  readonly takes?: string;
  readonly keeps?: string;
  readonly serializes: string;
  readonly more?: string;
  readonly made?: string;
}

const component = ({ takes = '', keeps = 'self.job = job', serializes, more = '', made }: Trigger) => `
try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator
from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def __init__(self, job, ${takes}):
        super().__init__()
        ${keeps}

    def serialize(self):
        return f"{JobTrigger.__module__}.JobTrigger", ${serializes}

    async def run(self):
        yield TriggerEvent("done")

${more}

class Made(BaseOperator):
    def execute(self, context):
        self.defer(trigger=${made ?? 'JobTrigger("a", pause=5)'}, method_name="resume")

    def resume(self, context, event):
        return event
`;

/** What is found of a task that defers to such a trigger, on each Airflow. */
async function found(trigger: Trigger): Promise<readonly (readonly [string, string])[][]> {
  const { spec } = await readFixture('wrong');
  const example = { name: 'it waits', inputs: {}, returns: 'done', defers: true } as unknown as Example;
  const own = { ...spec, name: 'Made', examples: [example] };
  const staged = await lab.stage(toDraft('Made', component(trigger)));
  try {
    const played = environments.map((environment) => lab.play(environment, staged, own, example));
    return (await Promise.all(played)).map((result) =>
      exampleFindings(example, result, own, 'x.py').map(({ code, message }) => [code, message] as const),
    );
  } finally {
    await staged.dispose();
  }
}

const everywhere = (...said: readonly (readonly [string, string])[]) => environments.map(() => said);

describe('a trigger that is the same when it is rebuilt', () => {
  test.each<[string, Trigger]>([
    [
      'with plain arguments',
      {
        takes: 'pause=60',
        keeps: 'self.job, self.pause = job, pause',
        serializes: '{"job": self.job, "pause": self.pause}',
      },
    ],
    [
      'with private attributes',
      {
        takes: '*, pause=60',
        keeps: 'self._job, self._pause = job, pause',
        serializes: '{"job": self._job, "pause": self._pause}',
      },
    ],
    [
      'with a tuple, which comes back as a list',
      {
        takes: 'pause=60',
        keeps: 'self.job, self.pause = job, pause',
        serializes: '{"job": self.job, "pause": self.pause}',
        made: 'JobTrigger(("a", 1), pause=5)',
      },
    ],
    [
      'with an object that tells nothing',
      {
        takes: 'pause=60, log=None',
        keeps: 'self.job, self.pause, self.log_to = job, pause, object()',
        serializes: '{"job": self.job, "pause": self.pause}',
      },
    ],
    [
      'as another class on purpose',
      {
        takes: 'pause=60',
        keeps: 'self.job, self.pause = job, pause',
        serializes: '{"job": self.job, "pause": self.pause}',
        more: 'class Quick(JobTrigger):\n    def serialize(self):\n        return super().serialize()\n',
        made: 'Quick("a", pause=5)',
      },
    ],
  ])('%s', async (_, trigger) => {
    expect(await found(trigger)).toEqual(everywhere());
  });
});

describe('a trigger that is another one when it is rebuilt', () => {
  test.each<[string, Trigger, string]>([
    [
      'for want of an argument',
      { takes: 'pause=60', keeps: 'self.job, self.pause = job, pause', serializes: '{"job": self.job}' },
      'JobTrigger rebuilt from what it serialized has another `pause` than it was made with',
    ],
    [
      'for what its constructor does each time',
      {
        takes: 'pause=60',
        keeps: 'self.job, self.pause = job + "/", pause',
        serializes: '{"job": self.job, "pause": self.pause}',
      },
      'JobTrigger rebuilt from what it serialized has another `job` than it was made with',
    ],
    [
      'for a class above it that serializes for both',
      {
        takes: 'pause=60',
        keeps: 'self.job, self.pause = job, pause',
        serializes: '{"job": self.job, "pause": self.pause}',
        more: 'class Quick(JobTrigger):\n    pass\n',
        made: 'Quick("a", pause=5)',
      },
      'Quick inherits `serialize`, and is rebuilt as a JobTrigger',
    ],
  ])('%s', async (_, trigger, message) => {
    expect(await found(trigger)).toEqual(everywhere(['AS4157', message]));
  });
});
