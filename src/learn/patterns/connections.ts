/** How an Airflow connection becomes what a client needs. */

import { type Node, type NodeOf, type PythonFunction, type Statement, walk } from '../../python/index.js';
import { abstracted } from '../abstraction.js';
import { type Component, scopesOf } from '../component.js';
import { localRoles } from '../roles.js';
import type { Sighting } from './sighting.js';

const LONGEST_SLICE = 6;

/** Every idea about connections in `component`. */
export function connectionPatterns(component: Component): readonly Sighting[] {
  return scopesOf(component).flatMap((scope) => connectionUse(scope, component));
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
    { ...scope, node: { ...scope.node, body: scope.node.body.filter(isLookup) } },
    component,
    isGetter,
  );
  const address = reading(ADDRESS);
  const asked = reading(CREDENTIALS);
  const credentials = asked !== undefined && /Authorization|Bearer|auth/.test(asked) ? asked : undefined;
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
  // What is returned mixes the idea with the component's own shape.
  if (statements.length === 0 || statements.some(({ nodeType }) => nodeType === 'Return')) return undefined;
  const code = abstracted(statements, component, scope.node);
  return code.split('\n').length > LONGEST_SLICE ? undefined : code;
}

/** `x = ….get_connection(…)`, and the same with `.get_hook()` at its end. */
function isLookup(statement: Statement): boolean {
  if (statement.nodeType !== 'Assign' || statement.value.nodeType !== 'Call') return false;
  const { func } = statement.value;
  return func.nodeType === 'Attribute' && /^get_(connection|hook)$/.test(func.attr);
}

function isGetter(node: Node): boolean {
  return node.nodeType === 'Attribute' && node.attr === 'get_connection';
}

function isFieldOf(node: Node, names: readonly string[]): node is NodeOf<'Attribute'> {
  return node.nodeType === 'Attribute' && node.value.nodeType === 'Name' && names.includes(node.value.id);
}
