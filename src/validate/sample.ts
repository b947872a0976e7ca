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
  // Spaces around it and a capital letter in it, so that a text which was stripped or put in lower case is another.
  const texts = templated.map(({ name }) => [name, ` {{ params.${name} or "A" }} `] as const);
  return { ...sample, inputs: { ...sample.inputs, ...Object.fromEntries(texts) } };
}

/** The sample with one input at or beyond a bound of the spec. */
export interface Probe extends Sample {
  readonly input: string;
  readonly value: Json;
  readonly allowed: boolean;
  /** What the spec allows, in words. */
  readonly range: string;
}

/**
 * Both sides of each bound of the inputs that a constructor checks: those of templated inputs are checked when the task runs.
 * Patterns are left out, for there is no sure way to a text that does not match.
 */
export function probesOf(spec: Spec, sample: Sample): readonly Probe[] {
  return spec.inputs
    .filter(({ template }) => !template)
    .flatMap((input) =>
      boundsOf(input).map((bound) => ({
        ...sample,
        ...bound,
        inputs: { ...sample.inputs, [input.name]: bound.value },
        input: input.name,
      })),
    );
}

function boundsOf({
  type,
  minimum,
  maximum,
  enum: values,
}: Input): readonly Pick<Probe, 'value' | 'allowed' | 'range'>[] {
  const found: Pick<Probe, 'value' | 'allowed' | 'range'>[] = [];
  const bound = (limit: number | undefined, step: number, range: string) => {
    if (limit === undefined) return;
    const sides = [
      { value: limit, allowed: true },
      { value: beyond(limit, step), allowed: false },
    ];
    found.push(
      ...sides
        .filter(({ value }) => isGiven(value, type))
        .map((one) => ({ ...one, range: `${range} ${limit}` })),
    );
  };
  bound(minimum, -1, 'at least');
  bound(maximum, 1, 'at most');
  if (values?.every((value) => typeof value === 'string')) {
    const range = `one of ${values.join(', ')}`;
    found.push(...values.map((value) => ({ value, allowed: true, range })));
    found.push({ value: `no-${values.join('-')}`, allowed: false, range });
  }
  return found;
}

/** The nearest number that is beyond: to a large one nothing is added by adding one. */
function beyond(limit: number, step: number): number {
  let by = step;
  while (limit + by === limit) by *= 2;
  return limit + by;
}

/** Whether JSON carries a number as what it is: a large integer is written with an exponent, and arrives as a float. */
function isGiven(value: number, type: string): boolean {
  return Number.isFinite(value) && !(/\bint\b/.test(type) && JSON.stringify(value).includes('e'));
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
