/** One run in three jobs: what each may do, and what the last believes of the others. */

import { readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Parcel } from '../../src/action/parcel.js';
import { readSlice, type Slice, slicesOf } from '../../src/action/slices.js';
import { assemble } from '../../src/author/assemble.js';
import { DEFAULT_SETTINGS } from '../../src/config.js';
import type { SpecOutcome } from '../../src/flow.js';
import { taughtOnce, type Work } from '../../src/pipeline.js';
import { EXIT } from '../../src/problems.js';
import { readSpecs } from '../../src/spec/index.js';
import { git } from '../github/repositories.js';
import { attempt, componentSource, error, lesson, NO_BRIEFING } from '../learn/story.js';
import { KEY, Scene, TOKEN } from './jobs.js';

const EXAMPLE = readFileSync(
  new URL('../../examples/specs/table_row_count_sensor.airsmith.yaml', import.meta.url),
  'utf8',
);
const SOURCE = componentSource('table_row_count_sensor');

/** `count` specs of one text with names of their own. */
function specsOf(count: number): { [path: string]: string } {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `specs/count_${at}.airsmith.yaml`,
      EXAMPLE.replaceAll('TableRowCountSensor', `Count${at}Sensor`),
    ]),
  );
}

async function scene(files: { readonly [path: string]: string } = specsOf(5)): Promise<Scene> {
  const made = await Scene.open();
  made.push('main', { 'README.md': 'hello\n' });
  made.push('feature', files);
  made.pullRequest();
  return made;
}

/** The pipeline as a double: every spec is proven but those in `unproven`. What it teaches is real. */
const forging =
  (unproven: readonly string[] = []) =>
  async ({ sources, config, run }: Work): Promise<readonly SpecOutcome[]> => {
    const { specs } = await readSpecs(sources, config);
    const outcomes = await Promise.all(
      specs.map(async (spec): Promise<SpecOutcome> => {
        const source = SOURCE.replaceAll('TableRowCountSensor', spec.name);
        const failed = unproven.includes(spec.name);
        const made = attempt(1, source, failed ? [error('name')] : []);
        const draft = assemble(spec, source, DEFAULT_SETTINGS, []);
        const best = { ...made, draft };
        const taught = await lesson({ spec, attempts: [best], run });
        return {
          spec,
          briefing: NO_BRIEFING,
          attempts: [best],
          best,
          proven: !failed,
          lesson: taught,
          ms: 1,
        };
      }),
    );
    return taughtOnce(outcomes);
  };

async function plan(stage: Scene, runners = 2): Promise<{ readonly slices: readonly Slice[]; head: string }> {
  expect(await stage.run(forging(), { part: 'plan', runners })).toBe(EXIT.done);
  const { slices, head } = stage.runner.outputs;
  return { slices: JSON.parse(slices ?? '') as readonly Slice[], head: head ?? '' };
}

async function forgeAll(stage: Scene, runners = 2, unproven: readonly string[] = []) {
  const planned = await plan(stage, runners);
  for (const slice of planned.slices)
    expect(await stage.run(forging(unproven), { part: 'forge', slice, head: planned.head })).toBe(EXIT.done);
  return planned;
}

function parcelFile(stage: Scene, slice = 0): string {
  return join(stage.parcels, `airsmith-parcel-${slice}.json`);
}

function tamper(stage: Scene, change: (parcel: Parcel) => unknown, slice = 0): void {
  const parcel = JSON.parse(readFileSync(parcelFile(stage, slice), 'utf8')) as Parcel;
  writeFileSync(parcelFile(stage, slice), JSON.stringify(change(parcel)));
}

const codes = (stage: Scene) => stage.runner.annotations.map(({ code }) => code);

