/**
 * A file of the earlier generator becomes version 1, in its YAML tree: reading and `airsmith spec migrate` share this,
 * comments move with their fields, and every field keeps the place where its writer put it.
 */

import { type Document, isScalar, isSeq } from 'yaml';
import type { Json } from '../../flow.js';
import { identifierFrom } from '../python-names.js';
import { parseRequirement } from '../requirement.js';
import { type InputOutcome, upgradeInput } from './inputs.js';
import {
  type Entry,
  type FieldMap,
  jsonOf,
  makeEntry,
  makeNode,
  mapsOf,
  newMap,
  newSeq,
  rename,
  setValue,
  take,
  textOf,
} from './nodes.js';
import { describe, proseOf } from './prose.js';

/** Something the upgrade did that its reader should know. */
export interface LegacyNote {
  readonly code: 'AS1040' | 'AS1041';
  /** Where it stands in version 1. */
  readonly pointer: string;
  readonly message: string;
  readonly remedy: string;
}

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
  const upgrade = new Upgrade(document, document.contents as unknown as FieldMap);
  upgrade.run();
  return upgrade.notes;
}

class Upgrade {
  readonly notes: LegacyNote[] = [];
  readonly #document: Document;
  readonly #root: FieldMap;
  readonly #fields = new Map<string, Entry>();
  readonly #kept = newMap();
  readonly #hints: string[] = [];
  #kind = '';

  constructor(document: Document, root: FieldMap) {
    this.#document = document;
    this.#root = root;
  }

  run(): void {
    const first = this.#root.items[0]?.key;
    this.#put(makeEntry('airsmith', makeNode(this.#document, 1, first), first));
    this.#move('name');
    this.#kindFromTypeBaseOrName();
    this.#category();
    describe(
      this.#document,
      (key) => take(this.#root, key),
      (entry) => this.#put(entry),
      this.#root.get('display_name', true) ?? this.#fields.get('name')?.value,
    );
    this.#dependencies();
    this.#inputs();
    this.#params();
    this.#returns();
    this.#hintList();
    this.#move('ui_color');
    this.#move('ui_fgcolor');
    this.#move('airflow');
    this.#keepTheRest();
    this.#root.items = ORDER.flatMap((key) => this.#fields.get(key) ?? []);
  }

  #put(entry: Entry): void {
    this.#fields.set(entry.key.value, entry);
  }

  #move(key: string): void {
    const entry = take(this.#root, key);
    if (entry) this.#put(entry);
  }

