/** The files of experiments against their published schemas. The validator is loaded when it is first needed. */

import type { Ajv as AjvClass, ValidateFunction } from 'ajv';
import type { BenchSpec } from '../generated/bench-spec-file.js';
import type { ConventionsFile } from '../generated/conventions-file.js';
import type { TrialRecord } from '../generated/trial-file.js';

interface Forms {
  readonly BENCH_SPEC_SCHEMA: BenchSpec;
  readonly CONVENTIONS_SCHEMA: ConventionsFile;
  readonly TRIAL_SCHEMA: TrialRecord;
}

export type Formed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: string };

const compiled = new Map<string, Promise<ValidateFunction>>();

/** The value, where it has the form, or the first thing that is wrong with it in a few words. */
export async function formed<Name extends keyof Forms>(
  name: Name,
  value: unknown,
): Promise<Formed<Forms[Name]>> {
  const known = compiled.get(name) ?? compile(name);
  compiled.set(name, known);
  const validate = await known;
  if (validate(value)) return { ok: true, value: value as Forms[Name] };
  const [error] = validate.errors ?? [];
  const where = error?.instancePath.slice(1).replaceAll('/', '.') || 'it';
  return { ok: false, fault: `${where} ${error?.message ?? 'does not fit the schema'}` };
}

async function compile(name: keyof Forms): Promise<ValidateFunction> {
  const [{ default: imported }, schemas] = await Promise.all([
    import('ajv'),
    import('../generated/experiment-schemas.js'),
  ]);
  // Under ncc the class arrives one `default` deeper.
  const Ajv = (imported as { default?: typeof AjvClass }).default ?? imported;
  return new (Ajv as typeof AjvClass)({ strict: true, allowUnionTypes: true }).compile(schemas[name]);
}
