/** What the constructor hands to the one of its base class. */

import type { Finding } from '../../flow.js';
import {
  after,
  atStart,
  type NodeOf,
  type PythonClass,
  type PythonFunction,
  type PythonModule,
  removal,
  replacement,
} from '../../python/index.js';
import type { Fix } from './fix.js';
import { afterSlot, slotsOf } from './signature.js';
import {
  type Attempt,
  baseCall,
  classOf,
  type Facts,
  literalText,
  moduleFix,
  namesAs,
  type Site,
} from './site.js';

interface Constructed {
  readonly of: PythonClass;
  readonly init: PythonFunction;
  readonly call?: NodeOf<'Call'>;
}

/** A fix of the constructor in which the finding stands. */
function initFix(facts: Facts, attempt: (one: Constructed, site: Site, finding: Finding) => Attempt): Fix {
  return moduleFix(facts, (finding, site) => {
    const of = classOf(finding, site);
    if (of?.init === undefined) return undefined;
    const call = baseCall(of.init);
    return attempt({ of, init: of.init, ...(call ? { call } : {}) }, site, finding);
  });
}

/** By the name of a base, through the classes of the module; else by what Airflow calls of a task, for the house names its bases as it likes. */
function isTask(
  of: PythonClass,
  classes: readonly PythonClass[],
  seen: readonly PythonClass[] = [],
): boolean {
  if (of.bases.some((base) => /(Operator|Sensor)$/.test(base))) return true;
  if (seen.includes(of) || of.bases.some((base) => /(Hook|Trigger)$/.test(base))) return false;
  const own = classes.filter(({ name }) => of.bases.includes(name));
  if (own.some((base) => isTask(base, classes, [...seen, of]))) return true;
  const isElsewhere = of.bases.some((base) => base !== 'object' && !own.some(({ name }) => name === base));
  return isElsewhere && of.methods.some(({ name }) => name === 'execute' || name === 'poke');
}

function restOf({ init }: Constructed): string | undefined {
  return init.node.args.kwarg?.arg;
}

/** `**kwargs` at the end of the signature. */
function takingRest(module: PythonModule, init: PythonFunction): Attempt {
  const last = slotsOf(module, init).at(-1);
  return last && [afterSlot(module, last, '**kwargs')];
}

/** The call with one more argument at its end. */
function withArgument(module: PythonModule, call: NodeOf<'Call'>, text: string): Attempt {
  const last = [...call.args, ...call.keywords]
    .map((node) => module.span(node))
    .sort((a, b) =>
      a === undefined || b === undefined ? 0 : a.endLine - b.endLine || a.endColumn - b.endColumn,
    )
    .at(-1);
  if (last === undefined) return [replacement(module, call, `${module.slice(call.func)}(${text})`)];
  const at = { line: last.endLine, column: last.endColumn };
  return [{ start: at, end: at, text: `, ${text}` }];
}

