/** What a person means by an id: an item, evidence or a decision, by any prefix that is long enough. */

import { byCodeUnit } from '../canonical.js';
import type { LearningRecord } from '../records.js';
import { refusal } from './complaint.js';
import { itemOf, type Shelf } from './shelf.js';

/** Shorter prefixes mean something else too, sooner or later. */
const SHORTEST = 4;
const SHOWN = 12;

export type EntryKind =
  | 'pattern'
  | 'fix'
  | 'error'
  | 'library'
  | 'fallback'
  | 'component'
  | 'evidence'
  | 'rejection'
  | 'retraction'
  | 'relabel'
  | 'tombstone'
  | 'seen';

/** Something in the store that has an id. */
export interface Entry {
  readonly kind: EntryKind;
  readonly id: string;
  readonly title: string;
  /** Hashes of its records, in order; none for a definition that only evidence embeds. */
  readonly hashes: readonly string[];
}

/** Everything that can be named, sorted by id. */
export function entries(shelf: Shelf): readonly Entry[] {
  const { patterns, fixes, errors, libraries, fallbacks, components } = shelf.knowledge;
  const hashes = new Map<string, string[]>();
  const plain: Entry[] = [];
  for (const { hash, record } of shelf.records) {
    const id = itemOf(record);
    if (id === undefined)
      plain.push({ kind: kindOf(record), id: hash, title: titleOf(record), hashes: [hash] });
    else hashes.set(id, [...(hashes.get(id) ?? []), hash].sort(byCodeUnit));
  }
  const item = (kind: EntryKind, id: string, title: string): Entry => ({
    kind,
    id,
    title,
    hashes: [...new Set(hashes.get(id) ?? [])],
  });
  const all = [
    ...[...patterns.values()].map(({ id, definition }) => item('pattern', id, definition.title)),
    ...[...fixes.values()].map(({ id, definition }) => item('fix', id, definition.title)),
    ...[...errors.values()].map(({ id, definition }) =>
      item('error', id, `${definition.class}: ${definition.pattern}`),
    ),
    ...[...libraries.values()].map(({ id, definition }) => item('library', id, definition.name)),
    ...[...fallbacks.values()].map(({ id, definition }) =>
      item('fallback', id, `${definition.library} ${definition.function}`),
    ),
    ...[...components.values()].map(({ id, definition }) => item('component', id, definition.name)),
    ...plain,
  ];
  const byId = new Map(all.map((entry) => [`${entry.id} ${entry.kind}`, entry]));
  return [...byId.values()].sort((a, b) => byCodeUnit(a.id, b.id));
}

/**
 * The one entry that `text` names: an id or its first digits, the hash in a file’s name, a record’s path, or a
 * library’s name. Throws AS6040 with what is near, or AS6041 with what fits.
 */
export function find(shelf: Shelf, text: string): Entry {
  const wanted = wantedOf(text);
  const all = entries(shelf);
  const fits = all.filter(({ id, hashes, kind, title }) => {
    if (kind === 'library' && title === text) return true;
    if (wanted === undefined) return false;
    return id.startsWith(wanted) || hashes.some((hash) => hash.startsWith(wanted));
  });
  const exact = fits.filter(({ id, title }) => id === wanted || title === text);
  const [first, second] = exact.length === 1 ? exact : fits;
  if (first && !second) return first;
  if (first) throw refusal('AS6041', `"${text}" is the beginning of ${fits.length} ids`, listed(fits));
  throw refusal(
    'AS6040',
    `nothing in ${shelf.folder}/ has the id ${JSON.stringify(text.slice(0, 80))}`,
    near(all, text),
  );
}

function wantedOf(text: string): string | undefined {
  const name = text.split('/').at(-1) ?? text;
  const hash = /([0-9a-f]{16})\.json$/.exec(name)?.[1];
  if (hash) return hash;
  const digits = text.toLowerCase();
  return /^[0-9a-f]{1,16}$/.test(digits) && digits.length >= SHORTEST ? digits : undefined;
}

function listed(fits: readonly Entry[]): string {
  const shown = fits.slice(0, SHOWN).map(({ id, kind, title }) => `${id} (${kind} ${short(title)})`);
  const more = fits.length > SHOWN ? `, and ${fits.length - SHOWN} more` : '';
  return `Give more digits. It may be ${shown.join(', ')}${more}.`;
}

/** Words of a title are what people remember. */
function near(all: readonly Entry[], text: string): string {
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2);
  const scored = all
    .map((entry) => ({
      entry,
      score: words.filter((word) => entry.title.toLowerCase().includes(word)).length,
    }))
    .filter(({ entry, score }) => score > 0 || entry.id.startsWith(text.slice(0, 2).toLowerCase()))
    .sort((a, b) => b.score - a.score || byCodeUnit(a.entry.id, b.entry.id))
    .slice(0, 5)
    .map(({ entry }) => `${entry.id} (${entry.kind} ${short(entry.title)})`);
  const how = `An id has 16 hex digits; ${SHORTEST} or more of the first are enough.`;
  return scored.length === 0 ? how : `${how} Perhaps ${scored.join(', ')}.`;
}

function short(title: string): string {
  return title.length > 60 ? `${title.slice(0, 59)}…` : title;
}

export function kindOf({ schema }: LearningRecord): EntryKind {
  return schema.slice(0, schema.indexOf('/')) as EntryKind;
}

export function titleOf(record: LearningRecord): string {
  switch (record.schema) {
    case 'evidence/1':
      return `run ${record.run.id} of ${record.spec.name}`;
    case 'rejection/1':
      return `of ${record.item}`;
    case 'retraction/1':
      return `of ${record.evidence}`;
    case 'relabel/1':
      return `of ${record.error} to ${record.class}`;
    case 'tombstone/1':
      return `of ${record.record}`;
    case 'seen/1':
      return `${record.source.name} ${record.source.version}`.trim();
    default:
      return '';
  }
}
