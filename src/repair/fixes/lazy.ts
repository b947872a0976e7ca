/** What the constructor makes or looks up, moved to where it is needed: a property that is computed once, or the method that runs. */

import type { Edit } from '../../flow.js';
import {
  after,
  atStart,
  cutting,
  importing,
  type Node,
  type NodeOf,
  type PythonClass,
  type PythonFunction,
  replacement,
  type Statement,
} from '../../python/index.js';
import type { Fix } from './fix.js';
import { withSelf } from './raw-template.js';
import {
  type Attempt,
  allOf,
  assignmentsIn,
  classOf,
  holdsLine,
  moduleFix,
  namesAs,
  ownAttribute,
  type Site,
  usesOf,
} from './site.js';

interface Place {
  readonly of: PythonClass;
  readonly init: PythonFunction;
  readonly site: Site;
}

/** What makes a statement of the constructor one that reaches outside. */
const REACHES =
  /get_connection|get_hook|Variable\.get|\w+Hook\(|\bopen\(|urlopen\(|\b(requests|httpx|socket|subprocess|shutil|tempfile|sqlite3|os)\.\w+|\.(read|write)_(text|bytes)\(|\.mkdir\(|\.connect\(/;

export const LAZY: Fix = moduleFix(
  {
    id: 'lazy-access',
    classes: [
      'construct.access',
      'construct.hook',
      'connection.at-construct',
      'network.refused',
      'file.missing',
      'sandbox.denied',
      'construct.value',
      'dag.import',
    ],
    title: 'Reach outside when the task runs, not when it is made',
    prompt:
      'Keep only arguments in the constructor; look connections up and make hooks in `execute`, or in a `cached_property`.',
  },
  (finding, site) => {
    const of = classOf(finding, site);
    const line = finding.position?.line;
    const init = of?.init;
    if (of === undefined || init === undefined || line === undefined) return undefined;
    const statement = init.node.body.find((node) => holdsLine(site.module, node, line));
    if (statement === undefined || !REACHES.test(site.module.slice(statement))) return undefined;
    return moved(statement, { of, init, site });
  },
);

export const FUNCTION_FIELD: Fix = moduleFix(
  {
    id: 'function-field',
    classes: [
      'serialization.value',
      'example.rendered',
      'example.returns',
      'type.mismatch',
      'json.encode',
      'sql.error',
      'xcom.value',
      'attribute.missing',
      'argument.unknown',
      'file.missing',
    ],
    title: 'Keep the value in an attribute instead of a function that gives it',
    prompt: 'Keep inputs themselves in attributes, no functions.',
  },
  (finding, site) => {
    const init = classOf(finding, site)?.init;
    const wrong = init ? assignmentsIn(init) : [];
    return wrong.flatMap(({ name, statement }) => {
      const { value } = statement;
      const alone = value.nodeType === 'Lambda' && value.body.nodeType === 'Name' && value.body.id === name;
      return alone ? [parenthesised(statement, name, site)] : [];
    });
  },
);

/** The whole right side, with brackets round the lambda. */
function parenthesised(statement: NodeOf<'Assign'>, name: string, { module }: Site): Edit | undefined {
  return module.slice(statement).includes('#')
    ? undefined
    : replacement(module, statement, `self.${name} = ${name}`);
}

function moved(statement: Statement, place: Place): Attempt {
  if (statement.nodeType === 'Expr') return toMethod(statement, place);
  if (statement.nodeType === 'Assign' && statement.targets.length === 1) {
    const [target] = statement.targets;
    const name = ownAttribute(target);
    if (name !== undefined) return asProperty(name, [statement], place);
    if (target?.nodeType === 'Name') return throughLocal(target.id, statement, place);
    return undefined;
  }
  const stored = new Set(
    allOf(statement, 'Attribute').flatMap((node) =>
      node.ctx.nodeType === 'Store' ? [ownAttribute(node)] : [],
    ),
  );
  const [name] = stored;
  return stored.size === 1 && name !== undefined ? asProperty(name, [statement], place) : undefined;
}

/** `connection = get_connection(…)`, and the one attribute that is made of it. */
function throughLocal(local: string, statement: Statement, place: Place): Attempt {
  const { body } = place.init.node;
  const users = body.slice(body.indexOf(statement) + 1).filter((node) => namesAs(node, local).length > 0);
  const [user] = users;
  if (users.length !== 1 || user?.nodeType !== 'Assign' || user.targets.length !== 1) return undefined;
  const name = ownAttribute(user.targets[0]);
  return name === undefined ? undefined : asProperty(name, [statement, user], place);
}

/** Statements of the constructor that give `self.<name>`, as a property that is computed at its first use. */
function asProperty(name: string, statements: readonly Statement[], place: Place): Attempt {
  const { of, init, site } = place;
  const { module } = site;
  if (of.templateFields?.includes(name) || of.methods.some((method) => method.name === name))
    return undefined;
  if (of.attributes.has(name)) return undefined;
  const inside = statements.flatMap((node) => usesOf(node, name));
  const stores = of.methods.flatMap(({ node }) =>
    usesOf(node, name).filter(({ ctx }) => ctx.nodeType !== 'Load'),
  );
  if (usesOf(init.node, name).length !== inside.length || stores.some((node) => !inside.includes(node)))
    return undefined;
  const lines = bodyFor(name, statements, place);
  const cuts = statements.map((node) => cutting(module, init.node.body, node)?.edit);
  const kept = argumentsOf(statements, place);
  if (lines === undefined || kept === undefined) return undefined;
  const whole = statements.length === init.node.body.length && kept.length === 0;
  if (whole && statements.length > 1) return undefined;
  const property = after(module, init.node, [
    '',
    '@cached_property',
    `def ${name}(self):`,
    ...lines.map((line) => `    ${line}`),
  ]);
  const last = statements.at(-1);
  const imported = importing(module, { module: 'functools', name: 'cached_property' });
  if (property === undefined || last === undefined || imported === undefined) return undefined;
  return merged([...imported, ...cuts], kept, last, property, place);
}

/** Where the cut statements end the constructor, cut and property meet at its end: both in one edit. */
function merged(
  edits: Attempt & object,
  kept: readonly string[],
  last: Statement,
  property: Edit,
  { init, site }: Place,
): Attempt {
  const indent = ' '.repeat((site.module.span(last)?.column ?? 1) - 1);
  const cut = edits.at(-1);
  if (cut === undefined) return undefined;
  const args = kept.map((name) => `${indent}self.${name} = ${name}\n`).join('');
  if (init.node.body.at(-1) !== last)
    return [...edits.slice(0, -1), { ...cut, text: args + cut.text }, property];
  const text = `${args}${cut.text}${property.text.replace(/^\n/, '')}`;
  return [...edits.slice(0, -1), { ...cut, text: cut.end.column === 1 ? `${text}\n` : text }];
}

/** Arguments that the statements need and that are not kept yet. Undefined where they need anything else of the constructor. */
function argumentsOf(statements: readonly Statement[], { init }: Place): readonly string[] | undefined {
  const own = assignmentsIn(init).filter(({ statement }) => !statements.includes(statement));
  const raw = new Set(
    own.flatMap(({ name, statement }) =>
      statement.value.nodeType === 'Name' && statement.value.id === name ? [name] : [],
    ),
  );
  const inner = storedIn(statements);
  const local = storedIn(init.node.body);
  const taken = new Set(init.parameters.slice(1).map(({ name }) => name));
  const missing = new Set<string>();
  for (const { id } of statements.flatMap((node) => allOf(node, 'Name'))) {
    if (inner.has(id)) continue;
    if (local.has(id)) return undefined;
    if (!taken.has(id) || raw.has(id)) continue;
    if (own.some(({ name }) => name === id) || init.node.args.kwarg?.arg === id) return undefined;
    missing.add(id);
  }
  return [...missing];
}

function storedIn(nodes: readonly Node[]): ReadonlySet<string> {
  return new Set(
    nodes
      .flatMap((node) => allOf(node, 'Name'))
      .flatMap(({ id, ctx }) => (ctx.nodeType === 'Store' ? [id] : [])),
  );
}

/** The statements as the body of a function that gives the value; the comments in them go with them. */
function bodyFor(
  name: string,
  statements: readonly Statement[],
  place: Place,
): readonly string[] | undefined {
  const { init, site } = place;
  const { module } = site;
  const names = init.parameters.slice(1).map((parameter) => parameter.name);
  const texts = statements.map((node) => {
    const cut = cutting(module, init.node.body, node);
    if (cut === undefined) return undefined;
    return withSelf(cut.lines.join('\n'), node, names, { module });
  });
  if (texts.some((text) => text === undefined)) return undefined;
  const last = statements.at(-1);
  const lines = texts.flatMap((text) => (text ?? '').split('\n'));
  if (last?.nodeType === 'Assign')
    return lines.map((line) =>
      line.startsWith(`self.${name} =`) ? line.replace(/^self\.\w+ =/, 'return') : line,
    );
  if (storedIn(statements).has(name) || names.includes(name)) return undefined;
  const inner = lines.map((line) => line.replace(new RegExp(`\\bself\\.${name}\\b`, 'g'), name));
  return [...inner, `return ${name}`];
}

/** A call whose value nobody keeps, as the first thing that the operator does. */
function toMethod(statement: Statement, { of, init, site }: Place): Attempt {
  const { module, spec } = site;
  const execute = of.methods.find(({ name }) => name === 'execute');
  if (spec.kind !== 'operator' || of.name !== spec.name || execute === undefined) return undefined;
  const cut = cutting(module, init.node.body, statement);
  const needs = argumentsOf([statement], { of, init, site });
  if (cut === undefined || needs === undefined || needs.length > 0) return undefined;
  const names = init.parameters.slice(1).map(({ name }) => name);
  const own = withSelf(cut.lines.join('\n'), statement, names, { module });
  return [cut.edit, atStart(module, execute.node, own.split('\n'))];
}