  #interpreted(pointer: string, message: string): void {
    this.notes.push({
      code: 'AS1041',
      pointer,
      message,
      remedy: 'Run `airsmith spec migrate` and look at the result.',
    });
  }

  #keep(entry: Entry): void {
    const key = entry.key.value;
    this.#kept.items.push(entry);
    this.notes.push({
      code: 'AS1040',
      pointer: `/x-legacy/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      message: `\`${key}\` has no place in version 1 and is kept under \`x-legacy\``,
      remedy: 'It has no effect; say it in `description` or `hints` where it matters.',
    });
  }

  #kindFromTypeBaseOrName(): void {
    const base = take(this.#root, 'base_class');
    const baseName = textOf(base?.value)?.trim().split('.').at(-1);
    const baseKind = baseName !== undefined && Object.hasOwn(BASES, baseName) ? BASES[baseName] : undefined;
    const entry = take(this.#root, 'component_type');
    const typed = textOf(entry?.value)?.trim().toLowerCase();
    const name = textOf(this.#fields.get('name')?.value) ?? '';
    const fromName = /(Operator|Sensor|Hook)$/.exec(name)?.[1]?.toLowerCase();
    if (entry)
      this.#put(rename(typed === undefined ? entry : setValue(this.#document, entry, typed), 'kind'));
    else {
      const guess = baseKind ?? fromName ?? 'operator';
      const from = base?.value ?? this.#fields.get('name')?.value;
      this.#put(makeEntry('kind', makeNode(this.#document, guess, from), from));
      this.#interpreted('/kind', `there is no \`component_type\`; the kind is \`${guess}\``);
    }
    this.#kind = textOf(this.#fields.get('kind')?.value) ?? '';
    if (!base || baseKind === this.#kind) return;
    if (baseName !== undefined && /^\w+$/.test(baseName) && baseKind === undefined) {
      this.#hints.push(`Derive the class from ${baseName}.`);
    } else this.#keep(base);
  }

  #category(): void {
    const entry = take(this.#root, 'category');
    const text = textOf(entry?.value);
    if (!entry) return;
    const slug = text === undefined ? undefined : identifierFrom(text).replaceAll('_', '-');
    const fine = text !== undefined && /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(text);
    this.#put(fine || slug === undefined ? entry : setValue(this.#document, entry, slug));
  }

  /** `apache-airflow>=2.8` said which Airflow was meant; version 1 has a field for that. */
  #dependencies(): void {
    const entry = take(this.#root, 'dependencies');
    if (!entry) return;
    if (isScalar(entry.value)) {
      const text = textOf(entry.value);
      setValue(this.#document, entry, text === undefined || text.trim() === '' ? [] : [text]);
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
          this.#put(makeEntry('airflow', makeNode(this.#document, parsed.specifier, airflow), airflow));
        }
      }
    }
    this.#put(entry);
  }

  #inputs(): void {
    const fields = take(this.#root, 'template_fields');
    const named = jsonOf(fields?.value ?? null);
    const templates = new Set(Array.isArray(named) ? named.map(String) : []);
    const entry = take(this.#root, 'inputs');
    const further = take(this.#root, 'config_params');
    const target = this.#joined(entry, further);
    if (target) this.#put(rename(target, 'inputs'));
    const maps = mapsOf(target?.value) ?? [];
    const hook = this.#kind === 'hook';
    const outcomes = maps.map((map) => upgradeInput(this.#document, map, { templates, param: false, hook }));
    this.#keepOf('inputs', outcomes, maps);
    const known = new Set(outcomes.map((outcome) => outcome.name));
    // Names that no input has are all that `template_fields` says beyond `template: true`.
    if (fields && (hook || [...templates].some((name) => !known.has(name)))) this.#keep(fields);
    else if (fields && !Array.isArray(named)) this.#keep(fields);
  }

  #joined(entry: Entry | undefined, further: Entry | undefined): Entry | undefined {
    const own = mapsOf(entry?.value);
    const more = mapsOf(further?.value);
    if (!further) return entry;
    if (!entry || (own?.length === 0 && more)) return further;
    if (!own || !more || !isSeq(entry.value)) {
      this.#keep(further);
      return entry;
    }
    entry.value.items.push(...more);
    return entry;
  }

  #params(): void {
    const entry = take(this.#root, 'runtime_params');
    if (!entry) return;
    this.#put(rename(entry, 'params'));
    const maps = mapsOf(entry.value) ?? [];
    const hook = this.#kind === 'hook';
    const outcomes = maps.map((map) =>
      upgradeInput(this.#document, map, { templates: new Set(), param: true, hook }),
    );
    this.#keepOf('params', outcomes, maps);
  }

  /** What single inputs could not say goes to `x-legacy.inputs.<name>`. */
  #keepOf(field: 'inputs' | 'params', outcomes: readonly InputOutcome[], maps: readonly FieldMap[]): void {
    const aside = newMap();
    for (const [index, { name, kept, choices }] of outcomes.entries()) {
      for (const choice of choices) this.#interpreted(`/${field}/${index}`, choice);
      if (kept.length === 0) continue;
      const fields = newMap();
      fields.items.push(...kept);
      const key = aside.has(name) || name === '' ? `${name}#${index}` : name;
      aside.items.push(makeEntry(key, fields, maps[index]?.get('name', true)));
    }
    if (aside.items.length > 0) {
      const keys = new Set(outcomes.flatMap(({ kept }) => kept.map((entry) => entry.key.value)));
      const from = this.#fields.get(field)?.key;
      this.#kept.items.push(makeEntry(field, aside, from));
      this.notes.push({
        code: 'AS1040',
        pointer: `/x-legacy/${field}`,
        message: `of \`${field}\`, version 1 cannot say ${[...keys].map((key) => `\`${key}\``).join(', ')}, which is kept under \`x-legacy\``,
        remedy: 'It has no effect; say it in the descriptions where it matters.',
      });
    }
  }

  /** The earlier hooks listed no methods; what every hook has is `get_conn`. */
  #returns(): void {
    const entry = take(this.#root, 'outputs');
    const prose = entry ? proseOf(jsonOf(entry.value)) : undefined;
    if (this.#kind === 'hook') {
      const from = entry?.key ?? this.#fields.get('name')?.value;
      const method: Json = { name: 'get_conn', inputs: [], ...(prose ? { returns: prose } : {}) };
      const methods = newSeq();
      methods.items.push(makeNode(this.#document, method, from));
      this.#put(makeEntry('methods', methods, from));
      this.#interpreted('/methods', 'the file names no methods; the hook has `get_conn` alone');
      return;
    }
    if (!entry) return;
    if (prose === undefined) this.#keep(entry);
    else this.#put(setValue(this.#document, rename(entry, 'returns'), prose));
  }

  #hintList(): void {
    const entry = take(this.#root, 'implementation_hints');
    const text = textOf(entry?.value);
    if (entry && text !== undefined) {
      const lines = text.split('\n').map((line) => line.replace(/^\s*(?:[-*]|\d+\.)\s+/, '').trim());
      setValue(
        this.#document,
        entry,
        lines.filter((line) => line !== ''),
      );
    }
    if (this.#hints.length > 0) {
      const target = entry ?? makeEntry('hints', newSeq(), this.#fields.get('name')?.value);
      if (isSeq(target.value))
        target.value.items.push(...this.#hints.map((hint) => makeNode(this.#document, hint, target.key)));
      this.#put(rename(target, 'hints'));
    } else if (entry) this.#put(rename(entry, 'hints'));
  }

  #keepTheRest(): void {
    for (const entry of [...this.#root.items]) this.#keep(entry);
    this.#root.items = [];
    if (this.#kept.items.length === 0) return;
    const from = this.#kept.items[0]?.key;
    this.#put(makeEntry('x-legacy', this.#kept, from));
  }
}
