/** Why an item is told, in words with the counts that decided it. */

import type { Spec } from '../flow.js';
import { type Knowledge, showConfidence } from '../knowledge/index.js';
import type { Candidate } from './candidates.js';

/** Why a chosen item was chosen. */
export function whyChosen(candidate: Candidate, spec: Spec, knowledge: Knowledge): string {
  const { item, trial } = candidate;
  const worth = worthWords(candidate, spec);
  if (item.status === 'observed') return `on trial: seen in code, not proven yet; ${worth}`;
  const why = `${worth}; ${recordWords(candidate, spec)}${shippedWords(candidate, knowledge)}`;
  return trial ? `on trial: ${why}` : why;
}

/** `import.moved was made in 7 of 12 first attempts of sensors; 5 of 9 cost a call`. */
export function worthWords({ worth: { main } }: Candidate, { kind }: Pick<Spec, 'kind'>): string {
  const whose = main.of === 'kind' ? `first attempts of ${kind}s` : 'first attempts';
  const made = `${main.errorClass} was made in ${main.made} of ${main.attempts} ${whose}`;
  if (main.madeAnywhere === 0) return made;
  if (main.asked === 0) return `${made}; known fixes mended it`;
  if (main.asked < main.madeAnywhere) return `${made}; ${main.asked} of ${main.madeAnywhere} cost a call`;
  return `${made}; it costs a call each`;
}

/** How much of that comes with airsmith and was not seen here. */
function shippedWords({ item }: Candidate, { shipped }: Knowledge): string {
  const part = shipped?.get(item.id);
  if (!part?.counts) return '';
  return `; ${part.alone ? 'all of it' : `${part.subjects} of them`} shipped with airsmith`;
}

/** How it did where it was used. */
function recordWords({ item }: Candidate, spec: Spec): string {
  if ('trials' in item)
    return `it helped in ${item.helped} of ${item.helped + item.failed} (${showConfidence(item)})`;
  const { tally } = item;
  const place = tally.categories.has(spec.category) ? `, also in ${spec.category}` : '';
  return `${tally.firstAttempt} of ${tally.subjects} components that carry it were right at the first attempt (${showConfidence(item)})${place}`;
}