describe('a run in three jobs', () => {
  test('ends in the same commit, the same comment and the same status as a run in one', async () => {
    await using one = await scene();
    await using three = await scene();
    const status = await one.run(forging(['Count3Sensor']));
    const { head } = await forgeAll(three, 2, ['Count3Sensor']);
    expect(three.branch().files.some((path) => path.startsWith('plugins/'))).toBe(false);
    expect(three.github.comments).toEqual([]);
    expect(await three.run([], { part: 'publish', head, overrides: {} })).toBe(status);

    expect(three.branch().files).toEqual(one.branch().files);
    const treeOf = (stage: Scene) => git(stage.github.bare, 'rev-parse', 'feature^{tree}');
    expect(treeOf(three)).toBe(treeOf(one));
    expect(three.branch().log).toBe(one.branch().log);
    const figures = /Spent .*|\[run\].*|`[0-9a-f]{7,}`/g;
    const said = (stage: Scene) => stage.github.comments[0]?.body.replaceAll(figures, '');
    expect(said(three)).toBe(said(one));
    expect(three.runner.outputs).toMatchObject({ proven: '4', failed: '1' });
  });

  test('plan deals every spec once, with its share of the money, and writes nothing', async () => {
    await using stage = await scene();
    const before = stage.branch();
    const { slices, head } = await plan(stage, 3);
    expect(slices.map(({ specs }) => specs.length)).toEqual([2, 2, 1]);
    expect(slices.map((slice) => slice['max-cost'])).toEqual(['0.400000', '0.400000', '0.200000']);
    expect(head).toBe(before.head);
    expect(stage.branch()).toEqual(before);
    expect(stage.github.comments).toEqual([]);
  });

  test('forge builds its own specs only, with its own share', async () => {
    await using stage = await scene();
    const { slices, head } = await plan(stage, 2);
    const [, second] = slices;
    if (second === undefined) throw new Error('two slices');
    await stage.run(forging(), { part: 'forge', slice: second, head });
    expect(stage.works.at(-1)?.sources.map(({ path }) => path)).toEqual(second.specs);
    expect(readdirSync(stage.parcels)).toEqual(['airsmith-parcel-1.json']);
  });

  test('a push while runners forge changes nothing that they agreed on', async () => {
    await using stage = await scene();
    const { head } = await forgeAll(stage);
    const theirs = stage.push('feature', { ...specsOf(6), 'notes.txt': 'x\n' });
    expect(await stage.run([], { part: 'publish', head })).toBe(EXIT.done);
    expect(stage.branch().log.split('\n')[0]).toContain('github-actions[bot]: Add Count0Sensor');
    expect(stage.branch().files).toContain('notes.txt');
    expect(stage.branch().head).not.toBe(theirs);
  });

  test('a pull request from a fork is read by the first job, and nothing is forged', async () => {
    await using stage = await Scene.open();
    stage.push('main', { 'README.md': 'hello\n' });
    stage.push('feature', specsOf(2));
    stage.pullRequest({ fromFork: true });
    stage.person.git('push', '--quiet', 'origin', 'feature:refs/pull/1/head', ':feature');
    await stage.run([], { part: 'plan' });
    expect(stage.runner.outputs).toMatchObject({ slices: '[]', publish: 'false' });
    expect(stage.runner.markdown).toContain('fork');
  });

  test('nothing to do is said by plan, so that nobody else starts', async () => {
    await using stage = await scene({ 'notes.txt': 'x\n' });
    await stage.run([], { part: 'plan' });
    expect(stage.runner.outputs).toMatchObject({ slices: '[]', publish: 'false' });
  });
});

