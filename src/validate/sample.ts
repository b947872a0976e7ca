import type { Input, Json, Spec } from '../flow.js';

/** Arguments to construct a component with, and whether a person wrote them. */
export interface Sample {
  readonly inputs: { readonly [name: string]: Json };
  readonly madeUp: boolean;
}

/** Those of the first example that is to succeed; without one, made-up ones for every required input. */
export function sampleOf(spec: Spec): Sample {
  const example = spec.examples.find((candidate) => !('raises' in candidate));
  if (example !== undefined) return { inputs: mapOf(example['inputs']), madeUp: false };
  const required = spec.inputs.filter((input) => !('default' in input));
  return { inputs: Object.fromEntries(required.map((input) => [input.name, valueFor(input)])), madeUp: true };
}

/** The same, with Jinja text in every templated input. Undefined where nothing is templated. */
export function templatedSample(spec: Spec, sample: Sample): Sample | undefined {
  const templated = spec.inputs.filter(({ template }) => template);
  if (templated.length === 0) return undefined;
  const texts = templated.map(({ name }) => [name, `{{ params.${name} }}`] as const);
  return { ...sample, inputs: { ...sample.inputs, ...Object.fromEntries(texts) } };
}

function mapOf(value: Json | undefined): { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [name: string]: Json })
    : {};
}

/** A plausible value of the input's type, inside its range. */
function valueFor(input: Input): Json {
  if (input.enum?.[0] !== undefined) return input.enum[0];
  const type =
    input.type
      .split('|')[0]
      ?.trim()
      .replace(/^Optional\[(.*)\]$/, '$1') ?? 'str';
  const low = input.minimum ?? Math.min(1, input.maximum ?? 1);
  if (type === 'int') return Math.ceil(low);
  if (type === 'float') return low;
  if (type === 'bool') return true;
  if (/^(list|List|Sequence|Iterable)\b/.test(type)) return [];
  if (/^(dict|Dict|Mapping)\b/.test(type)) return {};
  return 'example';
}
