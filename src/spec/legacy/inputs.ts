/** Inputs and params of the earlier generator, entry by entry, in place. */

import { type Document, isScalar } from 'yaml';
import type { Json } from '../../flow.js';
import { isJinja } from '../check-inputs.js';
import { admits, modernise, type PythonType, parseType, suggest } from '../python-type.js';
import {
  type Entry,
  type FieldMap,
  jsonOf,
  makeEntry,
  makeNode,
  rename,
  setValue,
  take,
  textOf,
} from './nodes.js';
import { legacyDefault } from './values.js';

/** What became of an entry besides its new form. */
export interface InputOutcome {
  readonly name: string;
  /** Fields that version 1 cannot express, moved out of the entry. */
  readonly kept: readonly Entry[];
  /** Sentences about choices that were made. */
  readonly choices: readonly string[];
}

export interface InputOptions {
  /** The names in `template_fields`. */
  readonly templates: ReadonlySet<string>;
  /** A param of the DAG, not an input. */
  readonly param: boolean;
  /** Hooks render no templates. */
  readonly hook: boolean;
}

const FIELDS = [
  'name',
  'type',
  'description',
  'default',
  'template',
  'enum',
  'minimum',
  'maximum',
  'pattern',
];

/** Rewrites one input or param. */
export function upgradeInput(document: Document, map: FieldMap, options: InputOptions): InputOutcome {
  const name = textOf(map.get('name', true)) ?? '';
  const kept: Entry[] = [];
  const choices: string[] = [];
  const required = asBoolean(jsonOf(take(map, 'required')?.value ?? null));
  const type = upgradeType(document, map, name, kept, choices);
  upgradeDefault(document, map, name, type, required, options.param, choices);
  upgradeTemplate(document, map, name, options);
  const display = textOf(map.get('display_name', true));
  if (!map.has('description') || textOf(map.get('description', true))?.trim() === '') {
    take(map, 'description');
    const words = display ?? `${name.replaceAll('_', ' ')}.`;
    map.items.push(
      makeEntry('description', makeNode(document, words, map.get('name', true)), map.get('name', true)),
    );
  }
  const allowed = options.param
    ? FIELDS.filter((field) => /^(name|type|description|default|enum)$/.test(field))
    : FIELDS;
  for (const entry of [...map.items]) {
    const moved = allowed.includes(entry.key.value) ? undefined : take(map, entry.key.value);
    if (moved) kept.push(moved);
  }
  map.items.sort((a, b) => FIELDS.indexOf(a.key.value) - FIELDS.indexOf(b.key.value));
  return { name, kept, choices };
}

function upgradeType(
  document: Document,
  map: FieldMap,
  name: string,
  kept: Entry[],
  choices: string[],
): PythonType {
  const entry = map.items.find((item) => item.key.value === 'type');
  const written = textOf(entry?.value);
  const any: PythonType = { kind: 'atom', name: 'Any' };
  if (entry === undefined || written === undefined) {
    if (entry) kept.push(makeEntry('type', entry.value, entry.key));
    take(map, 'type');
    map.items.push(
      makeEntry('type', makeNode(document, 'Any', map.get('name', true)), map.get('name', true)),
    );
    choices.push(`\`${name}\` has no type; it is \`Any\` now`);
    return any;
  }
  const modern = modernise(written);
  const direct = parseType(modern);
  const better = direct.ok ? modern : suggest(modern);
  const parsed = better === undefined ? direct : parseType(better);
  if (better === undefined || !parsed.ok) {
    kept.push(makeEntry('type', makeNode(document, written, entry.value), entry.key));
    setValue(document, entry, 'Any');
    choices.push(`the type \`${written}\` of \`${name}\` has no place in version 1; it is \`Any\` now`);
    return any;
  }
  if (better !== written) setValue(document, entry, better);
  return parsed.type;
}

function upgradeDefault(
  document: Document,
  map: FieldMap,
  name: string,
  type: PythonType,
  required: boolean | undefined,
  param: boolean,
  choices: string[],
): void {
  const entry = map.items.find((item) => item.key.value === 'default');
  if (!entry) {
    if (required !== false || param) return;
    const fresh = makeEntry(
      'default',
      makeNode(document, null, map.get('name', true)),
      map.get('name', true),
    );
    map.items.push(fresh);
    allowNone(document, map, type);
    return;
  }
  const written = isScalar(entry.value) && entry.value.type === 'PLAIN' ? entry.value.source : undefined;
  const raw = jsonOf(entry.value);
  const value = isJinja(raw) ? raw : legacyDefault(raw, written, type);
  if (value === null && (required === true || (param && raw === null))) {
    // "None" was how a required input said that it has no default.
    take(map, 'default');
    return;
  }
  if (required === true) choices.push(`\`${name}\` was required and had a default; it is optional now`);
  if (value === undefined) return;
  if (value !== raw) setValue(document, entry, value);
  if (value === null) allowNone(document, map, type);
}

function allowNone(document: Document, map: FieldMap, type: PythonType): void {
  if (admits(type, 'None', 'Any')) return;
  const entry = map.items.find((item) => item.key.value === 'type');
  if (entry) setValue(document, entry, `${textOf(entry.value)} | None`);
}

function upgradeTemplate(document: Document, map: FieldMap, name: string, options: InputOptions): void {
  if (options.param || options.hook) return;
  const entry = take(map, 'template_field');
  const wanted = asBoolean(jsonOf(entry?.value ?? null)) === true || options.templates.has(name);
  if (!wanted) return;
  if (entry) map.items.push(setValue(document, rename(entry, 'template'), true));
  else
    map.items.push(
      makeEntry('template', makeNode(document, true, map.get('name', true)), map.get('name', true)),
    );
}

function asBoolean(value: Json): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  if (/^(true|yes|on)$/i.test(value.trim())) return true;
  return /^(false|no|off)$/i.test(value.trim()) ? false : undefined;
}
