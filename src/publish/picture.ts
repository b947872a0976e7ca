/** A picture of the attempts, where one of them failed. Pure. */

import type { Attempt, SpecOutcome } from '../flow.js';
import { details, fence } from './markdown.js';

/** More is no picture any more; the table has all of them. */
const [COMPONENTS, STEPS] = [5, 6];

/** A Mermaid flow chart, folded away: one line of boxes a component. Empty where every attempt went well. */
export function attemptsPicture(outcomes: readonly SpecOutcome[]): string {
  const shown = outcomes.filter(wasHard).slice(0, COMPONENTS);
  if (shown.length === 0) return '';
  const lines = shown.map((outcome, row) => {
    const steps = outcome.attempts.slice(-STEPS);
    const cut = outcome.attempts.length > steps.length ? ['…'] : [];
    const boxes = [outcome.spec.name, ...cut, ...steps.map(stepOf)];
    return `  ${boxes.map((label, at) => `c${row}s${at}["${plain(label)}"]`).join(' --> ')}`;
  });
  return details('How the attempts went', fence(['flowchart LR', ...lines].join('\n'), 'mermaid', 6_000, 40));
}

/** One attempt that failed is said better in words. */
function wasHard({ attempts }: SpecOutcome): boolean {
  return attempts.length > 1;
}

function stepOf({ number, mending, verdict, diagnosis, problem }: Attempt): string {
  const who = mending ? 'mended' : number === 0 ? 'proven again' : `attempt ${number}`;
  if (verdict?.proven) return `${who} proven`;
  const [first, ...more] = new Set((diagnosis?.errors ?? []).map(({ errorClass }) => errorClass));
  const found = verdict?.environments
    .flatMap(({ findings }) => findings)
    .find(({ severity }) => severity === 'error');
  const what = first ?? problem?.code ?? found?.code ?? 'not proven';
  return `${who} ${what}${more.length > 0 ? ` and ${more.length} more` : ''}`;
}

/** Only what can be no syntax of Mermaid, and no HTML: a label may hold what a spec or a draft is called. */
function plain(label: string): string {
  return label
    .replace(/[^A-Za-z0-9 ._…-]+/g, ' ')
    .trim()
    .slice(0, 60);
}
