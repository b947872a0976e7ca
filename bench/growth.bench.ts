/**
 * Whether what is learned lowers the work, with the model left out: the same stream of faulty drafts once with an empty store and once
 * with one that grows, side by side, through the real forge and the real lab. The author is a double (`growth/author.ts`), so the figures
 * say that the plumbing works, and nothing about a model.
 *
 * `npm run bench -- growth [--drafts N] [--uniform] [--docs]`: N drafts instead of 200; `--uniform` draws every kind of fault alike, not by
 * habit; `--docs` writes the curve into docs/learning.md.
 */

import { parseArgs } from 'node:util';
import { testSupport } from '../src/assets.js';
import { openLab, readyEnvironments } from '../test/validate/fixture.js';
import { type Figures, openArm } from './growth/arm.js';
import { curveOf, type Pair, writeCurve } from './growth/curve.js';
import { remembering } from './growth/remembering.js';
import { faultyStream } from './growth/stream.js';

const DRAFTS = 200;
/** One Airflow 2 and one Airflow 3: the third costs time and shows little else. */
const LEFT_OUT = '2.8.1';

export async function bench(args: readonly string[]): Promise<Record<string, unknown>> {
  const started = performance.now();
  const { values } = parseArgs({
    args: [...args],
    options: { drafts: { type: 'string' }, uniform: { type: 'boolean' }, docs: { type: 'boolean' } },
  });
  const uniform = values.uniform === true;
  const stream = await faultyStream(Number(values.drafts ?? DRAFTS), { uniform });
  const lab = remembering(openLab());
  try {
    const environments = (await readyEnvironments(lab)).filter(({ airflow }) => airflow !== LEFT_OUT);
    const common = { lab, environments, support: await testSupport() };
    const empty = openArm(stream, { ...common, grows: false });
    const growing = openArm(stream, { ...common, grows: true });
    const pairs: Pair[] = [];
    for (const [index, draft] of stream.entries()) {
      const [without, within] = await Promise.all([
        empty.forge(draft, index + 1),
        growing.forge(draft, index + 1),
      ]);
      pairs.push({ empty: without, growing: within });
      if ((index + 1) % 10 === 0) console.log(progress(pairs, stream.length));
    }
    const curve = curveOf(pairs);
    if (values.docs) writeCurve(curve);
    const sum = (value: (figures: Figures) => number) => ({
      empty: pairs.reduce((total, { empty }) => total + value(empty), 0),
      growing: pairs.reduce((total, { growing }) => total + value(growing), 0),
    });
    return {
      figures: 'plumbing only: the author is a double',
      habits: !uniform,
      drafts: stream.length,
      faults: stream.reduce((total, { faults }) => total + faults.length, 0),
      calls: sum(({ calls }) => calls),
      attempts: sum(({ attempts }) => attempts),
      executions: sum(({ executions }) => executions),
      first_attempt: sum(({ firstAttempt }) => Number(firstAttempt)),
      proven: sum(({ proven }) => Number(proven)),
      told: sum(({ told }) => told).growing,
      records: growing.records(),
      curve,
      seconds: Math.round((performance.now() - started) / 1000),
    };
  } finally {
    await lab.close();
  }
}

/** `40 of 200, calls 63 and 51`. */
function progress(pairs: readonly Pair[], all: number): string {
  const calls = (arm: keyof Pair) => pairs.reduce((sum, pair) => sum + pair[arm].calls, 0);
  return `${pairs.length} of ${all}, calls ${calls('empty')} and ${calls('growing')}`;
}
