/** Lists of the earlier generator: inputs, further inputs, and params. */

import { isSeq } from 'yaml';
import { type InputOutcome, upgradeInput } from './inputs.js';
import { type Entry, type FieldMap, jsonOf, makeEntry, mapsOf, newMap, rename, take } from './nodes.js';
import type { UpgradeState } from './state.js';

/** `inputs` and `config_params` become `inputs`. */
export function upgradeInputs(state: UpgradeState): void {
  const fields = take(state.root, 'template_fields');
  const named = jsonOf(fields?.value ?? null);
  const templates = new Set(Array.isArray(named) ? named.map(String) : []);
  const entry = take(state.root, 'inputs');
  const further = take(state.root, 'config_params');
  const target = joined(state, entry, further);
  if (target) state.put(rename(target, 'inputs'));
  const maps = mapsOf(target?.value) ?? [];
  const hook = state.kind === 'hook';
  const outcomes = maps.map((map) => upgradeInput(state.document, map, { templates, param: false, hook }));
  keepOf(state, 'inputs', outcomes, maps);
  const known = new Set(outcomes.map((outcome) => outcome.name));
  // Names that no input has are all that `template_fields` says beyond `template: true`.
  if (fields && (hook || [...templates].some((name) => !known.has(name)))) state.keep(fields);
  else if (fields && !Array.isArray(named)) state.keep(fields);
}

function joined(
  state: UpgradeState,
  entry: Entry | undefined,
  further: Entry | undefined,
): Entry | undefined {
  const own = mapsOf(entry?.value);
  const more = mapsOf(further?.value);
  if (!further) return entry;
  if (!entry || (own?.length === 0 && more)) return further;
  if (!own || !more || !isSeq(entry.value)) {
    state.keep(further);
    return entry;
  }
  entry.value.items.push(...more);
  return entry;
}

/** `runtime_params` become `params`. */
export function upgradeParams(state: UpgradeState): void {
  const entry = take(state.root, 'runtime_params');
  if (!entry) return;
  state.put(rename(entry, 'params'));
  const maps = mapsOf(entry.value) ?? [];
  const hook = state.kind === 'hook';
  const outcomes = maps.map((map) =>
    upgradeInput(state.document, map, { templates: new Set(), param: true, hook }),
  );
  keepOf(state, 'params', outcomes, maps);
}

/** What single inputs could not say goes to `x-legacy.inputs.<name>`. */
function keepOf(
  state: UpgradeState,
  field: 'inputs' | 'params',
  outcomes: readonly InputOutcome[],
  maps: readonly FieldMap[],
): void {
  const aside = newMap();
  for (const [index, { name, kept, choices }] of outcomes.entries()) {
    for (const choice of choices) state.interpreted(`/${field}/${index}`, choice);
    if (kept.length === 0) continue;
    const fields = newMap();
    fields.items.push(...kept);
    const key = aside.has(name) || name === '' ? `${name}#${index}` : name;
    aside.items.push(makeEntry(key, fields, maps[index]?.get('name', true)));
  }
  if (aside.items.length > 0) {
    const keys = new Set(outcomes.flatMap(({ kept }) => kept.map((entry) => entry.key.value)));
    const from = state.fields.get(field)?.key;
    state.kept.items.push(makeEntry(field, aside, from));
    state.notes.push({
      code: 'AS1040',
      pointer: `/x-legacy/${field}`,
      message: `of \`${field}\`, version 1 cannot say ${[...keys].map((key) => `\`${key}\``).join(', ')}, which is kept under \`x-legacy\``,
      remedy: 'It has no effect; say it in the descriptions where it matters.',
    });
  }
}
