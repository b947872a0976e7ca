/** What the observations say of one item. */

import type { Kind } from '../flow.js';
import { byCodeUnit } from './canonical.js';
import { type Carried, carrying } from './carriers.js';
import type { Counts, CountsByPlace, Status, Tally } from './knowledge.js';
import type { Observation } from './observations.js';
import type { Confidence } from './posterior.js';
import type { Sighting } from './sighting.js';
import { NOTHING } from './weight.js';

/** Below this mean an item is not used as proven knowledge. */
export const ACTIVE_CONFIDENCE = 700;
/** Two specs, since one spec proves only itself. */
const ACTIVE_SPECS = 2;
/** An item whose whole interval lies below an even chance, after this many subjects, does harm. */
const RETIRE_SUBJECTS = 5;
const RETIRE_BELOW = 500;

type Changing<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

export type Tallies = ReadonlyMap<string, Tally>;

/** Everything of an observation that tallies count, but for the names. Few differ, however many observations there are. */
interface Profile {
  readonly month: string;
  readonly kind: Kind;
  readonly category: string;
  readonly firstAttempt: boolean;
  readonly proven: boolean;
  readonly foreign: boolean;
  readonly environments: Sighting['environments'];
}

/** Tallies of every pattern, fix and fallback that an observation carries, by id. */
export function tallies(observed: readonly Observation[]): Tallies {
  const { profiles, of } = profilesOf(observed);
  const names = numbered(observed.map(({ last }) => last.name));
  const proven = Uint8Array.from(observed, ({ last }) => (last.proven ? 1 : 0));
  const latest = observed.map(({ first, repeats }) => latestOf(first, repeats));
  const times = Float64Array.from(latest, timeNumber);
  // What one item was seen with, in arrays that serve all of them: millions of look-ups, and nothing to clean up.
  const seen = new Int32Array(profiles.length);
  const specSeen = new Int32Array(names.length).fill(-1);
  return new Map(
    carrying(observed).map((item, number): [string, Tally] => {
      const counts = new Map<number, number>();
      let specs = 0;
      let last = -1;
      for (const place of item.carriers) {
        const profile = of[place] as number;
        if (seen[profile] === 0) counts.set(profile, 0);
        seen[profile] = (seen[profile] as number) + 1;
        const name = names[place] as number;
        if (proven[place] === 1 && specSeen[name] !== number) {
          specSeen[name] = number;
          specs += 1;
        }
        if (last < 0 || (times[place] as number) > (times[last] as number)) last = place;
      }
      for (const profile of counts.keys()) {
        counts.set(profile, seen[profile] as number);
        seen[profile] = 0;
      }
      return [item.id, tallyOf(item, { counts, profiles, specs, lastUsed: latest[last] ?? '', observed })];
    }),
  );
}

function profilesOf(observed: readonly Observation[]): {
  readonly profiles: readonly Profile[];
  /** Number of the profile of each observation. */
  readonly of: Int32Array;
} {
  const profiles: Profile[] = [];
  const numbers = new Map<number, number>();
  const outcomes = new Numbers<number>();
  const kinds = new Numbers<Kind>();
  const categories = new Numbers<string>();
  const places = new Numbers<string>();
  // Packed evidence shares its environments.
  const placeOf = new Map<object, number>();
  const of = Int32Array.from(observed, ({ first, last, foreign }) => {
    const { kind, category, proven, environments } = last;
    const { firstAttempt } = first;
    let place = placeOf.get(environments);
    if (place === undefined) {
      place = places.of(environments.map(({ airflow, state }) => `${airflow} ${state}`).join(','));
      placeOf.set(environments, place);
    }
    const flags = (firstAttempt ? 4 : 0) + (proven ? 2 : 0) + (foreign ? 1 : 0);
    // Numbers put together are found faster than texts. There are four kinds, and fewer of the rest than their parts hold.
    const what = (categories.of(category) * 4 + kinds.of(kind)) * 8 + flags;
    const key = outcomes.of(what * MONTHS + monthNumber(first.at)) * PLACES + place;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, profiles.length);
    const month = first.at.slice(0, 7);
    return profiles.push({ month, kind, category, firstAttempt, proven, foreign, environments }) - 1;
  });
  return { profiles, of };
}

/** Months up to the year 9999, and more sets of environments than a machine can hold observations. */
const MONTHS = 0x20000;
const PLACES = 0x4000000;

/** Numbers from 0 for values, equal ones for equal values. */
class Numbers<Value> {
  private readonly known = new Map<Value, number>();

