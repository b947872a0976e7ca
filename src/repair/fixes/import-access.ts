/** What importing the module reaches for, moved into a function that does it once, when it is needed. */

import {
  after,
  atStart,
  cutting,
  importing,
  type Node,
  type NodeOf,
  replacement,
  type Statement,
} from '../../python/index.js';
import { snakeCase } from '../../python/names.js';
import type { Fix } from './fix.js';
import {
  type Attempt,
  allOf,
  classOf,
  holdsLine,
  moduleFix,
  namesAs,
  ownAttribute,
  type Site,
} from './site.js';

export const IMPORT_ACCESS: Fix = moduleFix(
  {
    id: 'import-access',
    classes: [
      'import.access',
      'import.network',
      'connection.at-construct',
      'sandbox.denied',
      'variable.missing',
      'network.refused',
      'file.missing',
    ],
    title: 'Reach outside when a method needs it, not when the module is imported',
    prompt: 'Let nothing at the top of the module ask a network, a connection, a Variable or a file.',
  },
  (finding, site) => {
    const line = finding.position?.line;
    if (line === undefined) return undefined;
    const statement = site.module.tree.body.find((node) => holdsLine(site.module, node, line));
    if (statement === undefined || allOf(statement, 'Call').length === 0) return undefined;
    if (statement.nodeType === 'ClassDef') return inClass(line, statement, finding, site);
    if (statement.nodeType === 'Assign') return assignedAtTop(statement, site);
    return statement.nodeType === 'With' || statement.nodeType === 'Try'
      ? blockAtTop(statement, site)
      : undefined;
  },
);

/** Places where a name of the module is used; undefined where that is not only when functions run. */
function usesLater(
  name: string,
  statement: Statement,
  { module }: Site,
): readonly NodeOf<'Name'>[] | undefined {
  const inside = new Set<Node>(allOf(statement, 'Name'));
  const uses = namesAs(module.tree, name).filter((node) => !inside.has(node));
  const functions = [...module.functions, ...module.classes.flatMap(({ methods }) => methods)];
  const later = new Set<Node>(
    functions.flatMap(({ node }) => node.body.flatMap((one) => namesAs(one, name))),
  );
  const global = allOf(module.tree, 'Global').some(({ names }) => names.includes(name));
  if (global || uses.some((node) => !later.has(node) || node.ctx.nodeType !== 'Load')) return undefined;
  return uses;
}

function functionName(name: string, { module }: Site): string | undefined {
  const made = `_${snakeCase(name).replace(/^_+/, '')}`;
  return namesAs(module.tree, made).length > 0 || module.functions.some((one) => one.name === made)
    ? undefined
    : made;
}

function assignedAtTop(statement: NodeOf<'Assign'>, site: Site): Attempt {
  const { module } = site;
  const [target] = statement.targets;
  if (target?.nodeType !== 'Name' || statement.targets.length !== 1) return undefined;
  const [uses, name] = [usesLater(target.id, statement, site), functionName(target.id, site)];
  const imported = importing(module, { module: 'functools', name: 'cache' });
  if (uses === undefined || name === undefined || imported === undefined) return undefined;
  const value = module
    .slice(statement)
    .slice(module.slice(target).length)
    .replace(/^\s*=\s*/, '');
  const text = `@cache\ndef ${name}():\n    return ${value}`;
  return [
    ...imported,
    replacement(module, statement, text),
    ...knownStill(target.id, name, site),
    ...uses.map((node) => replacement(module, node, `${name}()`)),
  ];
}

function blockAtTop(statement: Statement, site: Site): Attempt {
  const { module } = site;
  const cut = cutting(module, module.tree.body, statement);
  const stored = new Set(
    allOf(statement, 'Name').flatMap(({ id, ctx }) => (ctx.nodeType === 'Store' ? [id] : [])),
  );
  const imports = allOf(statement, 'Import').length + allOf(statement, 'ImportFrom').length;
  if (cut === undefined || imports > 0) return undefined;
  if (stored.size === 0) return isIdle(statement) ? [cut.edit] : undefined;
  const used = [...stored].filter((name) => (usesLater(name, statement, site)?.length ?? 1) > 0);
  const [kept] = used;
  const uses = kept === undefined ? undefined : usesLater(kept, statement, site);
  const name = kept === undefined ? undefined : functionName(kept, site);
  const imported = importing(module, { module: 'functools', name: 'cache' });
  if (used.length !== 1 || uses === undefined || name === undefined || imported === undefined)
    return undefined;
  const lines = [
    '@cache',
    `def ${name}():`,
    ...[...cut.lines, `return ${kept}`].map((line) => (line === '' ? '' : `    ${line}`)),
  ];
  const edit = { ...cut.edit, text: `${lines.join('\n')}\n` };
  const known = knownStill(kept ?? '', name, site);
  return [...imported, edit, ...known, ...uses.map((node) => replacement(module, node, `${name}()`))];
}

/** A public name stays what others import: the module looks it up when somebody asks (PEP 562). Nothing for a private one. */
function knownStill(name: string, made: string, { module }: Site): Attempt & object {
  if (name.startsWith('_')) return [];
  const lookup = (asked: string) => [`if ${asked} == "${name}":`, `    return ${made}()`];
  const known = module.functions.find((one) => one.name === '__getattr__');
  if (known) {
    const [asked] = known.parameters;
    return [asked && atStart(module, known.node, lookup(asked.name))];
  }
  const last = module.tree.body.at(-1);
  const body = [...lookup('name'), 'raise AttributeError(f"module {__name__!r} has no attribute {name!r}")'];
  const lines = ['', '', 'def __getattr__(name):', ...body.map((line) => `    ${line}`)];
  return [last && after(module, last, lines)];
}

/** A `try` that keeps nothing and hides every error says nothing to the rest of the module. */
function isIdle(statement: Statement): boolean {
  if (statement.nodeType !== 'Try' || statement.orelse.length > 0 || statement.finalbody.length > 0)
    return false;
  const hides = statement.handlers.every(({ body }) => body.every(({ nodeType }) => nodeType === 'Pass'));
  return hides && statement.body.every(({ nodeType }) => nodeType === 'Expr');
}

/** A class attribute becomes a property of the objects, where only they use it. */
function inClass(
  line: number,
  holder: NodeOf<'ClassDef'>,
  finding: Parameters<typeof classOf>[0],
  site: Site,
): Attempt {
  const { module } = site;
  const statement = holder.body.find((node) => holdsLine(module, node, line));
  if (statement?.nodeType !== 'Assign' || statement.targets.length !== 1) return undefined;
  const [target] = statement.targets;
  const of = classOf(finding, site);
  if (target?.nodeType !== 'Name' || of === undefined || of.templateFields?.includes(target.id))
    return undefined;
  const others = allOf(module.tree, 'Attribute').filter((node) => node.attr === target.id);
  if (others.some((node) => ownAttribute(node) === undefined || node.ctx.nodeType !== 'Load'))
    return undefined;
  if (namesAs(module.tree, target.id).length > 1) return undefined;
  const indent = ' '.repeat((module.span(statement)?.column ?? 1) - 1);
  const imported = importing(module, { module: 'functools', name: 'cached_property' });
  const value = module
    .slice(statement)
    .slice(module.slice(target).length)
    .replace(/^\s*=\s*/, '');
  const text = `@cached_property\n${indent}def ${target.id}(self):\n${indent}    return ${value}`;
  return imported && [...imported, replacement(module, statement, text)];
}
