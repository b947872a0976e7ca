/** The command as a user calls it, over real Airflows, with an endpoint on loopback that says that it is a double. */

import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BenchFlags, benchCurve, benchRun } from '../../src/commands/bench.js';
import { EXIT } from '../../src/problems.js';
import { refused, screen } from '../commands/desk.js';
import { author, SET } from './double.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airsmith-bench-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function desk() {
  const shown = screen(folder);
  const { ANTHROPIC_API_KEY: _, ...env } = process.env;
  return { shown, terminal: { ...shown.terminal, env } };
}

async function run(flags: BenchFlags & { arms?: string; samples?: string }, set = SET) {
  const { shown, terminal } = desk();
  const status = await benchRun(set, { json: true, maxCost: '5', ...flags }, terminal);
  return { status, report: JSON.parse(shown.out), said: shown.err };
}

const WRONG = (reference: string) =>
  reference.replace('return f"Hello, {self.who}!"', 'return "Hello, Ada!"').replace('self.tally(', '(');

describe('airsmith bench run', () => {
  test('is refused without an endpoint, and with one that is none', async () => {
    const { terminal } = desk();
    for (const flags of [{}, { endpoint: 'nowhere' }, { endpoint: 'file:///etc/passwd' }])
      expect((await refused(benchRun(SET, flags, terminal))).code).toBe('AS5050');
    expect(
      (await refused(benchRun(SET, { endpoint: 'http://127.0.0.1:1', arms: 'some' }, terminal))).code,
    ).toBe('AS5054');
    expect(
      (await refused(benchRun(SET, { endpoint: 'http://127.0.0.1:1', samples: '0' }, terminal))).code,
    ).toBe('AS5054');
  });

  test('judges by hidden examples and conventions, says plumbing only, and goes on where it stood', async () => {
    await using double = await author((reference, { text }) =>
      text.includes('General advice for Airflow') ? reference : WRONG(reference),
    );
    const out = join(folder, 'judged');
    const flags = {
      endpoint: double.url,
      out,
      arms: 'none,static',
      maxAttempts: '1',
      model: 'claude-haiku-5-5',
    };
    const { status, report, said } = await run(flags);
    expect(status, said).toBe(EXIT.done);
    expect(report).toMatchObject({
      plumbing_only: true,
      complete: true,
      how: {
        models: ['double/1'],
        specs: 2,
        families: 2,
        samples: 1,
        answers: 'answered through a local endpoint',
      },
    });
    const [none, advised] = report.arms;
    expect(none).toMatchObject({ arm: 'none', first: { count: 0, of: 2 }, told: 0, failed: { hidden: 2 } });
    expect(advised).toMatchObject({
      arm: 'static',
      first: { count: 2, of: 2 },
      told: 1,
      attempts_to_proof: 1,
    });
    expect(none.cost_usd).toBeGreaterThan(0);
    expect(report.comparisons).toMatchObject([
      {
        arm: 'static',
        pairs: 2,
        helped: 2,
        hurt: 0,
        difference: 1,
        p: 0.5,
        harmed: [],
        verdict: 'plumbing only',
      },
    ]);
    const cell = JSON.parse(readFileSync(join(out, 'cells/pair-sum.none.1.json'), 'utf8'));
    expect(cell).toMatchObject({ broken: ['t-tally'], hidden: { passed: 0, total: 1 }, failed: 'hidden' });
    for (const { text } of double.questions) expect(text).not.toMatch(/another name|tally is said|tally=2/);

    // Killed after three of four cells: only the fourth is asked for again.
    const asked = double.questions.length;
    expect(asked).toBe(4);
    rmSync(join(out, 'cells/greet.static.1.json'));
    const again = await run(flags);
    expect(again.report.arms).toMatchObject([{ first: { count: 0 } }, { first: { count: 2 } }]);
    expect(double.questions.length).toBe(asked + 1);

    const other = { ...flags, model: 'claude-sonnet-5-5' };
    const { terminal } = desk();
    expect(await refused(benchRun(SET, other, terminal))).toMatchObject({
      code: 'AS5052',
      message: expect.stringContaining('models'),
    });
    writeFileSync(join(out, 'cells/greet.none.1.json'), '{"schema":"trial/1"}');
    expect((await refused(benchRun(SET, flags, terminal))).code).toBe('AS5053');
  });

  test('stops when the money is spent, keeps what is finished, and is not called complete', async () => {
    await using double = await author();
    const out = join(folder, 'poor');
    const { status, report } = await run({ endpoint: double.url, out, arms: 'none', maxCost: '0' });
    expect(status).toBe(EXIT.world);
    expect(report).toMatchObject({ complete: false, missing: 2, arms: [] });
    expect(double.questions).toEqual([]);
    expect(existsSync(join(out, 'cells'))).toBe(false);
  });

  test('replays what it recorded, without an endpoint, to the same figures', async () => {
    const record = join(folder, 'recordings');
    const common = { arms: 'none,placebo,top3,full', model: 'claude-haiku-5-5' };
    const made = await (async () => {
      await using double = await author((reference, { before, spec }) =>
        spec === 'greet' && before % 2 === 0
          ? reference.replace('who!', 'who?').replace('{self.who}!', '{self.who}?')
          : reference,
      );
      return await run({ ...common, endpoint: double.url, out: join(folder, 'made'), record });
    })();
    const replayed = await run({ ...common, out: join(folder, 'replayed'), replay: record });
    expect([made.status, replayed.status], made.said + replayed.said).toEqual([EXIT.done, EXIT.done]);
    expect(replayed.report.plumbing_only).toBe(true);
    const shares = ({ arms }: { arms: { arm: string; first: object; proven: object }[] }) =>
      arms.map(({ arm, first, proven }) => ({ arm, first, proven }));
    expect(shares(replayed.report)).toEqual(shares(made.report));
    for (const arm of replayed.report.arms) expect(arm).toMatchObject({ tokens: null, cost_usd: null });
    expect(made.report.arms.map(({ arm }: { arm: string }) => arm)).toEqual([
      'none',
      'placebo',
      'top3',
      'full',
    ]);
    expect(readdirSync(record)).toHaveLength(8);
  });
});

