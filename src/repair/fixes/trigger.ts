/** Triggers: that they fire, travel, and let others work. */

import type { Edit } from '../../flow.js';
import {
  after,
  importing,
  insertion,
  linesIn,
  type NodeOf,
  type PythonClass,
  type PythonFunction,
  type PythonModule,
  replacement,
} from '../../python/index.js';
import type { Fix } from './fix.js';
import { ownClasses } from './reach.js';
import {
  type Attempt,
  allOf,
  assignmentsIn,
  functionOn,
  literalText,
  moduleFix,
  nodesAt,
  ownAttribute,
  type Site,
  statementsIn,
} from './site.js';

function triggersOf(site: Site): readonly PythonClass[] {
  return ownClasses(site).filter(({ bases }) => bases.some((base) => /Trigger$/.test(base)));
}

export const TRIGGER_RUN: Fix = moduleFix(
  {
    id: 'trigger-run',
    classes: ['trigger.run', 'async.loop', 'syntax.invalid', 'deferral'],
    title: 'Yield the event from a coroutine',
    prompt: 'Write `async def run(self):` and `yield TriggerEvent(…)` in the trigger.',
  },
  (_finding, site) => {
    const { module } = site;
    return triggersOf(site).flatMap(({ methods }) => {
      const run = methods.findLast(({ name }) => name === 'run');
      if (run === undefined || run.decorators.length > 0) return [];
      const returned = statementsIn(run.node.body).flatMap((place) => {
        const { statement, body } = place;
        const value = statement.nodeType === 'Return' ? statement.value : undefined;
        const event = value?.nodeType === 'Call' && /TriggerEvent$/.test(module.slice(value.func));
        return event ? [yielded(statement, body, run, module)] : [];
      });
      const yields = returned.length + allOf(run.node, 'Yield').length > 0;
      return [...(run.async || !yields ? [] : [asCoroutine(run, module)]), ...returned.flat()];
    });
  },
);

/** `return event` ends the method, which `yield event` alone does not. */
function yielded(
  statement: PythonFunction['node']['body'][number],
  body: readonly unknown[],
  run: PythonFunction,
  module: PythonModule,
): Attempt & object {
  const span = module.span(statement);
  if (span === undefined) return [undefined];
  const start = { line: span.line, column: span.column };
  const head: Edit = {
    start,
    end: { line: span.line, column: span.column + 'return'.length },
    text: 'yield',
  };
  const next = body[body.indexOf(statement) + 1] as { readonly nodeType?: string } | undefined;
  const last = run.node.body.at(-1) === statement || next?.nodeType === 'Return';
  return last ? [head] : [head, after(module, statement, ['return'])];
}

function asCoroutine({ node }: PythonFunction, module: PythonModule): Edit | undefined {
  const span = module.span(node);
  return span && insertion({ line: span.line, column: span.column }, 'async ');
}

