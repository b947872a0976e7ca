/** What an upgrade has gathered so far: the fields of version 1, what is kept aside, and what was said. */

import type { Document } from 'yaml';
import { type Entry, type FieldMap, newMap, take } from './nodes.js';

/** Something the upgrade did that its reader should know. */
export interface LegacyNote {
  readonly code: 'AS1040' | 'AS1041';
  /** Where it stands in version 1. */
  readonly pointer: string;
  readonly message: string;
  readonly remedy: string;
}

export class UpgradeState {
  readonly document: Document;
  /** The fields of the file that nobody has taken yet. */
  readonly root: FieldMap;
  /** The fields of version 1, by name. */
  readonly fields = new Map<string, Entry>();
  /** What goes under `x-legacy`. */
  readonly kept = newMap();
  readonly hints: string[] = [];
  readonly notes: LegacyNote[] = [];
  kind = '';

  constructor(document: Document, root: FieldMap) {
    this.document = document;
    this.root = root;
  }

  /** Adds a field of version 1. */
  put(entry: Entry): void {
    this.fields.set(entry.key.value, entry);
  }

  /** Takes a field over as it is. */
  move(key: string): void {
    const entry = take(this.root, key);
    if (entry) this.put(entry);
  }

  /** Says that there was another way to read a field. */
  interpreted(pointer: string, message: string): void {
    this.notes.push({
      code: 'AS1041',
      pointer,
      message,
      remedy: 'Run `airsmith spec migrate` and look at the result.',
    });
  }

  /** Keeps a field under `x-legacy`, and says so. */
  keep(entry: Entry): void {
    const key = entry.key.value;
    this.kept.items.push(entry);
    this.notes.push({
      code: 'AS1040',
      pointer: `/x-legacy/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      message: `\`${key}\` has no place in version 1 and is kept under \`x-legacy\``,
      remedy: 'It has no effect; say it in `description` or `hints` where it matters.',
    });
  }
}
