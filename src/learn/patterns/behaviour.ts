/** What a component does while it runs: connections, calls of libraries, pages, logging, translated errors. */

import {
  dotted,
  format,
  type Node,
  type NodeOf,
  type PythonFunction,
  type Statement,
  walk,
} from '../../python/index.js';
import { abstracted, asStatement, ELLIPSIS, indented } from '../abstraction.js';
import { type Component, externalName, scopesOf } from '../component.js';
import { localRoles } from '../roles.js';
import { exceptionName } from './checks.js';
import { libraryOf } from './imports.js';
import type { Sighting } from './sighting.js';

const LONGEST_SLICE = 12;

/** Every idea about what `component` does when it runs. */
export function behaviourPatterns(component: Component): readonly Sighting[] {
  return scopesOf(component).flatMap((scope) => [
    ...connectionUse(scope, component),
    ...libraryCalls(scope, component),
    ...pages(scope, component),
    ...pokeAnswer(scope, component),
    ...translations(scope, component),
    ...logging(scope),
  ]);
}

const ADDRESS = ['schema', 'host', 'port'];
const CREDENTIALS = ['login', 'password', 'get_password', 'extra', 'extra_dejson'];

/** How an Airflow connection is had, and how its fields become what a client needs: each an idea of its own. */
function connectionUse(scope: PythonFunction, component: Component): readonly Sighting[] {
  const roles = [...localRoles(scope.node, component.vocabulary)];
  const names = roles.filter(([, role]) => role === 'connection').map(([name]) => name);
  const reading = (wanted: readonly string[]) =>
    slice(scope, component, (node) => isFieldOf(node, names) && wanted.includes(node.attr));
  const had = slice(
    scope,
    component,
    (node) => node.nodeType === 'Attribute' && node.attr === 'get_connection',
  );
  const address = reading(ADDRESS);
  const credentials = reading(CREDENTIALS);
  const sighting = (
    title: string,
    when: string,
    notWhen: string,
    code: string | undefined,
  ): readonly Sighting[] => (code === undefined ? [] : [{ type: 'execution', title, when, notWhen, code }]);
  return [
    ...sighting(
      had?.includes('.get_hook(')
        ? 'Let the connection make the hook of its own type'
        : `Get the connection through ${had?.includes('self.get_connection') ? 'the hook itself' : 'BaseHook'}`,
      'a component is given a connection id: reading it when the task runs keeps parsing free of lookups',
      'a provider’s hook takes the connection id itself',
      had,
    ),
    ...sighting(
      'Build the address from the fields of the connection',
      'a client wants one URL, and schema and port of a connection may be empty',
      'a provider’s hook for this connection type is installed and does it',
      address,
    ),
    ...sighting(
      'Hand the credentials of the connection to the client alone',
      'a client needs the secret that Airflow keeps; it goes into no message and no log',
      'a provider’s hook for this connection type is installed and does it',
      credentials,
    ),
  ];
}

/** The statements of `scope` that hold a node of interest, abstracted; undefined when there are none or too many. */
function slice(
  scope: PythonFunction,
  component: Component,
  wanted: (node: Node) => boolean,
): string | undefined {
  const statements = scope.node.body.filter((statement) => walk(statement).some(wanted));
  if (statements.length === 0) return undefined;
  const code = abstracted(statements, component, scope.node);
  return code.split('\n').length > LONGEST_SLICE / 2 ? undefined : code;
}

function isFieldOf(node: Node, names: readonly string[]): node is NodeOf<'Attribute'> {
  return node.nodeType === 'Attribute' && node.value.nodeType === 'Name' && names.includes(node.value.id);
}

/** A call of a library with the keywords that this one needs. */
function libraryCalls(scope: PythonFunction, component: Component): readonly Sighting[] {
  const receivers = receiversOf(scope, component);
  return walk(scope.node).flatMap((node) => {
    if (node.nodeType !== 'Call' || !node.keywords.some(({ arg }) => arg !== undefined)) return [];
    const name = externalName(node.func, component.vocabulary) ?? receiverName(node, receivers);
    if (name === undefined || !isWorthCalling(name)) return [];
    const keywords = node.keywords.flatMap(({ arg }) => (arg === undefined ? [] : [arg]));
    const library = libraryOf({
      module: name,
      bound: name,
      level: 0,
      guard: 'none',
      topLevel: true,
      line: 1,
    });
    return [
      {
        type: 'execution' as const,
        title: `Call ${name} with ${[...keywords].sort().join(', ')}`,
        when:
          library.length > 0
            ? `the component works through ${library[0]}`
            : `the component works through ${name.split('.').at(-1)}`,
        notWhen: 'a hook of the repository already wraps this call',
        code: `result = ${abstracted([shallow(node)], component, scope.node)}`,
        libraries: library,
      },
    ];
  });
}

/** Exceptions, types and what every component calls are no ideas. */
function isWorthCalling(name: string): boolean {
  const last = name.split('.').at(-1) ?? name;
  if (/(Exception|Error|Warning)$/.test(last) || name.startsWith('typing.')) return false;
  if (name.startsWith('airflow.'))
    return /hooks?|Hook|sensors?\.base|PokeReturnValue|TriggerEvent|xcom/i.test(name);
  return (
    libraryOf({ module: name, bound: name, level: 0, guard: 'none', topLevel: true, line: 1 }).length > 0
  );
}

