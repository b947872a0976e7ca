/** Arguments of the constructor that differ from the spec. */

import { type Edit, type Input, promisedInputs } from '../../flow.js';
import { nearest } from '../../nearest.js';
import { after, atStart, type PythonFunction, type PythonModule, replacement } from '../../python/index.js';
import type { Fix } from './fix.js';
import {
  afterSlot,
  beforeSlot,
  between,
  defaultText,
  parameterText,
  type Slot,
  slotsOf,
  withoutSlot,
} from './signature.js';
import {
  type Attempt,
  assignmentsIn,
  baseCall,
  type ClassSite,
  classFix,
  firstOf,
  namesAs,
  nodesAt,
  quotedName,
} from './site.js';

function promised(site: ClassSite, name: string | undefined): Input | undefined {
  return promisedInputs(site.spec).find((input) => input.name === name);
}

/** An argument that the spec does not know and that is most likely a promised one under another name. */
function misnamed(slots: readonly Slot[], wanted: Input, site: ClassSite): Slot | undefined {
  const known = new Set(promisedInputs(site.spec).map(({ name }) => name));
  const strange = slots.slice(1).filter(({ name, kind }) => !known.has(name) && !kind.startsWith('var-'));
  const alike = strange.filter(
    ({ name }) =>
      name.startsWith(`${wanted.name}_`) ||
      name.endsWith(`_${wanted.name}`) ||
      nearest(wanted.name, [name]) !== undefined,
  );
  return alike.length === 1 ? alike[0] : undefined;
}

/** Renames an argument, and its uses in the function where the new name is free. */
function renamed(module: PythonModule, fn: PythonFunction, slot: Slot, name: string): Attempt {
  const [old, taken] = [namesAs(fn.node, slot.name), namesAs(fn.node, name)];
  if (taken.length > 0 && old.length > 0) return undefined;
  const start = slot.start;
  const head: Edit = {
    start,
    end: { line: start.line, column: start.column + slot.name.length },
    text: name,
  };
  return [head, ...old.map((node) => replacement(module, node, name))];
}

/** Where an input belongs by the order of the spec, without an argument that must be given behind one that may be. */
function placed(
  module: PythonModule,
  slots: readonly Slot[],
  input: Input,
  site: ClassSite,
  text: string,
): Edit | undefined {
  const order = promisedInputs(site.spec).map(({ name }) => name);
  const later = new Set(order.slice(order.indexOf(input.name) + 1));
  const required = input.default === undefined;
  const plain = slots.filter(({ kind }) => kind === 'positional' || kind === 'positional-only');
  const named = slots.some(({ kind }) => kind === 'keyword' || kind === 'var-positional');
  const own = named ? slots.filter(({ kind }) => kind === 'keyword') : plain;
  const next = own.find(({ name, value }) => later.has(name) && (named || required || value !== undefined));
  const optional = named || !required ? undefined : plain.find(({ value }) => value !== undefined);
  const before = [next, optional]
    .filter((slot) => slot !== undefined)
    .sort((a, b) => slots.indexOf(a) - slots.indexOf(b))[0];
  if (before) return beforeSlot(module, before, text);
  const rest = slots.find(({ kind }) => kind === 'var-keyword');
  if (rest) return beforeSlot(module, rest, text);
  const last = slots.at(-1);
  return last && afterSlot(module, last, text);
}

/** `self.x = x` behind the other assignments, where nothing of that name is assigned. */
export function assigned(module: PythonModule, fn: PythonFunction, name: string): Attempt {
  const own = assignmentsIn(fn);
  if (own.some((one) => one.name === name)) return [];
  const line = `self.${name} = ${name}`;
  const call = baseCall(fn);
  const anchor =
    own.at(-1)?.statement ?? fn.node.body.find((one) => one.nodeType === 'Expr' && one.value === call);
  return [anchor ? after(module, anchor, [line]) : atStart(module, fn.node, [line])];
}

const PARAMETER_CLASSES = ['contract.parameter', 'contract.extra-parameter', 'name.undefined'];

export const INPUT_NAME: Fix = classFix(
  {
    id: 'input-name',
    classes: PARAMETER_CLASSES,
    title: 'Give an argument the name that the spec has for it',
    prompt: 'Take every input of the spec under exactly its name.',
  },
  (finding, site) => {
    const { init } = site.main;
    if (init === undefined) return undefined;
    const slots = slotsOf(site.module, init);
    const missing = promisedInputs(site.spec).filter(({ name }) => !slots.some((slot) => slot.name === name));
    const name = quotedName(finding);
    const pairs = missing.flatMap((input) => {
      const slot = misnamed(slots, input, site);
      return slot && (slot.name === name || input.name === name) ? [{ input, slot }] : [];
    });
    const [pair] = pairs;
    return pairs.length === 1 && pair ? renamed(site.module, init, pair.slot, pair.input.name) : undefined;
  },
);

