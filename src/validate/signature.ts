import { type Input, type Json, promisedInputs, type Severity, type Spec } from '../flow.js';
import type { ClassFacts } from '../ports.js';
import { literalOf, sameJson } from './literal.js';

/** What a rule of the contract found; where it stands is looked up later. */
export interface Breach {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly remedy: string;
  /** What the position is to show: the class itself, its constructor, a method or a class attribute. */
  readonly about: {
    readonly kind: 'class' | 'init' | 'method' | 'attribute' | 'import';
    readonly name?: string;
  };
  readonly expected?: Json;
  readonly actual?: Json;
}

type Parameter = ClassFacts['init'][number];

const INIT = { kind: 'init' } as const;

/** Whether the constructor takes what the spec promises, as it promises it, and demands nothing else. */
export async function checkSignature(facts: ClassFacts, spec: Spec): Promise<readonly Breach[]> {
  const byName = new Map(facts.init.map((parameter) => [parameter.name, parameter]));
  const promised = promisedInputs(spec);
  const breaches: Breach[] = [];
  for (const input of promised) {
    const parameter = byName.get(input.name);
    // The spec says of the one that it implies that it is there, not what it is by default.
    const isFree = input.name === 'deferrable' && !spec.inputs.some(({ name }) => name === 'deferrable');
    if (isFree && /^(True|False)$/.test(parameter?.default ?? '')) continue;
    if (parameter !== undefined) breaches.push(...(await checkDefault(input, parameter)));
    else if (!passesOn(facts)) breaches.push(missing(input, spec));
  }
  breaches.push(...demands(facts, new Set(promised.map(({ name }) => name))));
  const takesRest = facts.init.some(({ kind }) => kind === 'var-keyword');
  if (spec.kind !== 'hook' && !takesRest) breaches.push(noRest());
  return breaches;
}

/** A constructor with `**kwargs` above a base class with arguments of its own may hand the input on; constructing it will tell. */
function passesOn(facts: ClassFacts): boolean {
  const between = facts.mro
    .slice(1)
    .filter(
      (name) =>
        !/^(airflow\.(models|sdk|sensors|hooks|utils|task|serialization|template)|builtins|abc|typing)\b/.test(
          name,
        ),
    );
  return between.length > 0 && facts.init.some(({ kind }) => kind === 'var-keyword');
}

function missing(input: Input, spec: Spec): Breach {
  const what = input.name === spec.connection?.input ? 'connection input' : 'input';
  return {
    code: 'AS4103',
    severity: 'error',
    message: `the constructor does not take the ${what} \`${input.name}\``,
    remedy: `add \`${signatureOf(input)}\` to __init__`,
    about: INIT,
  };
}

async function checkDefault(input: Input, parameter: Parameter): Promise<readonly Breach[]> {
  const required = !('default' in input);
  if (parameter.kind.startsWith('var-')) return [];
  if (required && parameter.required) return [];
  const common = {
    code: 'AS4104',
    severity: 'error',
    about: INIT,
    remedy: `write \`${signatureOf(input)}\``,
  } as const;
  if (required) {
    const has = parameter.default ?? 'a default';
    return [
      {
        ...common,
        message: `the input \`${input.name}\` is required by the spec, but has the default ${has}`,
      },
    ];
  }
  const expected = input.default ?? null;
  if (parameter.required) {
    return [
      {
        ...common,
        message: `the input \`${input.name}\` has a default in the spec, but is required`,
        expected,
      },
    ];
  }
  if (await isDefault(expected, parameter.default ?? '')) return [];
  const actual = parameter.default ?? '';
  return [{ ...common, message: `the default of \`${input.name}\` is ${actual}`, expected, actual }];
}

async function isDefault(expected: Json, repr: string): Promise<boolean> {
  const fresh = typeof expected === 'object' && expected !== null && Object.keys(expected).length === 0;
  if (fresh && repr === 'None') return true;
  // The lab cuts a long `repr`: what was cut cannot be compared, and the examples still use the default.
  if (repr.length >= 200) return true;
  const actual = await literalOf(repr);
  return actual !== undefined && sameJson(expected, actual);
}

function demands(facts: ClassFacts, promised: ReadonlySet<string>): readonly Breach[] {
  const extra = facts.init.filter(
    ({ name, kind, required }) =>
      required && !kind.startsWith('var-') && name !== 'self' && name !== 'task_id' && !promised.has(name),
  );
  return extra.map(({ name }) => ({
    code: 'AS4110',
    severity: 'error',
    message: `the constructor demands \`${name}\`, which the spec does not have`,
    remedy: `remove \`${name}\` or give it a default`,
    about: INIT,
  }));
}

function noRest(): Breach {
  return {
    code: 'AS4105',
    severity: 'error',
    message: 'the constructor takes no **kwargs, so no DAG can give it a task_id',
    remedy: 'end the signature with `**kwargs` and call `super().__init__(**kwargs)`',
    about: INIT,
  };
}

function signatureOf(input: Input): string {
  if (!('default' in input)) return `${input.name}: ${input.type}`;
  const value = input.default ?? null;
  const fresh = typeof value === 'object';
  const shown = fresh ? 'None' : value === true ? 'True' : value === false ? 'False' : JSON.stringify(value);
  return `${input.name}: ${input.type} = ${shown}`;
}
