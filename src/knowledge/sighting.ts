/**
 * What the fold needs of runs, and no more. A hundred thousand records as the objects they are would keep the engine's
 * garbage collector busier than the fold: here each field is one array for all runs of a pack.
 */

import type { Kind } from '../flow.js';
import { type Column, fieldOf, type Lists, listsOf, plainColumn, valuesOf } from './columns.js';
import { type Definition, type Evidence, isMending, type StoredEvidence } from './records.js';

type Attempt = Evidence['attempts'][number];

/** An attempt in which something was wrong, or was mended. */
export type Trouble = Pick<Attempt, 'number' | 'errors' | 'fixes'>;

const NONE: readonly Trouble[] = [];

/** Runs by their number: those of one pack, or those that stand in files of their own. */
export class Sightings {
  readonly ids: readonly string[];
  readonly subject: readonly string[];
  readonly runNumber: readonly number[];
  readonly runAttempt: readonly number[];
  readonly runId: readonly string[];
  readonly at: readonly string[];
  readonly origin: readonly string[];
  readonly name: readonly string[];
  readonly kind: readonly Kind[];
  readonly category: readonly string[];
  readonly proven: readonly boolean[];
  readonly firstAttempt: readonly boolean[];
  readonly strategy: readonly string[];
  readonly probability: readonly number[];
  /** Ids of the items of the briefings. */
  readonly items: Lists;
  /** Ids of the patterns that were found. */
  readonly found: Column;
  readonly environments: readonly Evidence['environments'][];
  readonly introduces: readonly (readonly Definition[])[];
  readonly component: readonly (string | undefined)[];
  readonly attempts: Int32Array;
  readonly errors: Int32Array;
  readonly tokens: Float64Array;
  readonly microDollars: Float64Array;
  readonly milliseconds: Float64Array;
  readonly troubles: readonly (readonly Trouble[])[];
  #told: readonly string[] | undefined;

  /** `evidence` fits its schema, and is of the newest version. */
  constructor(ids: readonly string[], evidence: Column) {
    const column = (key: string) => fieldOf(evidence, key);
    const all = <Value>(key: string, of = evidence) => valuesOf(fieldOf(of, key)) as readonly Value[];
    const [run, spec, outcome, choice] = [column('run'), column('spec'), column('outcome'), column('choice')];
    this.ids = ids;
    this.subject = all('subject');
    this.runNumber = all('number', run);
    this.runAttempt = all('attempt', run);
    this.runId = all('id', run);
    this.at = all('at', run);
    this.origin = all('origin', run);
    this.name = all('name', spec);
    this.kind = all('kind', spec);
    this.category = all('category', spec);
    this.proven = all('proven', outcome);
    this.firstAttempt = all('first_attempt', outcome);
    this.strategy = all('strategy', choice);
    this.probability = all('probability', choice);
    const items = listsOf(fieldOf(choice, 'items'));
    this.items = { ...items, items: fieldOf(items.items, 'id') };
    this.found = column('found');
    this.environments = all('environments');
    this.introduces = all('introduces');
    this.component = all('component');
    const attempts = listsOf(column('attempts'));
    const sums = sumsOf(attempts);
    this.attempts = sums.asked;
    this.errors = sums.errors;
    this.tokens = sums.tokens;
    this.microDollars = sums.microDollars;
    this.milliseconds = sums.milliseconds;
    this.troubles = troublesOf(attempts);
  }

  get size(): number {
    return this.ids.length;
  }

  /** Ids of what the author of a run was told. */
  told(row: number): readonly string[] {
    this.#told ??= valuesOf(this.items.items) as readonly string[];
    return this.#told.slice(this.items.starts[row] as number, this.items.starts[row + 1] as number);
  }

  /** Whether a run was proven by edits of the first draft, without asking again. */
  mended(row: number): boolean {
    return this.proven[row] === true && this.firstAttempt[row] === false && this.attempts[row] === 1;
  }
}

