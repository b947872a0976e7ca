/** Attempts at one component: written, proven, mended, and only then written again. */

import { assemble } from './author/assemble.js';
import {
  type Authored,
  type Commission,
  type EarlierAttempt,
  type Revision,
  write,
} from './author/author.js';
import { librariesAt } from './author/libraries.js';
import { modelOf } from './author/models.js';
import {
  type Attempt,
  type Briefing,
  type Custom,
  type Diagnosis,
  type Draft,
  type Environment,
  type Example,
  fileOf,
  heldBack,
  NO_USAGE,
  type Problem,
  type Spec,
  type Verdict,
} from './flow.js';
import type { Bench } from './forge.js';
import type { Hands, Tell } from './pipeline.js';
import { adviceFor } from './repair/advice.js';
import { atLimit, diagnose, sameDraft } from './repair/index.js';
import { mend } from './repair/mend.js';
import { sameMistakes, specProblem } from './repair/stop.js';
import { airflowFacts } from './validate/facts.js';
import { type ValidateOptions, validate } from './validate/index.js';

/** What every attempt at a spec works with. */
interface Workplace {
  readonly spec: Spec;
  readonly briefing: Briefing;
  readonly environments: readonly Environment[];
  /** The ways of the repository. */
  readonly custom?: Custom;
  /** The component of an earlier version of the spec. */
  readonly revision?: Revision;
  readonly bench: Bench;
  readonly hands: Hands;
  readonly tell: Tell;
}

/**
 * Attempts until one is proven, nothing can be repaired, the limits are reached, or the run is interrupted: then those that
 * were begun and paid. A mending is an attempt of its own in the list.
 */
export async function attempt(at: Workplace): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  try {
    await attemptInto(attempts, at);
  } catch (error) {
    if (!at.bench.signal?.aborted) throw error;
  }
  return attempts;
}

async function attemptInto(attempts: Attempt[], at: Workplace): Promise<void> {
  const { spec, bench, hands, tell } = at;
  const known = [bench.onBranch, bench.knowledge];
  const facts = await airflowFacts(at.environments, hands.lab);
  let earlier: EarlierAttempt | undefined;
  let hidden = heldBack(spec);
  let unusable: string | undefined;
  // Whether this attempt is the first that sees the example: the one before could not know better.
  let unseen = false;
  for (let number = 1; number <= bench.config.maxAttempts; number += 1) {
    bench.signal?.throwIfAborted();
    tell({ step: 'attempt', spec, attempt: number, doing: 'writing' });
    const start = hands.clock.elapsed();
    const authored = await ask(at, number, {
      facts,
      ...(earlier ? { earlier } : {}),
      ...(hidden ? { hidden } : {}),
      ...(unusable === undefined ? {} : { unusable }),
    });
    const common = { number, author: authorOf(authored, hidden), usage: authored.usage };
    const elapsed = () => Math.round(hands.clock.elapsed() - start);
    unusable = authored.kind === 'failed' ? authored.unusable : undefined;
    if (authored.kind === 'failed') {
      // Nobody was asked, or nothing is charged: an attempt that did not take place.
      if (authored.usage.cost === 0) bench.signal?.throwIfAborted();
      attempts.push({ ...common, ms: elapsed(), problem: atLimit(authored.problem, attempts) });
      if (authored.retryable) continue;
      break;
    }
    const draft = assemble(spec, authored.answer.source, bench.config, hands.support);
    if (attempts.some((other) => other.draft && sameDraft(other.draft, draft))) {
      attempts.push({ ...common, ms: elapsed(), draft, problem: sameAgain(spec, number) });
      break;
    }
    tell({ step: 'attempt', spec, attempt: number, doing: 'proving' });
    const { assumptions } = authored.answer;
    const verdict = await prove(draft, at).catch((error: unknown) => {
      const cut = { ...common, ms: elapsed(), draft, assumptions, problem: unexecuted(number) };
      if (bench.signal?.aborted) attempts.push(cut);
      throw error;
    });
    const diagnosis = verdict.proven ? undefined : diagnose(verdict, draft, spec, known, attempts);
    const written: Attempt = {
      ...common,
      ms: elapsed(),
      draft,
      verdict,
      assumptions,
      ...(diagnosis ? { diagnosis } : {}),
    };
    attempts.push(written);
    if (!diagnosis || !repairable(verdict, diagnosis)) break;

    const mended = await mendingOf(written, draft, verdict, at);
    if (mended) attempts.push(mended);
    // Another library, and the native fallback, belong here: what costs nothing comes before the model.
    const shown = mended ?? written;
    if (!shown.diagnosis || !shown.verdict || !repairable(shown.verdict, shown.diagnosis)) break;
    const revealed = hidden !== undefined && failsAt(hidden, verdict, shown.verdict) ? hidden : undefined;
    const stop = specProblem(shown.diagnosis, spec) ?? (unseen ? undefined : sameMistakes(attempts, spec));
    if (stop) {
      attempts[attempts.length - 1] = { ...shown, problem: stop };
      break;
    }
    unseen = revealed !== undefined;
    if (revealed) hidden = undefined;
    const guidance = [
      ...(revealed ? [nowShown(revealed)] : []),
      adviceFor(shown.diagnosis, attempts, bench.knowledge),
    ].join('\n\n');
    earlier = { answer: { source: sourceOf(shown) ?? authored.answer.source, assumptions }, guidance };
  }
}

