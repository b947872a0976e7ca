/** Rules for acceptance examples: what they name must exist, and what they ask for must be possible. */

import type { Json, Kind } from '../flow.js';
import type { SpecExample, SpecFile, SpecInput } from '../generated/spec-file.js';
import { didYouMean, nearest } from '../nearest.js';
import type { SpecContext } from './check-component.js';
import { connectionInput } from './check-component.js';
import { checkContext } from './check-context.js';
import { isJinja } from './check-inputs.js';
import { checkWorld } from './check-world.js';
import { fits, parseType } from './python-type.js';
import { aOrAn, quote } from './quote.js';
import type { Report } from './report.js';
import { Reserved } from './reserved.js';
import { pointerTo } from './tree.js';

/** Checks every example of a file that fits the schema. */
export function checkExamples(file: SpecFile, context: SpecContext, report: Report): void {
  const examples = file.examples ?? [];
  if (examples.length === 0) {
    const where = file.examples ? '/examples' : '';
    report.at(where, 'AS1037', 'the spec has no examples, so what the component does stays unchecked', {
      severity: 'warning',
      remedy: 'Add at least one to `examples`: its inputs, its world (`given`) and what must come out.',
    });
  }
  const reserved = new Reserved(context.reserved, file.kind, file.airflow ?? context.defaultRange);
  const seen = new Set<string>();
  for (const [index, example] of examples.entries()) {
    const at = `/examples/${index}`;
    if (seen.has(example.name)) {
      report.at(`${at}/name`, 'AS1016', `there are two examples ${quote(example.name)}`, {
        remedy: 'Rename one of them, so that reports can tell them apart.',
      });
    }
    seen.add(example.name);
    checkConstructor(example, file, reserved, at, report);
    checkCall(example, file, reserved, at, report);
    checkKindKeys(example, file.kind, at, report);
    checkDeferral(example, file, at, report);
    checkExpectations(example, file, at, report);
    checkContext(example, at, report);
    checkWorld(example, file, at, report);
  }
}

function checkConstructor(
  example: SpecExample,
  file: SpecFile,
  reserved: Reserved,
  at: string,
  report: Report,
): void {
  const inputs = file.inputs ?? [];
  const known = new Set(inputs.map((input) => input.name));
  if (file.connection) known.add(connectionInput(file.connection));
  if (file.deferrable) known.add('deferrable');
  for (const name of Object.keys(example.inputs ?? {})) {
    const pointer = pointerTo(`${at}/inputs`, name);
    if (name === 'task_id') {
      report.atKey(pointer, 'AS1025', '`task_id` is given by the lab', { remedy: 'Delete it here.' });
      continue;
    }
    // Arguments of the base class, such as `soft_fail` of a sensor, change what is shown and may be given.
    if (known.has(name) || reserved.find(name)?.use === 'parameter') continue;
    report.atKey(pointer, 'AS1025', `the component has no input ${quote(name)}`, {
      remedy: `${didYouMean(name, known)}${listOf('Its inputs are', known)}`,
    });
  }
  const given = example.inputs ?? {};
  checkArguments(inputs, given, example, `${at}/inputs`, at, report);
}

function checkCall(
  example: SpecExample,
  file: SpecFile,
  reserved: Reserved,
  at: string,
  report: Report,
): void {
  const { call } = example;
  if (file.kind !== 'hook') return;
  const methods = file.methods ?? [];
  const names = methods.map((method) => method.name);
  if (!call) {
    // Without a call the constructor alone runs, which can only show that it raises.
    if (example.raises) return;
    report.at(`${at}/name`, 'AS1027', `example ${quote(example.name)} of a hook calls no method`, {
      remedy: `Add \`call: {method: ${names[0] ?? '…'}, args: {…}}\`.`,
    });
    return;
  }
  const method = methods.find((candidate) => candidate.name === call.method);
  if (!method) {
    if (reserved.find(call.method)?.use === 'method') return;
    report.at(`${at}/call/method`, 'AS1027', `the hook has no method ${quote(call.method)}`, {
      remedy: `${didYouMean(call.method, names)}${listOf('Its methods are', names)}`,
    });
    return;
  }
  const inputs = method.inputs ?? [];
  const known = inputs.map((input) => input.name);
  if (Array.isArray(call.args)) {
    checkPositional(call.args, method.name, inputs, example, at, report);
    return;
  }
  for (const name of Object.keys(call.args ?? {})) {
    if (known.includes(name)) continue;
    report.atKey(
      pointerTo(`${at}/call/args`, name),
      'AS1025',
      `method ${quote(method.name)} has no input ${quote(name)}`,
      {
        remedy: `${didYouMean(name, known)}${listOf('Its inputs are', known)}`,
      },
    );
  }
  checkArguments(inputs, call.args ?? {}, example, `${at}/call/args`, `${at}/call`, report);
}

/** Arguments in the order of the method's inputs. */
function checkPositional(
  args: readonly unknown[],
  method: string,
  inputs: readonly SpecInput[],
  example: SpecExample,
  at: string,
  report: Report,
): void {
  if (args.length > inputs.length) {
    report.at(
      `${at}/call/args/${inputs.length}`,
      'AS1025',
      `method ${quote(method)} has ${inputs.length} inputs, not ${args.length}`,
      {
        remedy: listOf(
          'Its inputs are',
          inputs.map((input) => input.name),
        ),
      },
    );
    return;
  }
  if (example.raises) return;
  for (const [index, input] of inputs.entries()) {
    if (index < args.length) checkValue(input, args[index] as Json, `${at}/call/args/${index}`, report);
    else if (!('default' in input)) reportMissing(input, example, `${at}/call/args`, report);
  }
}

