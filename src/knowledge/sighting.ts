/**
 * What the fold needs of one run, and no more. A hundred thousand records as the objects they are would keep the engine's
 * garbage collector busier than the fold; a packed record is parsed, checked, and only this is kept of it.
 */

import type { Kind } from '../flow.js';
import type { Definition, Evidence, StoredEvidence } from './records.js';

type Attempt = Evidence['attempts'][number];

/** An attempt in which something was wrong, or was mended. */
export type Trouble = Pick<Attempt, 'number' | 'errors' | 'fixes'>;

/** One run of one spec. Lists may be shared with other sightings, and are never changed. */
export interface Sighting {
  /** Id of the evidence. */
  readonly id: string;
  readonly subject: string;
  readonly runNumber: number;
  readonly runAttempt: number;
  readonly runId: string;
  readonly at: string;
  readonly origin: string;
  /** Class name. */
  readonly name: string;
  readonly kind: Kind;
  readonly category: string;
  readonly proven: boolean;
  readonly firstAttempt: boolean;
  readonly strategy: string;
  /** Of the strategy, in thousandths. */
  readonly probability: number;
  readonly items: Evidence['choice']['items'];
  readonly found: Evidence['found'];
  readonly attempts: number;
  readonly errors: number;
  readonly tokens: number;
  readonly microDollars: number;
  readonly milliseconds: number;
  readonly troubles: readonly Trouble[];
  readonly environments: Evidence['environments'];
  readonly introduces: readonly Definition[];
  /** Id of the component that was proven; empty for none. */
  readonly component: string;
}

const NONE: readonly Trouble[] = [];

/** `evidence` as the fold sees it. */
export function sightingOf(id: string, evidence: Evidence): Sighting {
  const { run, spec, outcome, choice } = evidence;
  let errors = 0;
  let tokens = 0;
  let microDollars = 0;
  let milliseconds = 0;
  let troubles: Trouble[] | undefined;
  for (const attempt of evidence.attempts) {
    errors += attempt.errors.length;
    tokens +=
      attempt.input_tokens + attempt.output_tokens + attempt.cache_read_tokens + attempt.cache_write_tokens;
    microDollars += attempt.micro_dollars;
    milliseconds += attempt.milliseconds;
    if (attempt.errors.length === 0 && attempt.fixes === undefined) continue;
    const { number, errors: met, fixes } = attempt;
    troubles ??= [];
    troubles.push(fixes === undefined ? { number, errors: met } : { number, errors: met, fixes });
  }
  return {
    id,
    subject: evidence.subject,
    runNumber: run.number,
    runAttempt: run.attempt,
    runId: run.id,
    at: run.at,
    origin: run.origin,
    name: spec.name,
    kind: spec.kind,
    category: spec.category,
    proven: outcome.proven,
    firstAttempt: outcome.first_attempt,
    strategy: choice.strategy,
    probability: choice.probability,
    items: choice.items,
    found: evidence.found,
    attempts: evidence.attempts.length,
    errors,
    tokens,
    microDollars,
    milliseconds,
    troubles: troubles ?? NONE,
    environments: evidence.environments,
    introduces: evidence.introduces,
    component: evidence.component ?? '',
  };
}

/** What the fold sees of stored evidence. */
export function sightingIn(stored: StoredEvidence): Sighting {
  return stored.sighting ?? sightingOf(stored.hash, stored.record);
}
