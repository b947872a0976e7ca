/** A library that may be absent, imported so that the module loads without it. */

import {
  after,
  before,
  indentOf,
  isFunction,
  type Node,
  type NodeOf,
  namesOf,
  type PythonModule,
  type Statement,
} from '../../python/index.js';
import { bringing } from './exceptions.js';
import type { Fix } from './fix.js';
import { ownClasses } from './reach.js';
import { type Attempt, bodiesOf, type ClassSite, classFix, namesAs } from './site.js';

export const OPTIONAL_LIBRARY: Fix = classFix(
  {
    id: 'optional-library',
    classes: ['dependency.missing'],
    title: 'Load without a library that may be absent, and say so when it is needed',
    prompt:
      'Import a library that may be absent inside `try … except ImportError`, remember whether it is there, and raise what the spec names where it is needed.',
  },
  (finding, site) => {
    const { module } = site;
    const absent = /No module named '([\w.]+)'/.exec(finding.message)?.[1]?.split('.')[0];
    const statements = module.tree.body.filter(
      (node): node is NodeOf<'Import'> | NodeOf<'ImportFrom'> =>
        (node.nodeType === 'Import' || node.nodeType === 'ImportFrom') && topOf(node) === absent,
    );
    const [statement] = statements;
    if (absent === undefined || statement === undefined || statements.length !== 1) return undefined;
    if (
      absent === 'airflow' ||
      module.imports.filter((one) => one.module.split('.')[0] === absent && one.topLevel).length !==
        statement.names.length
    )
      return undefined;
    const bound = namesOf(statement).map((one) => one.bound);
    const users = firstUses(bound, site);
    const flag = `HAS_${absent.toUpperCase()}`;
    if (users === undefined || users.length === 0 || namesAs(module.tree, flag).length > 0) return undefined;
    return guarded(statement, absent, flag, bound, users, site);
  },
);

function topOf(node: NodeOf<'Import'> | NodeOf<'ImportFrom'>): string {
  return (node.nodeType === 'Import' ? (node.names[0]?.name ?? '') : (node.module ?? '')).split('.')[0] ?? '';
}

/** Decorators that call the function when it is called, so that what it raises comes out there. */
const PLAIN = /^(staticmethod|classmethod|property|cached_property|functools\.cached_property)$/;

/**
 * For each function that uses one of the names, the statement before which it has to be there; undefined where it is needed to load the
 * module or to construct the component, or where no one place is before every use.
 */
function firstUses(names: readonly string[], site: ClassSite): readonly Statement[] | undefined {
  const { module } = site;
  const uses = (node: Node) => names.reduce((sum, name) => sum + namesAs(node, name).length, 0);
  const methods = ownClasses(site).flatMap((one) => one.methods);
  const users = [...module.functions, ...methods].filter(({ node }) =>
    node.body.some((one) => uses(one) > 0),
  );
  const inside = users.reduce((sum, { node }) => sum + node.body.reduce((all, one) => all + uses(one), 0), 0);
  if (inside !== uses(module.tree)) return undefined;
  const early = users.some(
    ({ name, decorators }) => name.startsWith('__') || decorators.some((one) => !PLAIN.test(one)),
  );
  const found = early ? [undefined] : users.map(({ node }) => firstUse(node.body, uses, module));
  const places = found.filter((place) => place !== undefined);
  return places.length === found.length ? places : undefined;
}

/** The innermost statement before every use: what is done without the library still is. */
function firstUse(
  body: readonly Statement[],
  uses: (node: Node) => number,
  module: PythonModule,
): Statement | undefined {
  const users = body.filter((statement) => uses(statement) > 0);
  const [first] = users;
  if (first === undefined || isFunction(first) || first.nodeType === 'ClassDef') return undefined;
  // What stands in a `try` or `with` may be caught there, and is guarded as a whole.
  const bodies =
    first.nodeType === 'If' || first.nodeType === 'For' || first.nodeType === 'While' ? bodiesOf(first) : [];
  const used = bodies.filter((inner) => inner.some((one) => uses(one) > 0));
  const [only] = used;
  const within = (only ?? []).reduce((sum, one) => sum + uses(one), 0);
  if (users.length === 1 && used.length === 1 && only && within === uses(first))
    return firstUse(only, uses, module);
  return indentOf(module, first) === undefined ? undefined : first;
}

/** What the spec says of the absence; else what Python would have raised. */
function raisedWhenAbsent(absent: string, { spec }: ClassSite): string {
  const about = new RegExp(`absent|missing|not installed|cannot be imported|\\b${absent}\\b`, 'i');
  const promised = spec.raises.find(
    ({ when }) => about.test(when) && /absent|install|import|missing/i.test(when),
  );
  return promised?.exception.split('.').at(-1) ?? 'ImportError';
}

function guarded(
  statement: NodeOf<'Import'> | NodeOf<'ImportFrom'>,
  absent: string,
  flag: string,
  bound: readonly string[],
  users: readonly Statement[],
  site: ClassSite,
): Attempt {
  const { module } = site;
  const text = module.slice(statement);
  const exception = raisedWhenAbsent(absent, site);
  const known = bringing(exception, site);
  if (indentOf(module, statement) !== '' || /[\n#;]/.test(text) || known === undefined) return undefined;
  const span = module.span(statement);
  const lines = [
    '',
    `    ${flag} = True`,
    'except ImportError:',
    ...bound.map((name) => `    ${name} = None`),
    `    ${flag} = False`,
  ];
  const distribution = site.spec.dependencies
    .map((one) => /^[\w.-]+/.exec(one)?.[0] ?? '')
    .find((one) => one.toLowerCase().replaceAll('-', '_').startsWith(absent.toLowerCase()));
  const raise = [`if not ${flag}:`, `    raise ${exception}("${distribution ?? absent} is not installed")`];
  const guards = users.map((user) => before(module, user, raise));
  const start = span && { line: span.line, column: span.column };
  const opening = start && { start, end: start, text: 'try:\n    ' };
  return [...known, opening, after(module, statement, lines), ...guards];
}