  of(value: Value): number {
    const known = this.known.get(value);
    if (known !== undefined) return known;
    this.known.set(value, this.known.size);
    return this.known.size - 1;
  }
}

/** A number for each text, equal ones for equal texts. */
function numbered(texts: readonly string[]): Int32Array {
  const numbers = new Numbers<string>();
  return Int32Array.from(texts, (text) => numbers.of(text));
}

/** `2026-11-24T…` as 24323, which is less than 2^17 up to the year 9999. */
function monthNumber(time: string): number {
  return Number(time.slice(0, 4)) * 12 + Number(time.slice(5, 7));
}

function latestOf({ at: first }: Sighting, repeats: readonly Sighting[]): string {
  let latest = first;
  for (const { at } of repeats) if (at > latest) latest = at;
  return latest;
}

/** `2026-11-24T17:00:00Z` as 20261124170000. */
function timeNumber(time: string): number {
  let number = 0;
  for (let index = 0; index < time.length; index += 1) {
    const digit = time.charCodeAt(index) - 48;
    if (digit >= 0 && digit <= 9) number = number * 10 + digit;
  }
  return number;
}

/** An item nobody carried yet. */
export const NO_TALLY: Tally = tallyOf(
  { id: '', carriers: [], used: 0, found: 0 },
  { counts: new Map(), profiles: [], specs: 0, lastUsed: '', observed: [] },
);

/** The status of an item, decided by its evidence alone. */
export function statusOf(tally: Tally, { confidence, margin }: Confidence, rejected: boolean): Status {
  if (rejected) return 'rejected';
  if (tally.proven === 0 && tally.subjects === 0) return 'observed';
  if (tally.subjects >= RETIRE_SUBJECTS && confidence + margin < RETIRE_BELOW) return 'retired';
  if (tally.specs >= ACTIVE_SPECS && confidence >= ACTIVE_CONFIDENCE) return 'active';
  return 'quarantined';
}

interface Seen {
  /** Observations by the number of their profile. */
  readonly counts: ReadonlyMap<number, number>;
  readonly profiles: readonly Profile[];
  readonly specs: number;
  readonly lastUsed: string;
  readonly observed: readonly Observation[];
}

function tallyOf(
  { used, found, carriers }: Carried,
  { counts, profiles, specs, lastUsed, observed }: Seen,
): Tally {
  let evidence: readonly string[] | undefined;
  const total = emptyMonth();
  const airflow = new Map<string, { proven: number; failed: number }>();
  const kinds = new Map<Kind, number>();
  const categories = new Map<string, number>();
  const history = new Map<string, Month>();
  for (const [number, times] of counts) {
    const profile = profiles[number] as Profile;
    const month = history.get(profile.month) ?? emptyMonth();
    history.set(profile.month, month);
    for (const sum of [total, month]) {
      count(sum, profile.firstAttempt, profile.proven, times);
      if (profile.foreign) count(sum.foreign, profile.firstAttempt, profile.proven, times);
    }
    if (profile.proven) {
      bump(kinds, profile.kind, times);
      bump(categories, profile.category, times);
    }
    for (const { airflow: version, state } of profile.environments) {
      if (state === 'not-run') continue;
      const cell = airflow.get(version) ?? { proven: 0, failed: 0 };
      airflow.set(version, cell);
      cell[state] += times;
    }
  }
  return {
    ...total,
    used,
    found,
    specs,
    airflow: sorted(airflow),
    kinds: sorted(kinds),
    categories: sorted(categories),
    history: sorted(history),
    // Made when somebody asks: a tenth of a million runs refer to a million items.
    get evidence() {
      evidence ??= carriers.flatMap((place) => observed[place]?.runs.map(({ id }) => id) ?? []).sort();
      return evidence;
    },
    ...(lastUsed === '' ? {} : { lastUsed }),
  };
}

interface Month extends Changing<Counts> {
  readonly foreign: Changing<Counts>;
}

function emptyMonth(): Month & CountsByPlace {
  return { ...NOTHING, foreign: { ...NOTHING } };
}

/** Counts one subject, or `by` of them. */
export function count(counts: Changing<Counts>, firstAttempt: boolean, proven: boolean, by = 1): void {
  counts.subjects += by;
  if (firstAttempt) counts.firstAttempt += by;
  if (proven) counts.proven += by;
}

/** `map` with its keys in code unit order. */
export function sorted<Key extends string, Value>(map: ReadonlyMap<Key, Value>): ReadonlyMap<Key, Value> {
  return new Map([...map].sort(([a], [b]) => byCodeUnit(a, b)));
}

/** Adds one to a count. */
export function bump<Key>(counts: Map<Key, number>, key: Key, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