export const INPUT: Fix = classFix(
  {
    id: 'input',
    classes: ['contract.parameter'],
    title: 'Take an input of the spec',
    prompt:
      'Take every input of the spec, and the connection input, in the order of the spec, and assign each to `self`.',
  },
  (finding, site) => {
    const { init } = site.main;
    const input = promised(site, quotedName(finding));
    if (init === undefined || input === undefined) return undefined;
    const slots = slotsOf(site.module, init);
    const text = parameterText(input);
    if (text === undefined || slots.some(({ name }) => name === input.name) || misnamed(slots, input, site))
      return undefined;
    const kept = assigned(site.module, init, input.name);
    return kept && [placed(site.module, slots, input, site, text), ...kept];
  },
);

export const DEFAULT: Fix = classFix(
  {
    id: 'default',
    classes: ['contract.default', 'mutable.default'],
    title: 'Write the default of the spec',
    prompt: 'Give each input exactly the default of the spec; one without a default is required.',
  },
  (finding, site) => {
    const { init } = site.main;
    if (init === undefined) return undefined;
    const slots = slotsOf(site.module, init);
    const shared = firstOf(nodesAt(finding, site), 'Dict') ?? firstOf(nodesAt(finding, site), 'List');
    const slot =
      finding.code === 'AS4104'
        ? slots.find(({ name }) => name === quotedName(finding))
        : slots.find(({ value }) => value !== undefined && value === shared);
    const input = promised(site, slot?.name);
    if (slot === undefined || input === undefined) return undefined;
    // What is shared and belongs there has a fix of its own.
    if (finding.code !== 'AS4104' && (input.default === undefined || input.default !== null))
      return undefined;
    if (input.default === undefined) return withoutDefault(slots, slot);
    const text = defaultText(input.default);
    if (text === undefined) return undefined;
    if (slot.value) return [replacement(site.module, slot.value, text)];
    if (slot.kind !== 'keyword' && requiredBehind(slots, slot)) return undefined;
    const annotated = between(site.module, slot.start, slot.nameEnd).includes(':');
    return [{ start: slot.end, end: slot.end, text: annotated ? ` = ${text}` : `=${text}` }];
  },
);

function withoutDefault(slots: readonly Slot[], slot: Slot): Attempt {
  const first = slots.find(({ kind, value }) => kind === 'positional' && value !== undefined);
  if (slot.kind !== 'keyword' && first !== slot) return undefined;
  return [{ start: slot.nameEnd, end: slot.end, text: '' }];
}

function requiredBehind(slots: readonly Slot[], slot: Slot): boolean {
  return slots
    .slice(slots.indexOf(slot) + 1)
    .some(({ kind, value }) => kind === 'positional' && value === undefined);
}

export const EXTRA_PARAMETER: Fix = classFix(
  {
    id: 'extra-parameter',
    classes: ['contract.extra-parameter'],
    title: 'Take out an argument that nothing uses',
    prompt: 'Demand no argument that the spec does not have.',
  },
  (finding, site) => {
    const { init } = site.main;
    const name = quotedName(finding);
    if (init === undefined || name === undefined || namesAs(init.node, name).length > 0) return undefined;
    const slots = slotsOf(site.module, init);
    const slot = slots.find((one) => one.name === name);
    return slot && [withoutSlot(site.module, slots, slot)];
  },
);

export const PARAMETER_ORDER: Fix = classFix(
  {
    id: 'parameter-order',
    classes: ['contract.order'],
    title: 'Put the arguments into the order of the spec',
    prompt: 'Put what must be given first, in the order of the spec.',
  },
  (_finding, site) => {
    const { init } = site.main;
    if (init === undefined) return undefined;
    const slots = slotsOf(site.module, init).filter(({ kind }) => kind === 'keyword');
    const [first, last] = [slots[0], slots.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    // A comment belongs to the argument beside it, and would stay behind.
    if (between(site.module, first.start, last.end).includes('#')) return undefined;
    const order = promisedInputs(site.spec).map(({ name }) => name);
    const rank = ({ name, value }: Slot) =>
      (value === undefined ? 0 : 1000) + (order.includes(name) ? order.indexOf(name) : 999);
    const sorted = [...slots].sort((a, b) => rank(a) - rank(b));
    const moved = slots
      .map((slot, index) => ({ slot, by: sorted[index] ?? slot }))
      .filter(({ slot, by }) => slot !== by);
    return moved.map(({ slot, by }) => ({
      start: slot.start,
      end: slot.end,
      text: between(site.module, by.start, by.end),
    }));
  },
);