describe('publish believes no parcel further than it can check', () => {
  test.each<[what: string, change: (parcel: Parcel) => unknown]>([
    ['of another run', (parcel) => ({ ...parcel, run: '40.1' })],
    ['for another commit', (parcel) => ({ ...parcel, head: '0'.repeat(40) })],
    ['of another shape', (parcel) => ({ ...parcel, outcomes: [{ proven: true }] })],
    ['that is no object', () => 'proven'],
  ])('one %s is left out as a whole, and the others land', async (_what, change) => {
    await using stage = await scene();
    const { head, slices } = await forgeAll(stage);
    tamper(stage, change);
    expect(await stage.run([], { part: 'publish', head })).toBe(EXIT.unproven);
    expect(codes(stage)).toContain('AS7042');
    expect(codes(stage).filter((code) => code === 'AS7043')).toHaveLength(slices[0]?.specs.length ?? -1);
    expect(stage.branch().files).toContain('plugins/sensors/count1_sensor.py');
    expect(stage.branch().files).not.toContain('plugins/sensors/count0_sensor.py');
  });

  type Outcome = Parcel['outcomes'][number];
  const inFirst = (change: (outcome: Outcome) => unknown) => (parcel: Parcel) => ({
    ...parcel,
    outcomes: parcel.outcomes.map((outcome, at) => (at === 0 ? change(outcome) : outcome)),
  });
  const withRecord = (path: string, content: string) =>
    inFirst((outcome) => ({
      ...outcome,
      lesson: { ...outcome.lesson, records: [...outcome.lesson.records, { path, content }] },
    }));

  test.each<[what: string, change: (parcel: Parcel) => unknown]>([
    [
      'a spec that nobody asked for',
      inFirst((outcome) => ({ ...outcome, spec: 'specs/other.airsmith.yaml' })),
    ],
    ['a proof that no verdict gives', inFirst((outcome) => ({ ...outcome, attempts: [] }))],
    ['a proof without a component', inFirst(({ source: _source, ...outcome }) => outcome)],
    ['another component than it records', inFirst((outcome) => ({ ...outcome, source: 'import os\n' }))],
    ['a file of CI among the records', withRecord('.github/workflows/ci.yml', 'on: push\n')],
    ['a record that leaves its folder', withRecord('learning/../setup.py', '{}')],
    [
      'a record whose name is not its hash',
      withRecord('learning/patterns/import/x-0123456789abcdef.json', '{}\n'),
    ],
    ['a record that is none', withRecord('learning/evidence/2026-11/x-0123456789abcdef.json', 'ok')],
    [
      'evidence of another spec',
      (parcel) => inFirst((outcome) => ({ ...outcome, lesson: parcel.outcomes[1]?.lesson }))(parcel),
    ],
  ])('%s is refused with its outcome, and the others land', async (_what, change) => {
    await using stage = await scene();
    const { head } = await forgeAll(stage);
    tamper(stage, change);
    expect(await stage.run([], { part: 'publish', head })).toBe(EXIT.unproven);
    expect(codes(stage)).toContain('AS7042');
    const { files } = stage.branch();
    expect(files).not.toContain('plugins/sensors/count0_sensor.py');
    expect(files).toContain('plugins/sensors/count1_sensor.py');
    expect(files).toContain('plugins/sensors/count2_sensor.py');
    expect(files.filter((path) => /^(\.github|setup|learning\/patterns\/import\/x-)/.test(path))).toEqual([]);
  });

  test('tests, DAG and page are made from the component, whatever a parcel would like', async () => {
    await using stage = await scene(specsOf(1));
    const { head } = await forgeAll(stage);
    const parcel = JSON.parse(readFileSync(parcelFile(stage), 'utf8')) as Parcel;
    expect(parcel.outcomes.flatMap(({ attempts }) => attempts.map((one) => 'draft' in one))).toEqual([false]);
    await stage.run([], { part: 'publish', head });
    expect(stage.branch().files.filter((path) => path.startsWith('tests/'))).not.toEqual([]);
  });

  test('a link, or a file by another name, is not read', async () => {
    await using stage = await scene();
    const { head } = await forgeAll(stage);
    renameSync(parcelFile(stage, 0), join(stage.parcels, 'elsewhere.json'));
    symlinkSync('elsewhere.json', parcelFile(stage, 0));
    await stage.run([], { part: 'publish', head });
    expect(codes(stage).filter((code) => code === 'AS7043')).toHaveLength(3);
  });

  test('a parcel that never came is said for each of its specs', async () => {
    await using stage = await scene();
    const { head } = await forgeAll(stage);
    writeFileSync(parcelFile(stage, 1), readFileSync(parcelFile(stage, 1), 'utf8').slice(0, 500));
    expect(await stage.run([], { part: 'publish', head })).toBe(EXIT.unproven);
    expect(codes(stage).filter((code) => code === 'AS7043')).toHaveLength(2);
    expect(stage.branch().files).toContain('plugins/sensors/count0_sensor.py');
  });

  test('a secret never leaves the job that forges', async () => {
    await using stage = await scene(specsOf(1));
    const { slices, head } = await plan(stage);
    const leaking = async (work: Work) =>
      (await forging()(work)).map((outcome) => ({
        ...outcome,
        attempts: outcome.attempts.map((one) => ({ ...one, assumptions: [btoa(`x ${KEY} y`), TOKEN] })),
      }));
    const [slice] = slices;
    if (slice === undefined) throw new Error('a slice');
    await expect(stage.run(leaking, { part: 'forge', slice, head })).rejects.toMatchObject({
      problem: { code: 'AS7032' },
    });
    expect(readdirSync(stage.parcels)).toEqual([]);
  });
});

describe('slices', () => {
  test('hold every spec once, evenly, and never more money than there is', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { maxLength: 40 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 10_000_000_000 }),
        (specs, runners, maxCost) => {
          const slices = slicesOf(specs, runners, maxCost);
          expect(slices.flatMap((slice) => slice.specs).sort()).toEqual([...specs].sort());
          const sizes = slices.map((slice) => slice.specs.length);
          expect(Math.max(0, ...sizes) - Math.min(...sizes, Math.max(0, ...sizes))).toBeLessThanOrEqual(1);
          expect(slices.length).toBeLessThanOrEqual(runners);
          const money = slices.map((slice) => Math.round(Number(slice['max-cost']) * 1e6));
          expect(money.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(maxCost);
          for (const slice of slices) expect(readSlice(JSON.stringify(slice))).toEqual(slice);
        },
      ),
    );
  });

  test.each([
    '',
    '{}',
    'null',
    '[]',
    '{"slice":"../x","specs":[],"max-cost":"1"}',
    '{"slice":"0","specs":[1],"max-cost":"1"}',
  ])('%s is none', (text) => {
    expect(readSlice(text)).toBeUndefined();
  });
});
