/** The method that goes on after a deferral, and the shape of methods that Airflow calls. */

import type { Edit } from '../../flow.js';
import { nearest } from '../../nearest.js';
import {
  linesIn,
  type NodeOf,
  type PythonFunction,
  type PythonModule,
  replacement,
} from '../../python/index.js';
import type { Fix } from './fix.js';
import { afterSlot, beforeSlot, slotsOf } from './signature.js';
import {
  type Attempt,
  allOf,
  classFix,
  classOf,
  literalText,
  moduleFix,
  namesAs,
  type Site,
} from './site.js';

function deferrals(
  site: Site,
): readonly { readonly call: NodeOf<'Call'>; readonly method: NodeOf<'Constant'> }[] {
  return allOf(site.module.tree, 'Call').flatMap((call) => {
    if (site.module.slice(call.func) !== 'self.defer') return [];
    const method = call.keywords.find(({ arg }) => arg === 'method_name')?.value;
    return method?.nodeType === 'Constant' && literalText(method) !== undefined ? [{ call, method }] : [];
  });
}

export const DEFER_METHOD: Fix = classFix(
  {
    id: 'defer-method',
    classes: ['deferral.method', 'attribute.missing', 'deferral'],
    title: 'Name a method that exists where the task goes on',
    prompt: 'Write `def execute_complete(self, context, event):` and name exactly that in `method_name`.',
  },
  (_finding, site) => {
    const { module, main } = site;
    const names = main.methods.map(({ name }) => name);
    const resuming = main.methods
      .filter(({ parameters }) => parameters.some(({ name }) => name === 'event'))
      .map(({ name }) => name);
    return deferrals(site).flatMap(({ method }) => {
      const name = literalText(method) ?? '';
      if (names.includes(name)) return [];
      const alike = names.filter(
        (one) => one.startsWith('execute_') && (name.startsWith(one) || nearest(name, [one]) !== undefined),
      );
      const found = alike.length === 1 ? alike[0] : resuming.length === 1 ? resuming[0] : undefined;
      const quote = module.slice(method).slice(-1);
      return found === undefined ? [] : [replacement(module, method, `${quote}${found}${quote}`)];
    });
  },
);

export const DEFER_SIGNATURE: Fix = classFix(
  {
    id: 'defer-signature',
    classes: ['deferral.method', 'argument.unknown', 'deferral', 'name.undefined'],
    title: 'Take `context` and `event` where the task goes on',
    prompt: 'Write `def execute_complete(self, context, event):`.',
  },
  (_finding, site) => {
    const { module, main } = site;
    const named = new Set(deferrals(site).map(({ method }) => literalText(method)));
    const methods = main.methods.filter(({ name, decorators }) => named.has(name) && decorators.length === 0);
    const given = new Set(
      deferrals(site).flatMap(({ call }) =>
        call.keywords.flatMap(({ arg, value }) =>
          arg === 'kwargs' && value.nodeType === 'Dict' ? value.keys.map((key) => literalText(key)) : [],
        ),
      ),
    );
    const edits = methods.map((method) => resumable(method, given, module));
    return edits.some((one) => one === undefined) ? undefined : edits.flatMap((one) => one ?? []);
  },
);

/** `given` are arguments that the deferral itself hands on. */
function resumable(
  method: PythonFunction,
  given: ReadonlySet<string | undefined>,
  module: PythonModule,
): Attempt {
  const slots = slotsOf(module, method);
  const [first] = slots;
  const has = (name: string) => slots.some((slot) => slot.name === name);
  const awaits =
    allOf(method.node, 'Await').length +
    allOf(method.node, 'AsyncFor').length +
    allOf(method.node, 'AsyncWith').length;
  const sync = method.async && awaits === 0 ? [withoutAsync(method, module)] : [];
  if (first === undefined || (method.async && awaits > 0)) return undefined;
  if (slots.some(({ kind }) => kind === 'var-keyword') && has('context')) return sync;
  const others = slots
    .slice(1)
    .filter(
      ({ name, kind, value }) =>
        !['context', 'event'].includes(name) &&
        !given.has(name) &&
        kind === 'positional' &&
        value === undefined,
    );
  const wanted = ['context', 'event'].filter((name) => !has(name));
  const [other] = others;
  const [missing] = wanted;
  if (wanted.length === 1 && others.length === 1 && other && missing) {
    const old = namesAs(method.node, other.name);
    if (old.length > 0 && namesAs(method.node, missing).length > 0) return undefined;
    const head: Edit = {
      start: other.start,
      end: { line: other.start.line, column: other.start.column + other.name.length },
      text: missing,
    };
    return [...sync, head, ...old.map((node) => replacement(module, node, missing))];
  }
  if (others.length > 0) return undefined;
  const context = has('context')
    ? undefined
    : afterSlot(module, first, has('event') ? 'context' : 'context, event');
  const at = slots.find(({ name }) => name === 'context');
  const event = at && !has('event') ? afterSlot(module, at, at.value ? 'event=None' : 'event') : undefined;
  return [...sync, ...(context ? [context] : []), ...(event ? [event] : [])];
}

/** `async ` taken away. */
export function withoutAsync(method: PythonFunction, module: PythonModule): Edit | undefined {
  const span = module.span(method.node);
  const text = span && (linesIn(module)[span.line - 1] ?? '').slice(span.column - 1);
  const word = /^async\s+/.exec(text ?? '')?.[0];
  if (span === undefined || word === undefined) return undefined;
  const start = { line: span.line, column: span.column };
  return { start, end: { line: span.line, column: span.column + word.length }, text: '' };
}

export const METHOD_SHAPE: Fix = moduleFix(
  {
    id: 'method-shape',
    classes: [
      'method.shape',
      'argument.positional',
      'xcom.value',
      'sensor.poke',
      'name.undefined',
      'argument.unknown',
    ],
    title: 'Give `execute` and `poke` the shape that Airflow calls',
    prompt: 'Write `def execute(self, context):` and `def poke(self, context):`, neither as coroutines.',
  },
  (finding, site) => {
    const { module } = site;
    const of = classOf(finding, site);
    if (of === undefined || !of.bases.some((base) => /(Operator|Sensor)$/.test(base))) return undefined;
    const methods = of.methods.filter(
      ({ name, decorators }) => (name === 'execute' || name === 'poke') && decorators.length === 0,
    );
    return methods.flatMap((method) => {
      const slots = slotsOf(module, method);
      const [first, second] = slots;
      const awaits =
        allOf(method.node, 'Await').length +
        allOf(method.node, 'AsyncFor').length +
        allOf(method.node, 'AsyncWith').length;
      const sync = method.async && awaits === 0 ? [withoutAsync(method, module)] : [];
      if (first === undefined || second?.kind === 'var-positional') return sync;
      if (second === undefined) return [...sync, afterSlot(module, first, 'context')];
      return second.kind === 'positional' ? sync : [...sync, beforeSlot(module, second, 'context')];
    });
  },
);
