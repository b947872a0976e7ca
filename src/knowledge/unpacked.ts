/** Records that stand in a pack. */

import type { Problem } from '../flow.js';
import { canonical, hash16, isAsWritten, NotCanonical } from './canonical.js';
import { BadCell } from './cells.js';
import { hiddenCharacter } from './characters.js';
import { MAX_RECORD_BYTES } from './check.js';
import type { Code } from './problem.js';
import type { LearningRecord, Stored } from './records.js';
import type { Shapes } from './shape.js';
import type { Sighting } from './sighting.js';
import { lifted } from './versions.js';

export interface ReadPack {
  readonly records: readonly Stored[];
  readonly problems: readonly Problem[];
}

export interface Checks {
  readonly shapes: Shapes;
  /** Rows are not hashed. */
  readonly believed: boolean;
  /** Some row may hold hidden characters. */
  readonly suspect: boolean;
}

/** What is wrong with one row. */
export interface Wrong {
  readonly code: Code;
  readonly message: string;
}

/** What the rows of one pack may come to as records: a small file must not unfold into more than a machine holds. */
const MAX_UNPACKED = 128 * MAX_RECORD_BYTES;

/** Checks one row after another, beyond its schema. Throws `BadCell` when they come to more than a pack may. */
export function rowCheck({ believed, suspect }: Checks): (id: string, value: object) => Wrong | undefined {
  let left = MAX_UNPACKED;
  return (id, value) => {
    const hidden = suspect ? hiddenCharacter(value) : undefined;
    if (hidden) return { code: 'AS6008', message: `holds ${hidden}` };
    if (believed) return undefined;
    try {
      const written = canonical(value);
      left -= written.length;
      if (left < 0) throw new BadCell('unfolds into more than a pack may');
      if (!isAsWritten(value))
        return { code: 'AS6009', message: 'holds a text or number that its canonical form writes otherwise' };
      const hash = hash16(written);
      if (hash === id) return undefined;
      return { code: 'AS6014', message: `says it is ${id}, and its record hashes to ${hash}` };
    } catch (error) {
      if (error instanceof NotCanonical)
        return { code: 'AS6009', message: `has no canonical form: ${error.message}` };
      throw error;
    }
  };
}

/** So many rows of one pack are named; a file of ten thousand bad ones is one fault, not ten thousand. */
const MOST_NAMED = 20;

/** The first of the problems of one pack, and how many more there are. */
export function fewOf(problems: readonly Problem[], path: string): readonly Problem[] {
  const [last] = problems.slice(MOST_NAMED);
  if (last === undefined) return problems;
  const message = `${path} has ${problems.length - MOST_NAMED} more records that are wrong`;
  return [...problems.slice(0, MOST_NAMED), { ...last, message }];
}

/**
 * Throws `BadCell` unless a line is just what its value is written as: a key that stands twice, or a space, could hold what nobody
 * reads and no check sees.
 */
export function requireBare(line: string, value: unknown, write: (value: unknown) => string): void {
  if (write(value) !== line)
    throw new BadCell('holds more than what is read of it: a line is not as it is written');
}

/** Gives the record of a row as it was written. */
export type ReadRow = (row: number) => object;

/** A record of a pack: what the fold needs at once, and the rest when somebody asks. */
export class PackedRecord implements Stored {
  readonly path: string;
  readonly sighting: Sighting;
  private readonly read: ReadRow;
  private found: Pick<Stored, 'record' | 'written'> | undefined;

  constructor(path: string, sighting: Sighting, read: ReadRow) {
    this.path = path;
    this.sighting = sighting;
    this.read = read;
    this.found = undefined;
  }

  get hash(): string {
    return this.sighting.id;
  }

  get record(): LearningRecord {
    return this.whole().record;
  }

  get written(): Stored['written'] {
    return this.whole().written;
  }

  private whole(): Pick<Stored, 'record' | 'written'> {
    this.found ??= lifted(this.read(this.sighting.row));
    return this.found;
  }
}
