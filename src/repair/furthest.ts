import { type Attempt, TIERS, type Verdict } from '../flow.js';

/**
 * The attempt that came furthest: a proven one, else the one with the most environments proven, examples passed and tiers
 * reached, then the fewest errors; of equals the latest. Undefined when no attempt was executed.
 */
export function furthest(attempts: readonly Attempt[]): Attempt | undefined {
  let best: Attempt | undefined;
  for (const attempt of attempts) {
    if (attempt.verdict === undefined) continue;
    if (best?.verdict === undefined || compare(attempt.verdict, best.verdict) >= 0) best = attempt;
  }
  return best;
}

function compare(a: Verdict, b: Verdict): number {
  const [left, right] = [progressOf(a), progressOf(b)];
  const difference = left.map((value, index) => value - (right[index] ?? 0)).find((value) => value !== 0);
  return difference ?? 0;
}

function progressOf({ proven, environments }: Verdict): readonly number[] {
  const sum = (count: (environment: Verdict['environments'][number]) => number) =>
    environments.reduce((total, environment) => total + count(environment), 0);
  return [
    proven ? 1 : 0,
    sum(({ state }) => (state === 'proven' ? 1 : 0)),
    sum(({ examples }) => examples.passed),
    sum(({ timings }) => Math.max(0, ...timings.map(({ tier }) => TIERS.indexOf(tier)))),
    -sum(({ findings }) => findings.filter(({ severity }) => severity === 'error').length),
  ];
}