function reportMissing(input: SpecInput, example: SpecExample, pointer: string, report: Report): void {
  report.at(
    pointer,
    'AS1026',
    `example ${quote(example.name)} leaves out the required input ${quote(input.name)}`,
    { remedy: `Give \`${input.name}\` a value here, or a default in the spec.` },
  );
}

function checkArguments(
  inputs: readonly SpecInput[],
  given: { readonly [name: string]: unknown },
  example: SpecExample,
  pointer: string,
  parent: string,
  report: Report,
): void {
  const known = inputs.map((input) => input.name);
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  const misspelt = new Set(unknown.map((name) => nearest(name, known)));
  for (const input of inputs) {
    const there = Object.hasOwn(given, input.name);
    // An example that expects an exception may be about just that.
    if (!there && !('default' in input) && !example.raises && !misspelt.has(input.name)) {
      reportMissing(input, example, Object.keys(given).length > 0 ? pointer : parent, report);
    }
    if (there && !example.raises)
      checkValue(input, given[input.name] as Json, pointerTo(pointer, input.name), report);
  }
}

function checkValue(input: SpecInput, value: Json, pointer: string, report: Report): void {
  const parsed = parseType(input.type);
  if (!parsed.ok || fits(value, parsed.type) || holdsPlaceholder(value)) return;
  report.at(
    pointer,
    'AS1045',
    `${quote(value)} is not of type ${quote(input.type)}, which ${quote(input.name)} has`,
    {
      severity: 'warning',
      remedy: 'Correct the value or the type, or say with `raises` that this must fail.',
    },
  );
}

/** Jinja and `${http}` become other texts, or other types, before the component sees them. */
function holdsPlaceholder(value: Json): boolean {
  if (typeof value === 'string') return isJinja(value) || /\$\{(?:http|dir)\}/.test(value);
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some((inner) => holdsPlaceholder(inner));
}

/** Which keys need which kind. A sensor is an operator that pokes. */
const KIND_KEYS: { readonly [key: string]: readonly Kind[] } = {
  call: ['hook'],
  pokes: ['sensor'],
  between: ['sensor'],
  rendered: ['operator', 'sensor'],
  xcom: ['operator', 'sensor', 'task'],
  xcom_exact: ['operator', 'sensor', 'task'],
  kill: ['operator', 'sensor'],
};

function checkKindKeys(example: SpecExample, kind: Kind, at: string, report: Report): void {
  for (const [key, kinds] of Object.entries(KIND_KEYS)) {
    if (!Object.hasOwn(example, key) || kinds.includes(kind)) continue;
    report.atKey(
      `${at}/${key}`,
      'AS1028',
      `\`${key}\` is for ${kinds.map((one) => `${one}s`).join(' and ')}, and this is ${aOrAn(kind)}`,
      {
        remedy: kind === 'hook' ? 'Use `returns` or `raises` with `call`.' : 'Use `returns` or `raises`.',
      },
    );
  }
  if (example.xcom_exact !== undefined && !example.xcom) {
    report.atKey(
      `${at}/xcom_exact`,
      'AS1028',
      '`xcom_exact` needs `xcom`: it says that there are no other keys',
      {
        remedy: 'Add `xcom`, or `xcom: {}` where nothing may be pushed.',
      },
    );
  }
}

function checkDeferral(example: SpecExample, file: SpecFile, at: string, report: Report): void {
  for (const key of ['defers', 'event'] as const) {
    if (!Object.hasOwn(example, key) || file.deferrable) continue;
    report.atKey(`${at}/${key}`, 'AS1030', `\`${key}\` is for deferrable components, and this one is not`, {
      remedy: 'Add `deferrable: true` to the spec, or remove the key.',
    });
  }
  if (file.deferrable && Object.hasOwn(example, 'event') && example.defers === false) {
    report.atKey(`${at}/event`, 'AS1047', 'an event is delivered only to a run that defers', {
      remedy: 'Remove `event`, or write `defers: true`.',
    });
  }
}

function checkExpectations(example: SpecExample, file: SpecFile, at: string, report: Report): void {
  // A sensor may name its pokes beside either: it is run as a whole, and each poke is compared as well.
  if (Object.hasOwn(example, 'returns') && Object.hasOwn(example, 'raises')) {
    report.atKey(`${at}/raises`, 'AS1047', '`returns` and `raises` cannot both hold', {
      cause: 'A run either returns or raises.',
      remedy: 'Keep one of them, or make two examples.',
    });
  }
  const templated = (file.inputs ?? []).filter((input) => input.template).map((input) => input.name);
  for (const name of Object.keys(example.rendered ?? {})) {
    if (file.kind === 'hook' || templated.includes(name)) continue;
    report.atKey(pointerTo(`${at}/rendered`, name), 'AS1025', `${quote(name)} is no template field`, {
      remedy: `${didYouMean(name, templated)}Give the input \`template: true\`, or remove it here.`,
    });
  }
}

function listOf(words: string, names: Iterable<string>): string {
  const list = [...names].map((name) => `\`${name}\``);
  return list.length === 0 ? 'There are none.' : `${words} ${list.join(', ')}.`;
}
