/** Constructor arguments that a component takes, for the example DAG and for tests that only need an object. */

import { runInNewContext } from 'node:vm';
import type { Example, Input, Json, Spec } from '../../flow.js';
import { formType, isOfType } from './types.js';

export interface Sample {
  /** Constructor arguments in the order of the spec; required ones are always there. */
  readonly arguments: ReadonlyMap<string, Json>;
  /** `context.params` of the example they come from: names that their templates use. */
  readonly params: ReadonlyMap<string, Json>;
  /** False when a required input has a rule that nothing in the spec satisfies, so that the value is a guess. */
  readonly certain: boolean;
}

/**
 * Arguments of the first example that should succeed; what it leaves out and is required comes from the other examples,
 * and at last from the input's own type, enum and range.
 */
export function sampleArguments(spec: Spec): Sample {
  const good = spec.examples.filter((example) => example['raises'] === undefined);
  const [first] = good;
  const given = first === undefined ? {} : record(first['inputs']);
  const values = new Map<string, Json>(Object.entries(given).map(([name, value]) => [name, settle(value)]));
  const guessed = spec.inputs.filter((input) => input.default === undefined && !values.has(input.name));
  let certain = true;
  for (const input of guessed) {
    const value = borrow(input, spec.examples) ?? synthesise(input);
    values.set(input.name, value ?? 'example');
    certain &&= value !== undefined;
  }
  const order = spec.inputs.map((input) => input.name).filter((name) => values.has(name));
  const others = [...values.keys()].filter((name) => !order.includes(name));
  const sorted = [...order, ...others].map((name) => [name, values.get(name) ?? null] as const);
  const params = record(record(first?.['context'])['params']);
  return { arguments: new Map(sorted), params: new Map(Object.entries(params)), certain };
}

/** A value that an input takes, of its own type and rules; undefined when its pattern defeats us. */
export function synthesise(input: Input): Json | undefined {
  const [choice] = input.enum ?? [];
  if (choice !== undefined) return choice;
  const type = formType(input.type)?.type ?? 'string';
  if (type === 'integer' || type === 'number') return inRange(input);
  if (type === 'boolean') return false;
  if (type === 'array') return [];
  if (type === 'object') return {};
  return TEXTS.find((text) => fits(input, text));
}

/** Whether an input's own rules take the value. Jinja text fits every templated input. */
export function fits(input: Input, value: Json): boolean {
  if (input.template && isTemplate(value)) return true;
  if (!isOfType(value, input.type)) return false;
  if (input.enum !== undefined && !input.enum.includes(value)) return false;
  if (typeof value === 'number') {
    return value >= (input.minimum ?? value) && value <= (input.maximum ?? value);
  }
  return typeof value !== 'string' || input.pattern === undefined || matches(input.pattern, value);
}

function isTemplate(value: Json): boolean {
  return typeof value === 'string' && /\{\{|\{%/.test(value);
}

/** The value of a key that may hold a map; an empty map otherwise. */
export function record(value: Json | undefined): { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })
    : {};
}

const SERVER = 'http://localhost:8080';
const FOLDER = '/tmp/airflow-example';

/** Replaces the example world's server and folder, which exist during an example only. */
export function settle(value: Json): Json {
  if (typeof value === 'string') {
    return value.replace(/\$\{(http|dir)\}/g, (_, name) => (name === 'http' ? SERVER : FOLDER));
  }
  if (Array.isArray(value)) return value.map((item: Json) => settle(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, settle(item)]));
}

const TEXTS = [
  'example',
  'a',
  'A',
  '1',
  'example.name',
  'example-name',
  '2026-01-01',
  'example/path',
  '/example',
].concat([
  'user@example.com',
  'https://example.com',
  '1.0.0',
  '00:00',
  's3://example/key',
  '123456789012',
  'EXAMPLE',
  '',
]);

function borrow(input: Input, examples: readonly Example[]): Json | undefined {
  const candidates = examples.map((example) => record(example['inputs'])[input.name]);
  return candidates.find((value): value is Json => value !== undefined && fits(input, value));
}

function inRange({ minimum, maximum }: Input): number {
  if (minimum !== undefined && minimum > 1) return minimum;
  return maximum !== undefined && maximum < 1 ? maximum : 1;
}

/** A pattern of the spec against a text. In a context with a time limit, since a pattern may never come back. */
function matches(pattern: string, text: string): boolean {
  const source = pattern.replaceAll('(?P<', '(?<').replaceAll('\\Z', '$').replaceAll('\\A', '^');
  try {
    return runInNewContext('new RegExp(source).test(text)', { source, text }, { timeout: 50 }) === true;
  } catch {
    // Python knows patterns that JavaScript does not; the value is then a guess, and the lab is the judge.
    return false;
  }
}
