import type { Attempt, Problem } from '../flow.js';
import { furthest } from './furthest.js';

/** Limits of money and time: what was found before one was reached is worth saying. */
const LIMITS: ReadonlySet<string> = new Set(['AS5002', 'AS5032', 'AS5033']);

/** The problem; where it is a limit of the run that was reached, with what there is by then. */
export function atLimit(problem: Problem, attempts: readonly Attempt[]): Problem {
  if (!LIMITS.has(problem.code)) return problem;
  const best = furthest(attempts);
  const found = best ? whatIsThere(best) : 'There is no draft yet.';
  return { ...problem, cause: problem.cause ? `${problem.cause} ${found}` : found };
}

function whatIsThere({ number, author, verdict }: Attempt): string {
  const ran = verdict?.environments.filter(({ state }) => state !== 'not-run') ?? [];
  const proven = ran.filter(({ state }) => state === 'proven').length;
  const passed = Math.min(...ran.map(({ examples }) => examples.passed), Number.MAX_SAFE_INTEGER);
  const total = Math.max(...ran.map(({ examples }) => examples.total), 0);
  const examples = total > 0 ? `, and passed ${passed} of ${total} examples where it passed the fewest` : '';
  return `The best draft is that of attempt ${number}, by ${author.model}: proven on ${proven} of ${ran.length} Airflows${examples}.`;
}
