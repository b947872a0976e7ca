/** What was mended without a model, and what that saved. */

import { mendedBy, type SpecOutcome } from '../flow.js';
import { count } from './figures.js';
import { clip, code, prose, text } from './markdown.js';

/** More is a list for the summary of the job, not for a reader of the comment. */
const SHOWN = 8;

/** A line that counts, then one for each fix with its reason. Empty where nothing was mended. */
export function mendedBlock(outcome: SpecOutcome): string {
  const { spec, proven, best } = outcome;
  const trials = mendedBy(outcome);
  if (trials.length === 0) return '';
  const saved = proven && best?.mending !== undefined ? '; the model was not asked again' : '';
  const head = `${code(spec.name, 80)}: ${count(trials.length, 'mistake')} mended without a model${saved}`;
  const lines = trials.slice(0, SHOWN).map(({ title, error: { errorClass, finding } }) => {
    const reason = clip(finding.message.split('\n')[0] ?? '', 200);
    return `  - ${text(title, 120)}: ${prose(reason)} (${code(errorClass, 80)})`;
  });
  const more = trials.length > SHOWN ? [`  - … and ${trials.length - SHOWN} more`] : [];
  return [`- ${head}`, ...lines, ...more].join('\n');
}