function ask(
  { spec, briefing, environments, custom, revision, bench, hands }: Workplace,
  attempt: number,
  so: Pick<Commission, 'facts' | 'earlier' | 'hidden' | 'unusable'>,
): Promise<Authored> {
  const commission = {
    spec,
    briefing,
    ...so,
    libraries: librariesAt(environments),
    attempt,
    model: modelOf(attempt, bench.config),
    another:
      attempt < bench.config.maxAttempts &&
      modelOf(attempt + 1, bench.config) !== modelOf(attempt, bench.config),
    ...(custom ? { custom } : {}),
    ...(revision ? { revision } : {}),
    ...(bench.signal ? { signal: bench.signal } : {}),
    ...(bench.deadline ? { deadline: bench.deadline } : {}),
  };
  return write(commission, hands.model, bench.ledger);
}

async function prove(draft: Draft, { spec, environments, bench, hands }: Workplace): Promise<Verdict> {
  bench.signal?.throwIfAborted();
  return validate(draft, spec, hands.lab, environments, validateOptions(bench));
}

export function validateOptions({ config, house }: Bench): ValidateOptions {
  return { rulesOff: config.rulesOff, house };
}

/** The draft of `written` as far as known fixes mend it; undefined where none applies. */
async function mendingOf(
  written: Attempt,
  draft: Draft,
  verdict: Verdict,
  at: Workplace,
): Promise<Attempt | undefined> {
  const { spec, environments, bench, hands, tell } = at;
  tell({ step: 'attempt', spec, attempt: written.number, doing: 'mending' });
  const { trials, ms, ...mended } = await mend({
    draft,
    verdict,
    spec,
    targets: environments,
    knowledge: bench.knowledge,
    draftOf: (source) => assemble(spec, source, bench.config, hands.support),
    prove: (edited) => prove(edited, at),
    clock: hands.clock,
    ...(bench.signal ? { signal: bench.signal } : {}),
    diagnose: (found, edited) => diagnose(found, edited, spec, [bench.onBranch, bench.knowledge]),
    ...(hands.fixes ? { fixes: hands.fixes } : {}),
  });
  if (trials.length === 0) return undefined;
  const { note } = written.author;
  return {
    number: written.number,
    author: { model: 'edits', promptFingerprint: '', replayed: false, ...(note ? { note } : {}) },
    usage: NO_USAGE,
    ms,
    draft: mended.draft,
    verdict: mended.verdict,
    mending: trials,
    ...(mended.diagnosis ? { diagnosis: mended.diagnosis } : {}),
    ...(written.assumptions ? { assumptions: written.assumptions } : {}),
  };
}

function sourceOf({ draft }: Attempt): string | undefined {
  return draft && fileOf(draft, 'component')?.content;
}

/** A draft that failed nowhere, but could not be run everywhere, cannot be mended by its author. */
function repairable(verdict: Verdict, diagnosis: Diagnosis): boolean {
  return diagnosis.errors.length > 0 && verdict.environments.some(({ state }) => state === 'failed');
}

function failsAt({ name }: Example, ...verdicts: readonly Verdict[]): boolean {
  const findings = verdicts.flatMap(({ environments }) => environments.flatMap((one) => one.findings));
  return findings.some(({ example, severity }) => example === name && severity === 'error');
}

function nowShown({ name }: Example): string {
  return `The example ${JSON.stringify(name)} had been held back from you; since it failed it stands in the spec now. Make what it shows hold for every input, not for its values alone.`;
}

function authorOf(authored: Authored, hidden: Example | undefined): Attempt['author'] {
  const replayed = authored.kind === 'written' && authored.replayed;
  const note = authored.kind === 'written' ? authored.note : undefined;
  const unwritten = authored.kind === 'written' ? authored.unwritten : undefined;
  // What the author of a recording saw is known only where the prompt is still the same.
  const unseen = authored.kind === 'written' && !(replayed && note !== undefined) ? hidden : undefined;
  return {
    model: authored.model,
    promptFingerprint: authored.promptFingerprint,
    replayed,
    ...(note ? { note } : {}),
    ...(unseen ? { heldBack: unseen.name } : {}),
    ...(unwritten === undefined ? {} : { unwritten }),
  };
}

function sameAgain(spec: Spec, number: number): Problem {
  const position = spec.positions['/examples'] ?? spec.positions['/name'];
  return {
    code: 'AS5016',
    severity: 'error',
    message: `attempt ${number} gave a draft that had already failed`,
    remedy: 'Read the finding: mostly the spec leaves open, or contradicts, what the example expects.',
    ...(position ? { position } : {}),
  };
}

function unexecuted(number: number): Problem {
  return {
    code: 'AS5023',
    severity: 'error',
    message: `the run was cancelled before the draft of attempt ${number} was proven`,
    remedy: 'Run again.',
  };
}
