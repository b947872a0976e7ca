import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ReadyEnvironment } from '../../src/flow.js';
import type { PlayResult, StagedDraft } from '../../src/ports.js';
import { FIXTURES, type Fixture, openLab, readFixture, readyEnvironments } from './fixture.js';

const lab = openLab();
let environments: readonly ReadyEnvironment[] = [];
beforeAll(async () => {
  environments = await readyEnvironments(lab);
}, 900_000);
afterAll(() => lab.close());

/** What every Airflow said of every example: `3.3.2 on 3.13 · example` → result. */
async function playAll({ spec, draft }: Fixture): Promise<Map<string, PlayResult>> {
  const staged: StagedDraft = await lab.stage(draft);
  const results = new Map<string, PlayResult>();
  try {
    await Promise.all(
      environments.flatMap((environment) =>
        spec.examples.map(async (example) => {
          const result = await lab.play(environment, staged, spec, example);
          results.set(`${environment.airflow} on ${environment.python} · ${example.name}`, result);
        }),
      ),
    );
  } finally {
    await staged.dispose();
  }
  return results;
}

function complaints(results: ReadonlyMap<string, PlayResult>): readonly string[] {
  return [...results].flatMap(([name, { problems, failure }]) => [
    ...problems.map((problem) => `${name}: ${problem.expectation}: ${problem.message}`),
    ...(failure
      ? [`${name}: ${failure.kind} in ${failure.stage}: ${failure.message}\n${failure.traceback}`]
      : []),
  ]);
}

describe('a right component passes every example on every Airflow', () => {
  for (const name of readdirSync(join(FIXTURES, 'right'))) {
    it(name, async () => {
      const fixture = await readFixture('right', name);
      const results = await playAll(fixture);
      expect(complaints(results)).toEqual([]);
      expect([...results.values()].every(({ passed }) => passed)).toBe(true);
      expect(results.size).toBe(environments.length * fixture.spec.examples.length);
    });
  }
});

describe('a wrong component is told what does not hold', async () => {
  const fixture = await readFixture('wrong');
  const expected: Record<string, [string, string]> = parse(
    await readFile(join(FIXTURES, 'wrong', 'expected.yaml'), 'utf8'),
  );
  let results = new Map<string, PlayResult>();
  beforeAll(async () => {
    results = await playAll(fixture);
  });

  for (const { name } of fixture.spec.examples) {
    it(name, () => {
      const [expectation, message] = expected[name] ?? ['', ''];
      for (const { airflow, python } of environments) {
        const result = results.get(`${airflow} on ${python} · ${name}`);
        expect(result?.passed).toBe(false);
        const said = [
          ...(result?.problems ?? []),
          ...(result?.failure ? [{ ...result.failure, expectation: 'failure' }] : []),
        ].map((one) => `${one.expectation}: ${one.message}`);
        expect(said).toContainEqual(expect.stringMatching(new RegExp(`^${expectation}: `)));
        expect(said.join('\n')).toContain(message);
      }
    });
  }
});

it('a sensor that comes true without ever asking is told that nothing of `between` was looked at', async () => {
  const { spec, draft } = await readFixture('right', 'file_arrival');
  const hasty = (path: string, content: string) =>
    path.endsWith('component.py')
      ? content.replace(/def execute\(self, context\):/, '$&\n        return "here"\n')
      : content;
  const files = draft.files.map((file) => ({ ...file, content: hasty(file.path, file.content) }));
  const example = spec.examples.find(({ name }) => name === 'the whole sensor in reschedule mode');
  if (!example) throw new Error('the fixture has no such example');
  const results = await playAll({ spec: { ...spec, examples: [example] }, draft: { ...draft, files } });
  expect(results.size).toBe(environments.length);
  for (const { passed, problems } of results.values()) {
    expect(passed).toBe(false);
    expect(problems).toMatchObject([
      {
        expectation: 'between',
        message: 'the sensor came to its end after 0 of the 1 changes that come between pokes',
        expected: 1,
        actual: 0,
      },
    ]);
  }
});
