/**
 * A file of the earlier generator becomes version 1, in its YAML tree: reading and `airsmith spec migrate` share this,
 * comments move with their fields, and every field keeps the place where its writer put it.
 */

import { type Document, isScalar, isSeq } from 'yaml';
import type { Json } from '../../flow.js';
import { identifierFrom } from '../python-names.js';
import { parseRequirement } from '../requirement.js';
import { upgradeInputs, upgradeParams } from './lists.js';
import {
  type FieldMap,
  jsonOf,
  makeEntry,
  makeNode,
  newSeq,
  rename,
  setValue,
  take,
  textOf,
} from './nodes.js';
import { describe, proseOf } from './prose.js';
import { type LegacyNote, UpgradeState } from './state.js';

export type { LegacyNote } from './state.js';

const ORDER = [
  'airsmith',
  'name',
  'kind',
  'category',
  'summary',
  'description',
  'airflow',
  'dependencies',
  'inputs',
  'methods',
  'returns',
  'hints',
  'params',
  'ui_color',
  'ui_fgcolor',
  'x-legacy',
];

const BASES: { readonly [base: string]: string } = {
  BaseOperator: 'operator',
  BaseSensor: 'sensor',
  BaseSensorOperator: 'sensor',
  BaseHook: 'hook',
};

/** Rewrites the document to version 1 and says what was kept aside or interpreted. */
export function upgradeLegacy(document: Document): LegacyNote[] {
  const state = new UpgradeState(document, document.contents as unknown as FieldMap);

  const first = state.root.items[0]?.key;
  state.put(makeEntry('airsmith', makeNode(state.document, 1, first), first));
  state.move('name');
  kindFromTypeBaseOrName(state);
  category(state);
  describe(
    state.document,
    (key) => take(state.root, key),
    (entry) => state.put(entry),
    state.root.get('display_name', true) ?? state.fields.get('name')?.value,
  );
  dependencies(state);
  upgradeInputs(state);
  upgradeParams(state);
  returns(state);
  hintList(state);
  state.move('ui_color');
  state.move('ui_fgcolor');
  state.move('airflow');
  keepTheRest(state);
  state.root.items = ORDER.flatMap((key) => state.fields.get(key) ?? []);
  return state.notes;
}

function kindFromTypeBaseOrName(state: UpgradeState): void {
  const base = take(state.root, 'base_class');
  const baseName = textOf(base?.value)?.trim().split('.').at(-1);
  const baseKind = baseName !== undefined && Object.hasOwn(BASES, baseName) ? BASES[baseName] : undefined;
  const entry = take(state.root, 'component_type');
  const typed = textOf(entry?.value)?.trim().toLowerCase();
  const name = textOf(state.fields.get('name')?.value) ?? '';
  const fromName = /(Operator|Sensor|Hook)$/.exec(name)?.[1]?.toLowerCase();
  if (entry) state.put(rename(typed === undefined ? entry : setValue(state.document, entry, typed), 'kind'));
  else {
    const guess = baseKind ?? fromName ?? 'operator';
    const from = base?.value ?? state.fields.get('name')?.value;
    state.put(makeEntry('kind', makeNode(state.document, guess, from), from));
    state.interpreted('/kind', `there is no \`component_type\`; the kind is \`${guess}\``);
  }
  state.kind = textOf(state.fields.get('kind')?.value) ?? '';
  if (!base || baseKind === state.kind) return;
  if (baseName !== undefined && /^\w+$/.test(baseName) && baseKind === undefined) {
    state.hints.push(`Derive the class from ${baseName}.`);
  } else state.keep(base);
}

function category(state: UpgradeState): void {
  const entry = take(state.root, 'category');
  const text = textOf(entry?.value);
  if (!entry) return;
  const slug = text === undefined ? undefined : identifierFrom(text).replaceAll('_', '-');
  const fine = text !== undefined && /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(text);
  state.put(fine || slug === undefined ? entry : setValue(state.document, entry, slug));
}

/** `apache-airflow>=2.8` said which Airflow was meant; version 1 has a field for that. */
function dependencies(state: UpgradeState): void {
  const entry = take(state.root, 'dependencies');
  if (!entry) return;
  if (isScalar(entry.value)) {
    const text = textOf(entry.value);
    setValue(state.document, entry, text === undefined || text.trim() === '' ? [] : [text]);
  }
  if (isSeq(entry.value)) {
    const airflow = entry.value.items.find((item) => {
      const parsed = parseRequirement(textOf(item) ?? '');
      return parsed.ok && parsed.name.toLowerCase().replaceAll('_', '-') === 'apache-airflow';
    });
    const parsed = parseRequirement(textOf(airflow) ?? '');
    if (airflow && parsed.ok) {
      entry.value.items.splice(entry.value.items.indexOf(airflow), 1);
      if (parsed.specifier !== '') {
        state.put(makeEntry('airflow', makeNode(state.document, parsed.specifier, airflow), airflow));
      }
    }
  }
  state.put(entry);
}

/** The earlier hooks listed no methods; what every hook has is `get_conn`. */
function returns(state: UpgradeState): void {
  const entry = take(state.root, 'outputs');
  const prose = entry ? proseOf(jsonOf(entry.value)) : undefined;
  if (state.kind === 'hook') {
    const from = entry?.key ?? state.fields.get('name')?.value;
    const method: Json = { name: 'get_conn', inputs: [], ...(prose ? { returns: prose } : {}) };
    const methods = newSeq();
    methods.items.push(makeNode(state.document, method, from));
    state.put(makeEntry('methods', methods, from));
    state.interpreted('/methods', 'the file names no methods; the hook has `get_conn` alone');
    return;
  }
  if (!entry) return;
  if (prose === undefined) state.keep(entry);
  else state.put(setValue(state.document, rename(entry, 'returns'), prose));
}

function hintList(state: UpgradeState): void {
  const entry = take(state.root, 'implementation_hints');
  const text = textOf(entry?.value);
  if (entry && text !== undefined) {
    const lines = text.split('\n').map((line) => line.replace(/^\s*(?:[-*]|\d+\.)\s+/, '').trim());
    setValue(
      state.document,
      entry,
      lines.filter((line) => line !== ''),
    );
  }
  if (state.hints.length > 0) {
    const target = entry ?? makeEntry('hints', newSeq(), state.fields.get('name')?.value);
    if (isSeq(target.value))
      target.value.items.push(...state.hints.map((hint) => makeNode(state.document, hint, target.key)));
    state.put(rename(target, 'hints'));
  } else if (entry) state.put(rename(entry, 'hints'));
}

function keepTheRest(state: UpgradeState): void {
  for (const entry of [...state.root.items]) state.keep(entry);
  state.root.items = [];
  if (state.kept.items.length === 0) return;
  const from = state.kept.items[0]?.key;
  state.put(makeEntry('x-legacy', state.kept, from));
}
