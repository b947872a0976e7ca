/** The lines that use the component: in the example DAG, and on its page. */

import type { Example, Input, Json, Method, Spec } from '../../flow.js';
import { inputLiteral } from './component.js';
import { fromContext, fromTemplate } from './params.js';
import { atom, call, type Expression, literal, statement } from './python.js';
import { record, type Sample, settle, synthesise } from './sample.js';

/** Inputs that a DAG param of the same name fills: templated ones of a task, any of a hook. */
export function wiredInputs(spec: Spec): readonly Input[] {
  const params = new Set(spec.params.map((param) => param.name));
  return spec.inputs.filter((input) => (input.template || spec.kind === 'hook') && params.has(input.name));
}

/** The task of an operator or a sensor: `OpenMeteoForecastOperator(task_id=…, …)`. */
export function operatorTask(spec: Spec, stem: string, sample: Sample, indent: number): string {
  const taskId = stem.replace(/_(operator|sensor)$/, '');
  const named = constructorArguments(spec, sample);
  const shown = named.some(([name]) => name === 'timeout' || name === 'poke_interval');
  const patience = spec.kind === 'sensor' && !shown ? PATIENCE : [];
  return statement(indent, '', call(spec.name, [], [['task_id', literal(taskId)], ...named, ...patience]));
}

const PATIENCE = [
  ['poke_interval', atom('60')],
  ['timeout', atom('3600')],
] as const;

/** A task function that makes the hook and calls one of its methods. */
export function hookTask(spec: Spec, stem: string, sample: Sample, indent: number): string {
  const used = methodCall(spec);
  const pad = ' '.repeat(indent);
  const hook = statement(indent + 4, 'hook = ', call(spec.name, [], constructorArguments(spec, sample)));
  const name = used === undefined ? `use_${stem}` : `call_${used.name}`;
  const body =
    used === undefined ? `${pad}    return str(hook)` : statement(indent + 4, used.before, used.expression);
  const context = (hook + body).includes('context["params"]') ? '**context' : '';
  const task = [`${pad}@task`, `${pad}def ${name}(${context}):`, hook, body].join('\n');
  // Blank lines as the formatter wants them: one inside a block, two at the top.
  return indent > 0 ? `\n${task}\n\n${pad}${name}()` : `${task}\n\n\n${name}()`;
}

function constructorArguments(spec: Spec, sample: Sample): readonly (readonly [string, Expression])[] {
  const fromParam = spec.kind === 'hook' ? fromContext : fromTemplate;
  const wired = new Set(wiredInputs(spec).map((input) => input.name));
  const shown = spec.inputs.filter((input) => wired.has(input.name) || sample.arguments.has(input.name));
  const values = shown.map((input): readonly [string, Expression] => [
    input.name,
    wired.has(input.name)
      ? fromParam(input.name)
      : inputLiteral(input, sample.arguments.get(input.name) ?? null),
  ]);
  const named = new Set(spec.inputs.map((input) => input.name));
  const others = [...sample.arguments].filter(([name]) => !named.has(name) && isArgument(name));
  const connection = spec.connection;
  const connect =
    connection === undefined || sample.arguments.has(connection.input)
      ? []
      : [[connection.input, literal(connection.default_id)] as const];
  return [...connect, ...values, ...others.map(([name, value]) => [name, literal(value)] as const)];
}

interface MethodCall {
  readonly name: string;
  readonly before: string;
  readonly expression: Expression;
}

/** The call of the first example that should succeed; else the first method with made-up arguments. */
function methodCall(spec: Spec): MethodCall | undefined {
  const example = spec.examples.find(
    (one) => one['raises'] === undefined && calledMethod(spec, one) !== undefined,
  );
  const method = example === undefined ? spec.methods[0] : calledMethod(spec, example);
  if (method === undefined) return undefined;
  const args = example === undefined ? madeUp(method) : record(record(example['call'])['args']);
  const params = new Set(spec.params.map((param) => param.name));
  const named = Object.entries(args)
    .filter(([name]) => isArgument(name))
    .map(([name, value]): readonly [string, Expression] => {
      const input = method.inputs.find((one) => one.name === name);
      return [name, params.has(name) ? fromContext(name) : inputLiteral(input, settle(value))];
    });
  const invoked = call(`hook.${method.name}`, [], named);
  // Only what an example has shown to be JSON is returned to XCom; an iterator is listed first.
  if (example?.['returns'] === undefined)
    return { name: method.name, before: '', expression: call('print', [invoked], []) };
  const expression = Array.isArray(example['returns']) ? call('list', [invoked], []) : invoked;
  return { name: method.name, before: 'return ', expression };
}

function calledMethod(spec: Spec, example: Example): Method | undefined {
  const name = record(example['call'])['method'];
  return spec.methods.find((method) => method.name === name);
}

function madeUp(method: Method): { readonly [name: string]: Json } {
  const required = method.inputs.filter((input) => input.default === undefined);
  return Object.fromEntries(required.map((input) => [input.name, synthesise(input) ?? 'example']));
}

const KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

function isArgument(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !KEYWORDS.has(name);
}