export const SUPER_INIT: Fix = initFix(
  {
    id: 'super-init',
    classes: ['construct.super', 'argument.missing', 'attribute.missing'],
    title: 'Call the constructor of the base class',
    prompt: 'Begin the constructor with `super().__init__(**kwargs)`.',
  },
  (one, { module }) => {
    const { init, call, of } = one;
    if (call !== undefined || init.node.body.at(-1)?.nodeType === 'Raise') return undefined;
    if (/\.__init__\(self\b/.test(module.slice(init.node))) return undefined;
    const task = isTask(of, module.classes);
    const rest = restOf(one) ?? (task ? 'kwargs' : undefined);
    const line = task ? `super().__init__(**${rest})` : 'super().__init__()';
    const taken = task && restOf(one) === undefined ? takingRest(module, init) : [];
    return taken && [...taken, atStart(module, init.node, [line])];
  },
);

export const KWARGS: Fix = initFix(
  {
    id: 'kwargs',
    classes: ['contract.kwargs', 'name.undefined', 'argument.unknown'],
    title: 'Take `**kwargs` and hand them to the base class',
    prompt: 'End the signature with `**kwargs` and call `super().__init__(**kwargs)`.',
  },
  (one, { module }, finding) => {
    const { init, call, of } = one;
    if (restOf(one) !== undefined || call === undefined || !isTask(of, module.classes)) return undefined;
    if (finding.code === 'AS4002' && !/`kwargs`/.test(finding.message)) return undefined;
    const handed = namesAs(call, 'kwargs').length > 0 ? [] : withArgument(module, call, '**kwargs');
    const taken = takingRest(module, init);
    return taken && handed && [...taken, ...handed, ...taskIds(one, module)];
  },
);

/** What a DAG gives as well must not be given twice. */
function taskIds({ call, init }: Constructed, module: PythonModule): Attempt & object {
  const given = call?.keywords.find(({ arg }) => arg === 'task_id');
  if (call === undefined || given === undefined) return [];
  // Handed on from an argument of its own, it does not come in **kwargs.
  const own = init.parameters.some(({ name }) => name === 'task_id');
  return own || literalText(given.value) === undefined ? [] : [withoutArgument(module, call, given)];
}

/** The edit that takes an argument out of a call, with one comma. */
function withoutArgument(
  module: PythonModule,
  call: NodeOf<'Call'>,
  argument: NodeOf<'Keyword'> | NodeOf<'Call'>['args'][number],
) {
  const spans = [...call.args, ...call.keywords].map((node) => ({ node, span: module.span(node) }));
  const index = spans.findIndex(({ node }) => node === argument);
  const [own, next, previous] = [spans[index]?.span, spans[index + 1]?.span, spans[index - 1]?.span];
  if (own === undefined || module.slice(call).includes('#')) return undefined;
  const start = { line: own.line, column: own.column };
  if (next) return { start, end: { line: next.line, column: next.column }, text: '' };
  const end = { line: own.endLine, column: own.endColumn };
  return { start: previous ? { line: previous.endLine, column: previous.endColumn } : start, end, text: '' };
}

export const SUPER_KWARGS: Fix = initFix(
  {
    id: 'super-kwargs',
    classes: ['contract.kwargs', 'argument.missing'],
    title: 'Hand `**kwargs` to the base class',
    prompt: 'Call `super().__init__(**kwargs)`: `task_id`, `retries` and all others arrive in it.',
  },
  (one, { module }) => {
    const { call } = one;
    const rest = restOf(one);
    if (rest === undefined || call === undefined || namesAs(call, rest).length > 0) return undefined;
    const ids = taskIds(one, module);
    const [only] = ids;
    // Two edits would meet where the literal is the last argument.
    if (only && call.args.length + call.keywords.length === 1)
      return [replacement(module, call, `${module.slice(call.func)}(**${rest})`)];
    const handed = withArgument(module, call, `**${rest}`);
    return handed && [...handed, ...ids];
  },
);

export const SUPER_OWN: Fix = initFix(
  {
    id: 'super-own-argument',
    classes: ['argument.unknown'],
    title: 'Keep an own argument from the base class',
    prompt: 'Assign an own input to `self`; hand only `**kwargs` to the base class.',
  },
  ({ init, call }, { module, spec }) => {
    if (call === undefined) return undefined;
    const own = new Set(spec.inputs.map(({ name }) => name));
    const wrong = call.keywords.filter(
      ({ arg, value }) => arg != null && own.has(arg) && value.nodeType === 'Name' && value.id === arg,
    );
    if (wrong.length === 0 || module.slice(call).includes('#')) return undefined;
    const kept = [...call.args, ...call.keywords.filter((one) => !wrong.includes(one))].map((node) =>
      module.slice(node),
    );
    const assigned = new Set(init.node.body.map((node) => module.slice(node)));
    const statement = init.node.body.find((node) => node.nodeType === 'Expr' && node.value === call);
    const lines = wrong.map(({ arg }) => `self.${arg} = ${arg}`).filter((line) => !assigned.has(line));
    const rest = lines.length === 0 ? [] : [statement && after(module, statement, lines)];
    return [replacement(module, call, `${module.slice(call.func)}(${kept.join(', ')})`), ...rest];
  },
);

export const SUPER_POSITIONAL: Fix = initFix(
  {
    id: 'super-positional',
    classes: ['argument.positional', 'type.mismatch'],
    title: 'Hand arguments to the base class by name',
    prompt: 'Hand arguments to `super().__init__` by name only, without `self`.',
  },
  ({ init, call }, { module }) => {
    if (call === undefined || call.args.length === 0 || module.slice(call).includes('#')) return undefined;
    const rest = init.node.args.kwarg?.arg;
    const positional = call.args.map((node) => {
      if (node.nodeType !== 'Name') return undefined;
      if (node.id === 'self') return [];
      if (node.id === rest) return call.keywords.some(({ arg }) => arg == null) ? [] : [`**${rest}`];
      return node.id === 'task_id' ? [`${node.id}=${node.id}`] : undefined;
    });
    if (positional.some((one) => one === undefined)) return undefined;
    const named = call.keywords.map((node) => module.slice(node));
    const all = [...positional.flatMap((one) => one ?? []), ...named].sort(
      (a, b) => Number(a.startsWith('**')) - Number(b.startsWith('**')),
    );
    return [replacement(module, call, `${module.slice(call.func)}(${all.join(', ')})`)];
  },
);

export const OWN_LOG_ASSIGNED: Fix = initFix(
  {
    id: 'log-attribute',
    classes: ['attribute.read-only'],
    title: 'Leave `log` to Airflow',
    prompt: 'Airflow gives every component its `self.log`; assign none.',
  },
  ({ init }, { module }, finding) => {
    const statement = init.node.body.find((node) =>
      /^self\.log\s*=\s*logging\.getLogger\(/.test(module.slice(node)),
    );
    return statement && /'log'/.test(finding.message)
      ? [removal(module, init.node.body, statement)]
      : undefined;
  },
);
