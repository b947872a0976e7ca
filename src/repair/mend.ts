/** Mends a failed draft with what is known, before anybody is asked: edit, run, keep what helped, take back the rest. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Diagnosis, type Draft, fileOf, type MendTrial, type Setback, type Verdict } from '../flow.js';
import type { Clock } from '../ports.js';
import { applyEdits } from '../python/edit.js';
import { linesOf } from '../python/positions.js';
import { type Candidate, type Case, candidatesFor, trialKey } from './candidates.js';
import { compared, type Proved } from './faults.js';
import { FIXES } from './fixes/index.js';

export interface Limits {
  readonly rounds: number;
  /** Validations of edited drafts. */
  readonly proofs: number;
  /** Time after which no further validation is started. */
  readonly ms: number;
}

/** A real validation takes about half a second; one that hangs takes a deadline of its own, hence the limit of time. */
const LIMITS: Limits = { rounds: 8, proofs: 16, ms: 60_000 };

export interface Patient extends Omit<Case, 'fixes' | 'goesOn'>, Proved {
  readonly fixes?: readonly Fix[];
  /** The whole draft with another component: what is made from the component is made anew. */
  draftOf(source: string): Draft;
  prove(draft: Draft): Promise<Verdict>;
  readonly clock: Clock;
  /** Ends the mending at its next step: it then throws the signal's reason. */
  readonly signal?: AbortSignal;
  readonly limits?: Partial<Limits>;
}

type Fix = Case['fixes'][number];

export interface Mended extends Proved {
  /** Absent when the draft is proven. */
  readonly diagnosis?: Diagnosis;
  /** Every fix that was tried, in order; none where nothing applied. */
  readonly trials: readonly MendTrial[];
  readonly proofs: number;
  readonly ms: number;
}

/**
 * The draft as far as the known fixes mend it, with the verdict of exactly that draft. An edit stays only where its mistake went
 * on every Airflow that showed it, no other came, and the examples that passed still pass. A proven draft is left alone, and so is
 * one that nothing helps. Pure but for `prove` and the clock.
 */
export async function mend(patient: Patient): Promise<Mended> {
  const { clock, fixes = FIXES } = patient;
  const limits = { ...LIMITS, ...patient.limits };
  const start = clock.elapsed();
  const bench = new Trials(patient, () => clock.elapsed() - start < limits.ms, limits.proofs);
  // What works on a large file holds up everything else, so that nobody could interrupt it.
  const goesOn = async () => {
    await nextTurn();
    patient.signal?.throwIfAborted();
    return bench.mayProve();
  };
  let now: Proved = { draft: patient.draft, verdict: patient.verdict };
  for (let round = 0; round < limits.rounds && !now.verdict.proven && bench.mayProve(); round += 1) {
    const candidates = await candidatesFor(
      now.draft,
      now.verdict,
      { ...patient, fixes, goesOn },
      bench.tried,
    );
    if (candidates.length === 0) break;
    now = (await bench.together(now, candidates)) ?? (await bench.oneByOne(now, candidates)) ?? now;
  }
  const { proven } = now.verdict;
  return {
    ...now,
    ...(proven ? {} : { diagnosis: patient.diagnose(now.verdict, now.draft) }),
    trials: bench.trials,
    proofs: bench.proofs,
    ms: Math.round(clock.elapsed() - start),
  };
}

/** Candidates at work: what was tried, what it showed, and how often a draft was run for it. */
class Trials {
  readonly trials: MendTrial[] = [];
  readonly tried = new Set<string>();
  proofs = 0;
  readonly #patient: Patient;
  readonly #inTime: () => boolean;
  readonly #most: number;

  constructor(patient: Patient, inTime: () => boolean, most: number) {
    this.#patient = patient;
    this.#inTime = inTime;
    this.#most = most;
  }

  mayProve(): boolean {
    return this.proofs < this.#most && this.#inTime();
  }

  /**
   * All candidates in one run. Those whose mistake stays are taken out again, and the rest is run once more. Undefined where they
   * do harm together, so that nothing can be said of each.
   */
  async together(base: Proved, candidates: readonly Candidate[]): Promise<Proved | undefined> {
    const first = await this.#run(base, candidates);
    if (first.harm) {
      // What harms alone is known to harm.
      if (candidates.length > 1) return undefined;
      this.#note(base, candidates, first.ms, first.harm);
      return base;
    }
    const good = candidates.filter((candidate) => candidate.errors.every((error) => first.gone(error)));
    const rest = candidates.filter((candidate) => !good.includes(candidate));
    this.#note(base, rest, first.ms, { kind: 'stayed' });
    if (rest.length === 0) return this.#keep(base, good, first);
    if (good.length === 0) return base;
    const second = await this.#run(base, good);
    const holds = !second.harm && good.every(({ errors }) => errors.every((error) => second.gone(error)));
    return holds ? this.#keep(base, good, second) : undefined;
  }

  /** The first candidate that helps alone; the others are looked at again in what it leaves. Undefined where none does. */
  async oneByOne(base: Proved, candidates: readonly Candidate[]): Promise<Proved | undefined> {
    const lines = linesOf(fileOf(base.draft, 'component')?.content ?? '');
    for (const candidate of candidates) {
      const { fix, errors } = candidate;
      if (errors.every((error) => this.tried.has(trialKey(fix, error, lines)))) continue;
      if (!this.mayProve()) return undefined;
      const alone = await this.#run(base, [candidate]);
      if (!alone.harm && candidate.errors.every((error) => alone.gone(error)))
        return this.#keep(base, [candidate], alone);
      this.#note(base, [candidate], alone.ms, alone.harm ?? { kind: 'stayed' });
    }
    return undefined;
  }

  async #run(base: Proved, candidates: readonly Candidate[]) {
    const edits = candidates.flatMap((candidate) => candidate.edits);
    const edited = applyEdits(fileOf(base.draft, 'component')?.content ?? '', edits);
    const { clock, prove, draftOf } = this.#patient;
    const start = clock.elapsed();
    const draft = draftOf(edited);
    this.proofs += 1;
    const verdict = await prove(draft);
    const after: Proved = { draft, verdict };
    return { after, ...compared(base, after, edits, this.#patient.diagnose), ms: clock.elapsed() - start };
  }

  #keep(
    base: Proved,
    candidates: readonly Candidate[],
    { after, ms }: { readonly after: Proved; readonly ms: number },
  ): Proved {
    this.#note(base, candidates, ms);
    return after;
  }

  /** Without a setback they helped. */
  #note(base: Proved, candidates: readonly Candidate[], ms: number, setback?: Setback): void {
    const source = fileOf(base.draft, 'component')?.content ?? '';
    const lines = linesOf(source);
    const helped = setback === undefined;
    const share = Math.round(ms / Math.max(1, candidates.length));
    for (const candidate of candidates) {
      const { fix, errors, edits } = candidate;
      for (const error of errors) {
        this.tried.add(trialKey(fix, error, lines));
        const { id, title, prompt } = fix;
        const trial = { fix: id, title, prompt, error, edits, helped, ms: share, source };
        this.trials.push(setback ? { ...trial, setback } : trial);
      }
    }
  }
}