/** Locals that hold an object of a library: `session = requests.Session()`. */
function receiversOf(scope: PythonFunction, { vocabulary }: Component): ReadonlyMap<string, string> {
  const receivers = new Map<string, string>();
  for (const node of walk(scope.node)) {
    const [target, value] =
      node.nodeType === 'Assign'
        ? [node.targets[0], node.value]
        : node.nodeType === 'WithItem'
          ? [node.optional_vars, node.context_expr]
          : [];
    if (target?.nodeType !== 'Name' || value?.nodeType !== 'Call') continue;
    const name = externalName(value.func, vocabulary);
    if (name !== undefined && /\.[A-Z][A-Za-z]*$/.test(name)) receivers.set(target.id, name);
  }
  return receivers;
}

function receiverName({ func }: NodeOf<'Call'>, receivers: ReadonlyMap<string, string>): string | undefined {
  if (func.nodeType !== 'Attribute' || func.value.nodeType !== 'Name') return undefined;
  const receiver = receivers.get(func.value.id);
  return receiver === undefined ? undefined : `${receiver}.${func.attr}`;
}

/** Arguments as `value`: which ones there are is the idea, not what is in them. Keywords in one order. */
function shallow(node: NodeOf<'Call'>): NodeOf<'Call'> {
  const value = (asStatementOf('value') as NodeOf<'Expr'>).value;
  const keywords = node.keywords
    .map((keyword) => (keyword.value.nodeType === 'Constant' ? keyword : { ...keyword, value }))
    .sort((a, b) => ((a.arg ?? '~') < (b.arg ?? '~') ? -1 : 1));
  return { ...node, args: node.args.map(() => value), keywords };
}

function asStatementOf(name: string): Statement {
  return asStatement({ nodeType: 'Name', id: name, ctx: { nodeType: 'Load' }, lineno: 1, col_offset: 0 });
}

/** A loop that asks, uses the answer, and goes on while there is a next page. */
function pages(scope: PythonFunction, component: Component): readonly Sighting[] {
  return walk(scope.node).flatMap((node) => {
    if (node.nodeType !== 'While') return [];
    const inside = walk(node);
    const yields = inside.some(({ nodeType }) => nodeType === 'Yield' || nodeType === 'YieldFrom');
    if (inside.some(({ nodeType }) => nodeType === 'Await')) return [];
    const collects = inside.some(
      (inner) => inner.nodeType === 'Call' && /\.(extend|append)$/.test(dotted(inner.func) ?? ''),
    );
    const code = abstracted([node], component, scope.node);
    if ((!yields && !collects) || code.split('\n').length > LONGEST_SLICE) return [];
    return [
      {
        type: 'execution' as const,
        title: `Follow pages until there is no next one, ${yields ? 'yielding' : 'collecting'} items`,
        when: 'a service answers in pages and each page says where the next one is',
        notWhen: 'all pages fit one request, or the client follows pages itself',
        code,
      },
    ];
  });
}

function pokeAnswer(scope: PythonFunction, component: Component): readonly Sighting[] {
  const last = scope.node.body.at(-1);
  if (scope.name !== 'poke' || last?.nodeType !== 'Return' || last.value?.nodeType !== 'Compare') return [];
  if (last.value.left.nodeType !== 'Name') return [];
  return [
    {
      type: 'execution',
      title: 'Answer a poke with the comparison itself',
      when: 'a sensor waits for a measured value to reach a limit',
      notWhen: 'the sensor must hand a value on: then return a PokeReturnValue',
      code: `def poke(self, context):\n    ...\n${indented(abstracted([last], component, scope.node))}`,
    },
  ];
}

/** `except X as error: raise Y(…) from error`, whatever was tried. */
function translations(scope: PythonFunction, component: Component): readonly Sighting[] {
  return walk(scope.node).flatMap((node) => {
    if (node.nodeType !== 'Try') return [];
    return node.handlers.flatMap((handler): readonly Sighting[] => {
      const raised = handler.body.find((statement) => statement.nodeType === 'Raise');
      if (raised?.nodeType !== 'Raise' || !raised.exc || !handler.type || handler.body.length > 2) return [];
      const caught = format(handler.type);
      if (/ImportError|ModuleNotFoundError/.test(caught)) return [];
      const body = {
        ...node,
        body: [ELLIPSIS],
        handlers: [{ ...handler, body: [raised] }],
        orelse: [],
        finalbody: [],
      };
      return [
        {
          type: 'error_handling',
          title: `Turn ${caught} into ${exceptionName(raised.exc) ?? 'another error'}`,
          when: `a call can raise ${caught}, and whoever reads the task log should see what was tried`,
          notWhen: 'the message of the original exception may hold a secret',
          code: abstracted([body], component, scope.node),
        },
      ];
    });
  });
}

function logging(scope: PythonFunction): readonly Sighting[] {
  return walk(scope.node).flatMap((node) => {
    if (node.nodeType !== 'Call' || node.args.length < 2) return [];
    const level = /^self\.log\.(debug|info|warning|error|exception)$/.exec(dotted(node.func) ?? '')?.[1];
    const [message] = node.args;
    if (level === undefined || message?.nodeType !== 'Constant' || typeof message.value !== 'string')
      return [];
    const used = scope.name === '__init__' ? 'while it is constructed' : 'while it runs';
    return [
      {
        type: 'logging' as const,
        title: `Log at level ${level} with arguments, not with a formatted string`,
        when: `the task says what it does ${used}; the text is only built where the level is on`,
        notWhen: 'an argument could hold a secret',
        code: `self.log.${level}("… %s", self.value)`,
      },
    ];
  });
}
