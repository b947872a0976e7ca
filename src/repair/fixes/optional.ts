/** A library that may be absent, imported so that the module loads without it. */

import type { Edit } from '../../flow.js';
import {
  atStart,
  indentOf,
  type NodeOf,
  namesOf,
  type PythonFunction,
  replacement,
} from '../../python/index.js';
import { bringing } from './exceptions.js';
import type { Fix } from './fix.js';
import { type Attempt, type ClassSite, classFix, namesAs } from './site.js';

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
    const users = usersOf(bound, site);
    const flag = `HAS_${absent.toUpperCase()}`;
    if (users === undefined || users.length === 0 || namesAs(module.tree, flag).length > 0) return undefined;
    return guarded(statement, absent, flag, bound, users, site);
  },
);

function topOf(node: NodeOf<'Import'> | NodeOf<'ImportFrom'>): string {
  return (node.nodeType === 'Import' ? (node.names[0]?.name ?? '') : (node.module ?? '')).split('.')[0] ?? '';
}

/** Methods of the class that use one of the names in what they do; undefined where it is needed to load the module. */
function usersOf(
  names: readonly string[],
  { module, main }: ClassSite,
): readonly PythonFunction[] | undefined {
  const all = names.flatMap((name) => namesAs(module.tree, name));
  const users = main.methods.filter(({ node }) =>
    node.body.some((one) => names.some((name) => namesAs(one, name).length > 0)),
  );
  const inside = users.flatMap(({ node }) =>
    node.body.flatMap((one) => names.flatMap((name) => namesAs(one, name))),
  );
  if (
    all.length !== inside.length ||
    users.some(({ name, decorators }) => name === '__init__' || decorators.length > 0)
  )
    return undefined;
  return users;
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
  users: readonly PythonFunction[],
  site: ClassSite,
): Attempt {
  const { module } = site;
  const text = module.slice(statement);
  const exception = raisedWhenAbsent(absent, site);
  const known = bringing(exception, site);
  if (indentOf(module, statement) !== '' || /[\n#;]/.test(text) || known === undefined) return undefined;
  const lines = [
    'try:',
    `    ${text}`,
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
  const edits: (Edit | undefined)[] = users.map(({ node }) => atStart(module, node, raise));
  return [...known, replacement(module, statement, lines.join('\n')), ...edits];
}
