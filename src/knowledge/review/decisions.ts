/** What a person says about what was learned, as the record that says it. */

import { closest } from '../../nearest.js';
import { forbiddenCharacter } from '../characters.js';
import { standingCorrections } from '../decisions.js';
import type { Decision, Stored } from '../records.js';
import { refusal } from './complaint.js';
import type { Entry } from './find.js';

const ITEMS = ['pattern', 'fix', 'error', 'library', 'fallback'];

/** Never again this item, wherever it is learned from. Throws AS6049 or AS6050. */
export function rejectionOf(entry: Entry, why: string | undefined): Decision {
  if (!ITEMS.includes(entry.kind)) {
    const remedy =
      entry.kind === 'evidence'
        ? `Take it back: airsmith knowledge retract ${entry.id} --why …`
        : 'Patterns, fixes, errors and libraries can be rejected.';
    throw refusal('AS6050', `${entry.id} is ${named(entry)}, which cannot be rejected`, remedy);
  }
  return { schema: 'rejection/1', item: entry.id, why: reason(why) };
}

/** This observation no longer counts. Throws AS6049 or AS6050. */
export function retractionOf(entry: Entry, why: string | undefined): Decision {
  if (entry.kind !== 'evidence') {
    const remedy = ITEMS.includes(entry.kind)
      ? `Refuse it: airsmith knowledge reject ${entry.id} --why …`
      : 'Only evidence can be retracted.';
    throw refusal('AS6050', `${entry.id} is ${named(entry)}, which cannot be retracted`, remedy);
  }
  return { schema: 'retraction/1', evidence: entry.id, why: reason(why) };
}

/** Corrections that one may withdraw; more of them disagree nowhere but in an attack. */
const MOST_REPLACED = 32;

/**
 * An error is of another class than the machine said. Withdraws the corrections among `records` that say another class, for
 * else their hashes would decide which holds. Throws AS6049, AS6050, or AS6054 for a class not in `classes`.
 */
export function relabelOf(
  entry: Entry,
  errorClass: string,
  why: string | undefined,
  classes: readonly string[],
  records: readonly Stored[],
): Decision {
  if (entry.kind !== 'error')
    throw refusal(
      'AS6050',
      `${entry.id} is ${named(entry)}, which has no class`,
      'Only errors can be relabelled.',
    );
  if (!classes.includes(errorClass)) {
    throw refusal(
      'AS6054',
      `there is no class of error ${JSON.stringify(errorClass.slice(0, 80))}`,
      remedyForClass(errorClass, classes),
    );
  }
  const said = why ?? `A person says that it is ${errorClass}.`;
  const replaces = standingCorrections(records)
    .filter(({ record }) => record.error === entry.id && record.evidence === undefined)
    .flatMap(({ hash, record }) => (record.class === errorClass ? [] : [hash]))
    .slice(0, MOST_REPLACED);
  const more = replaces.length > 0 ? { replaces } : {};
  return { schema: 'relabel/1', error: entry.id, class: errorClass, why: reason(said), ...more };
}

/** There are more than a hundred classes: the nearest, and where all of them stand. */
export function remedyForClass(errorClass: string, classes: Iterable<string>): string {
  const near = closest(errorClass, classes, 3).map((name) => `\`${name}\``);
  return `Perhaps ${near.join(', ')} was meant. docs/errors/classes/README.md lists all of them.`;
}

/** A reason that a record can hold. Throws AS6049. */
export function reason(why: string | undefined): string {
  const text = (why ?? '').normalize('NFC').trim();
  if (text === '')
    throw refusal('AS6049', 'a reason is missing', 'Say why: --why "…". The next reader will want to know.');
  const hidden = forbiddenCharacter(text);
  if (hidden) throw refusal('AS6049', `the reason holds ${hidden}`, 'Give it in plain characters.');
  if (text.length > 1000)
    throw refusal('AS6049', `the reason has ${text.length} characters`, 'Say it in 1000.');
  return text;
}

function named({ kind }: Entry): string {
  return `${/^[aeiou]/.test(kind) && kind !== 'evidence' ? 'an' : kind === 'evidence' ? '' : 'a'} ${kind}`.trim();
}