export const TRIGGER_BLOCKS: Fix = moduleFix(
  {
    id: 'trigger-blocks',
    classes: ['trigger.blocking'],
    title: 'Await instead of blocking the event loop',
    prompt: 'Write `await asyncio.sleep(…)` and `await asyncio.to_thread(…)` in a coroutine.',
  },
  (finding, site) => {
    const { module } = site;
    const call = nodesAt(finding, site).find(
      (node): node is NodeOf<'Call'> => node.nodeType === 'Call' && /`/.test(finding.message),
    );
    const found = finding.position && functionOn(finding.position.line, site);
    const imported = importing(module, { module: 'asyncio' });
    if (call === undefined || found?.fn.async !== true || imported === undefined) return undefined;
    const name = module.slice(call.func);
    if (/(^|\.)sleep$/.test(name)) {
      const edit = replacement(module, call.func, 'await asyncio.sleep');
      return [...imported, edit];
    }
    const args = [...call.args, ...call.keywords].map((node) => module.slice(node));
    if (module.slice(call).includes('#') || isPart(call, found.fn)) return undefined;
    return [...imported, replacement(module, call, `await asyncio.to_thread(${[name, ...args].join(', ')})`)];
  },
);

/** `requests.get(…).json()`: an await there needs brackets. */
function isPart(call: NodeOf<'Call'>, { node }: PythonFunction): boolean {
  return (
    allOf(node, 'Attribute').some(({ value }) => value === call) ||
    allOf(node, 'With').some(({ items }) => items.some((item) => item.context_expr === call))
  );
}

const PATH = 'f"{type(self).__module__}.{type(self).__qualname__}"';

export const TRIGGER_SERIALIZE: Fix = moduleFix(
  {
    id: 'trigger-serialize',
    classes: [
      'trigger.serialize',
      'deferral',
      'argument.unknown',
      'argument.missing',
      'import.name',
      'attribute.missing',
      'type.mismatch',
      'timeout',
      'file.missing',
    ],
    title: 'Serialize the path of the class and the arguments of its constructor',
    prompt:
      'Return `(f"{type(self).__module__}.{type(self).__qualname__}", {…})` with exactly the arguments of the constructor.',
  },
  (_finding, site) => triggersOf(site).flatMap((one) => rebuilt(one, site) ?? []),
);

function rebuilt(one: PythonClass, site: Site): Attempt {
  const { module } = site;
  const { init, methods } = one;
  const serialize = methods.findLast(({ name }) => name === 'serialize');
  if (serialize === undefined) return written(one, site);
  const tuples = allOf(serialize.node, 'Tuple').filter(
    ({ elts }) => elts.length === 2 && elts[1]?.nodeType === 'Dict',
  );
  const [tuple] = tuples;
  const [path, kwargs] = tuple?.elts ?? [];
  if (tuples.length !== 1 || path === undefined || kwargs?.nodeType !== 'Dict') return undefined;
  const keys = kwargs.keys.map((key) => literalText(key));
  if (keys.some((key) => key === undefined)) return undefined;
  return [...pathEdits(path, serialize, one, module), ...(init ? argumentEdits(kwargs, init, module) : [])];
}

/** The path, where it stands as text and names another class. */
function pathEdits(
  path: NodeOf<'Tuple'>['elts'][number],
  serialize: PythonFunction,
  one: PythonClass,
  module: PythonModule,
): readonly (Edit | undefined)[] {
  const assigned =
    path.nodeType === 'Name'
      ? allOf(serialize.node, 'Assign').filter(({ targets }) =>
          targets.some((target) => target.nodeType === 'Name' && target.id === path.id),
        )
      : [];
  const node = assigned.length === 1 ? assigned[0]?.value : path;
  const text = literalText(node);
  if (node === undefined || (text === undefined && node.nodeType !== 'JoinedStr')) return [];
  const source = module.slice(node);
  const right =
    /__qualname__|__name__|\bclass_path\b/.test(source) || new RegExp(`\\.${one.name}["']+$`).test(source);
  return right ? [] : [replacement(module, node, PATH)];
}

function argumentEdits(
  kwargs: NodeOf<'Dict'>,
  init: PythonFunction,
  module: PythonModule,
): readonly (Edit | undefined)[] {
  const taken = init.parameters.slice(1).filter(({ kind }) => !kind.startsWith('var-'));
  const open = init.parameters.some(({ kind }) => kind === 'var-keyword');
  const entries = kwargs.keys.map((key, index) => ({
    key,
    name: literalText(key),
    value: kwargs.values[index],
  }));
  const kept = new Set(
    assignmentsIn(init).flatMap(({ name, statement }) =>
      statement.value.nodeType === 'Name' && statement.value.id === name ? [name] : [],
    ),
  );
  const missing = taken
    .filter(
      ({ name, default: value }) => value === undefined && !entries.some((entry) => entry.name === name),
    )
    .map(({ name }) => name);
  const extra = open ? [] : entries.filter(({ name }) => !taken.some((one) => one.name === name));
  const edits: (Edit | undefined)[] = [];
  for (const { key, value } of extra) {
    // The value tells which argument was meant.
    const meant = ownAttribute(value) ?? (missing.length === 1 ? missing[0] : undefined);
    if (!key || meant === undefined || !taken.some(({ name }) => name === meant)) return [undefined];
    if (entries.some(({ name }) => name === meant)) return [undefined];
    edits.push(replacement(module, key, quoted(key, meant, module)));
    missing.splice(missing.indexOf(meant), missing.includes(meant) ? 1 : 0);
  }
  for (const { name, value } of entries) {
    if (name !== undefined && kept.has(name) && value?.nodeType === 'Constant' && value.value === null)
      edits.push(replacement(module, value, `self.${name}`));
  }
  if (missing.some((name) => !kept.has(name))) return [undefined];
  const text = missing.map((name) => `"${name}": self.${name}`).join(', ');
  return text === '' ? edits : [...edits, added(kwargs, text, module)];
}

function added(kwargs: NodeOf<'Dict'>, text: string, module: PythonModule): Edit | undefined {
  const [first] = kwargs.keys;
  const span = module.span(kwargs);
  if (first) {
    const at = module.span(first);
    const head = at && (linesIn(module)[at.line - 1] ?? '').slice(0, at.column - 1);
    return (
      at &&
      insertion({ line: at.line, column: at.column }, head?.trim() === '' ? `${text},\n${head}` : `${text}, `)
    );
  }
  return span && module.slice(kwargs) === '{}' ? replacement(module, kwargs, `{${text}}`) : undefined;
}

function quoted(key: NodeOf<'Dict'>['keys'][number] & object, name: string, module: PythonModule): string {
  const quote = module.slice(key).endsWith("'") ? "'" : '"';
  return `${quote}${name}${quote}`;
}

/** A `serialize` for a trigger that keeps each argument under its own name. */
function written(one: PythonClass, { module }: Site): Attempt {
  const { init } = one;
  if (!one.methods.some(({ name }) => name === 'run')) return undefined;
  if (one.bases.some((base) => !/(^|\.)BaseTrigger$/.test(base))) return undefined;
  const names = init?.parameters.slice(1).map(({ name }) => name) ?? [];
  const kept = init ? assignmentsIn(init).map(({ name }) => name) : [];
  const run = one.methods.find(({ name }) => name === 'run');
  if (names.some((name) => !kept.includes(name)) || run === undefined) return undefined;
  const dict = `{${names.map((name) => `"${name}": self.${name}`).join(', ')}}`;
  const lines = ['', 'def serialize(self):', `    return ${PATH}, ${dict}`];
  return [after(module, init?.node ?? run.node, lines)];
}
