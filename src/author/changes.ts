/** What is different between two specs, field by field, for an author who is to change a component and not to write it anew. */

import type { Json, Spec } from '../flow.js';
import { specFields } from './prompt.js';

export interface Change {
  /** The field: `/inputs/days/default`. What has a name is found by it, whatever its place in the list. */
  readonly at: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** Differences between what an author sees of `before` and of `after`, in order of the fields. */
export function changesBetween(before: Spec, after: Spec): readonly Change[] {
  return [...differences('', specFields(before), specFields(after))];
}

function* differences(at: string, before: Json | undefined, after: Json | undefined): Generator<Change> {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  if (old === undefined || now === undefined) {
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    yield { at, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
    return;
  }
  for (const key of new Set([...old.keys(), ...now.keys()]))
    yield* differences(`${at}/${key}`, old.get(key), now.get(key));
  const moved = [...old.keys()].filter((key) => now.has(key)).join('/');
  // The order of inputs is that of the constructor's arguments.
  if (Array.isArray(after) && moved !== [...now.keys()].filter((key) => old.has(key)).join('/'))
    yield { at, before: [...old.keys()], after: [...now.keys()] };
}

/** An object by its keys, a list of named things by their names; undefined for everything else. */
function fieldsOf(value: Json | undefined): ReadonlyMap<string, Json> | undefined {
  if (value === undefined || value === null || typeof value !== 'object') return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value as { readonly [key: string]: Json }));
  const named = value.map((one: Json) => [nameOf(one), one] as const);
  const names = new Set(named.map(([name]) => name));
  if (names.has(undefined) || names.size !== value.length) return undefined;
  return new Map(named as readonly (readonly [string, Json])[]);
}

function nameOf(value: Json): string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const { name } = value as { readonly name?: Json };
  return typeof name === 'string' ? name : undefined;
}