describe('airsmith bench curve', () => {
  test('grows a store of its own in each order, goes on with it, and tells the next spec of it', async () => {
    await using double = await author();
    const out = join(folder, 'curve');
    const flags = {
      endpoint: double.url,
      out,
      orders: '2',
      json: true,
      model: 'claude-haiku-5-5',
      maxCost: '5',
    };
    const first = desk();
    expect(await benchCurve(SET, flags, first.terminal), first.shown.err).toBe(EXIT.done);
    const report = JSON.parse(first.shown.out);
    expect(report).toMatchObject({
      orders: 2,
      specs: 2,
      verdict: 'plumbing only',
      complete: true,
      early: 1,
      late: 1,
    });
    expect(report.positions).toMatchObject([
      { position: 1, count: 2, of: 2 },
      { position: 2, count: 2, of: 2 },
    ]);
    const names = readdirSync(join(out, 'cells')).sort();
    expect(names).toHaveLength(4);
    const cells = names.map((name) => JSON.parse(readFileSync(join(out, 'cells', name), 'utf8')));
    for (const cell of cells) {
      expect(cell.learned.some(({ path }: { path: string }) => path.startsWith('learning/evidence/'))).toBe(
        true,
      );
      expect(JSON.stringify(cell.learned)).not.toMatch(/another name|tally is said/);
    }
    const [one, two] = cells;
    expect(one.store).not.toBe(two.store);

    // The last spec of an order again: the store before it comes from the cells.
    rmSync(join(out, 'cells', names[1] ?? ''));
    const asked = double.questions.length;
    const again = desk();
    expect(await benchCurve(SET, flags, again.terminal), again.shown.err).toBe(EXIT.done);
    expect(double.questions.length).toBe(asked + 1);
    const same = JSON.parse(readFileSync(join(out, 'cells', names[1] ?? ''), 'utf8'));
    expect(same.told).toBe(two.told);
  });
});