function sumsOf({ starts, items, size }: Lists) {
  const all = <Value>(key: string) => valuesOf(fieldOf(items, key)) as readonly Value[];
  const prompt = all<string>('prompt');
  const fixes = all<Trouble['fixes']>('fixes');
  const met = all<readonly unknown[]>('errors');
  const parts = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens'].map(all<number>);
  const dollars = all<number>('micro_dollars');
  const durations = all<number>('milliseconds');
  const asked = new Int32Array(size);
  const errors = new Int32Array(size);
  const tokens = new Float64Array(size);
  const microDollars = new Float64Array(size);
  const milliseconds = new Float64Array(size);
  for (let row = 0; row < size; row += 1)
    for (let at = starts[row] as number; at < (starts[row + 1] as number); at += 1) {
      if (!isMending({ prompt: prompt[at] as string, fixes: fixes[at] })) (asked[row] as number) += 1;
      (errors[row] as number) += (met[at] as readonly unknown[]).length;
      for (const part of parts) (tokens[row] as number) += part[at] as number;
      (microDollars[row] as number) += dollars[at] as number;
      (milliseconds[row] as number) += durations[at] as number;
    }
  return { asked, errors, tokens, microDollars, milliseconds };
}

function troublesOf({ starts, items, size }: Lists): readonly (readonly Trouble[])[] {
  const all = <Value>(key: string) => valuesOf(fieldOf(items, key)) as readonly Value[];
  const number = all<number>('number');
  const met = all<Trouble['errors']>('errors');
  const mending = all<Trouble['fixes']>('fixes');
  const found: (readonly Trouble[])[] = [];
  for (let row = 0; row < size; row += 1) {
    let troubles: Trouble[] | undefined;
    for (let at = starts[row] as number; at < (starts[row + 1] as number); at += 1) {
      const errors = met[at] as Trouble['errors'];
      const fixes = mending[at];
      if (errors.length === 0 && fixes === undefined) continue;
      troubles ??= [];
      troubles.push({ number: number[at] as number, errors, ...(fixes === undefined ? {} : { fixes }) });
    }
    found.push(troubles ?? NONE);
  }
  return found;
}

/** One run of one spec. */
export class Sighting {
  readonly table: Sightings;
  readonly row: number;

  constructor(table: Sightings, row: number) {
    this.table = table;
    this.row = row;
  }

  /** Id of the evidence. */
  get id(): string {
    return this.table.ids[this.row] as string;
  }

  get subject(): string {
    return this.table.subject[this.row] as string;
  }

  get at(): string {
    return this.table.at[this.row] as string;
  }

  get origin(): string {
    return this.table.origin[this.row] as string;
  }

  /** Class name. */
  get name(): string {
    return this.table.name[this.row] as string;
  }

  get kind(): Kind {
    return this.table.kind[this.row] as Kind;
  }

  get category(): string {
    return this.table.category[this.row] as string;
  }

  get proven(): boolean {
    return this.table.proven[this.row] as boolean;
  }

  get firstAttempt(): boolean {
    return this.table.firstAttempt[this.row] as boolean;
  }

  /** Ids of what its author was told. */
  get told(): readonly string[] {
    return this.table.told(this.row);
  }

  get troubles(): readonly Trouble[] {
    return this.table.troubles[this.row] as readonly Trouble[];
  }

  /** Shared with other runs, so that it must not be changed. */
  get environments(): Evidence['environments'] {
    return this.table.environments[this.row] as Evidence['environments'];
  }

  /** Shared with other runs, so that it must not be changed. */
  get introduces(): readonly Definition[] {
    return this.table.introduces[this.row] as readonly Definition[];
  }

  /** Id of the component that was proven; empty for none. */
  get component(): string {
    return this.table.component[this.row] ?? '';
  }
}

/** What the fold sees of stored evidence, in the same order. */
export function sightingsIn(evidence: readonly StoredEvidence[]): readonly Sighting[] {
  const loose = evidence.filter(({ sighting }) => sighting === undefined);
  const table = new Sightings(
    loose.map(({ hash }) => hash),
    plainColumn(loose.map(({ record }) => record)),
  );
  let row = 0;
  return evidence.map(({ sighting }) => sighting ?? new Sighting(table, row++));
}
