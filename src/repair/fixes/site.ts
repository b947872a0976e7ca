/** What fixes of parsed components share: where a finding points, and what stands there. */

import type { DiagnosedError, Edit, Finding } from '../../flow.js';
import {
  applyEdits,
  isFunction,
  type Node,
  type NodeOf,
  type PythonClass,
  type PythonFunction,
  type PythonModule,
  parseModule,
  type Statement,
  walk,
} from '../../python/index.js';
import type { Fix, Ground } from './fix.js';
import { nodesInReach, ownClasses, reachesBeyond } from './reach.js';

export type Facts = Omit<Fix, 'edits'>;

/** Edits of which each may have turned out to be impossible; then all are. */
export type Attempt = readonly (Edit | undefined)[] | undefined;

/** The ground of a component that parses. */
export interface Site extends Ground {
  readonly module: PythonModule;
}

/** The ground of a component that has the class of the spec. */
export interface ClassSite extends Site {
  readonly main: PythonClass;
}

/** A fix of source that may not parse. */
export function textFix(facts: Facts, attempt: (finding: Finding, ground: Ground) => Attempt): Fix {
  return {
    ...facts,
    edits: (error, ground) => settled(attempt(inComponent(error.finding, ground), ground), ground),
  };
}

/** A fix that needs a parsed component. */
export function moduleFix(
  facts: Facts,
  attempt: (finding: Finding, site: Site, error: DiagnosedError) => Attempt,
): Fix {
  return {
    ...facts,
    edits: (error, ground) => {
      const { module } = ground;
      return (
        module && settled(attempt(inComponent(error.finding, ground), { ...ground, module }, error), ground)
      );
    },
  };
}

/** A fix that needs the class of the spec. */
export function classFix(
  facts: Facts,
  attempt: (finding: Finding, site: ClassSite, error: DiagnosedError) => Attempt,
): Fix {
  return moduleFix(facts, (finding, site, error) => {
    const { main } = site;
    return main && attempt(finding, { ...site, main }, error);
  });
}

/** A finding without the place in another file: an example of the spec, the DAG. */
function inComponent(finding: Finding, { path }: Ground): Finding {
  const { position, ...rest } = finding;
  const here = path === undefined ? position?.path.endsWith('.py') : position?.path === path;
  return here === true ? finding : rest;
}

/** The edits, where all of them are possible, change something, keep to the component, and leave source that still parses. */
function settled(attempt: Attempt, { source, module, main }: Ground): readonly Edit[] | undefined {
  if (attempt === undefined || attempt.length === 0) return undefined;
  const edits = attempt.filter((edit) => edit !== undefined);
  if (edits.length < attempt.length) return undefined;
  const result = applied(source, edits);
  if (result === undefined || result === source) return undefined;
  if (module === undefined) return edits;
  if (reachesBeyond(edits, { module, ...(main ? { main } : {}) })) return undefined;
  return parseModule(result).ok ? edits : undefined;
}

function applied(source: string, edits: readonly Edit[]): string | undefined {
  try {
    return applyEdits(source, edits);
  } catch (error) {
    // Two ideas of one fix met at one place: then it is not certain.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The first name in backticks of a message of ours. */
export function quotedName({ message }: Finding): string | undefined {
  return /`([^`]+)`/.exec(message)?.[1];
}

/** The class in which a finding stands; the one of the spec where it stands in none, and none where a fix may not change it. */
export function classOf({ position }: Finding, site: Site): PythonClass | undefined {
  const { module, main } = site;
  if (position === undefined) return main;
  const held = module.classes.find(({ node }) => holdsLine(module, node, position.line)) ?? main;
  return held && ownClasses(site).includes(held) ? held : undefined;
}

/** The function or method in which a line stands, with its class. */
export function functionOn(
  line: number,
  { module }: Site,
): { readonly fn: PythonFunction; readonly of?: PythonClass } | undefined {
  for (const of of module.classes) {
    const fn = of.methods.find(({ node }) => holdsLine(module, node, line));
    if (fn) return { fn, of };
  }
  const fn = module.functions.find(({ node }) => holdsLine(module, node, line));
  return fn && { fn };
}

export function holdsLine(module: PythonModule, node: Node, line: number): boolean {
  const span = module.span(node);
  return span !== undefined && span.line <= line && line <= span.endLine;
}

/** Nodes that begin where a finding points, the outermost first. */
export function nodesAt({ position }: Finding, { module }: Site): readonly Node[] {
  if (position === undefined) return [];
  return walk(module.tree).filter((node) => {
    if (!('lineno' in node) || node.lineno !== position.line) return false;
    const span = module.span(node);
    return span?.line === position.line && span.column === position.column && node.nodeType !== 'Module';
  });
}

export function firstOf<Type extends Node['nodeType']>(
  nodes: readonly Node[],
  type: Type,
): NodeOf<Type> | undefined {
  return nodes.find((node): node is NodeOf<Type> => node.nodeType === type);
}

export function allOf<Type extends Node['nodeType']>(node: Node, type: Type): readonly NodeOf<Type>[] {
  return walk(node).filter((inner): inner is NodeOf<Type> => inner.nodeType === type);
}

/** The same in the whole file, but for classes that no fix may change. */
export function allInReach<Type extends Node['nodeType']>(site: Site, type: Type): readonly NodeOf<Type>[] {
  return nodesInReach(site).filter((node): node is NodeOf<Type> => node.nodeType === type);
}

/** The innermost statement of the body of `holder` that holds a line, with the body in which it stands. */
export function statementOn(
  line: number,
  body: readonly Statement[],
  module: PythonModule,
): { readonly statement: Statement; readonly body: readonly Statement[] } | undefined {
  const statement = body.find((one) => holdsLine(module, one, line));
  if (statement === undefined) return undefined;
  for (const inner of bodiesOf(statement)) {
    const found = statementOn(line, inner, module);
    if (found) return found;
  }
  return { statement, body };
}

/** The bodies of a compound statement. */
export function bodiesOf(statement: Statement): readonly (readonly Statement[])[] {
  const bodies: (readonly Statement[])[] = [];
  for (const field of ['body', 'orelse', 'finalbody'] as const) {
    const body = (statement as unknown as { readonly [key: string]: unknown })[field];
    if (Array.isArray(body)) bodies.push(body as readonly Statement[]);
  }
  if (statement.nodeType === 'Try' || statement.nodeType === 'TryStar')
    bodies.push(...statement.handlers.map((handler) => handler.body));
  if (statement.nodeType === 'Match') bodies.push(...statement.cases.map((branch) => branch.body));
  return bodies;
}

/** Statements of `body` and of all bodies inside, those of inner functions and classes left out. */
export function statementsIn(
  body: readonly Statement[],
): readonly { readonly statement: Statement; readonly body: readonly Statement[] }[] {
  return body.flatMap((statement) => [
    { statement, body },
    ...(isFunction(statement) || statement.nodeType === 'ClassDef'
      ? []
      : bodiesOf(statement).flatMap((inner) => statementsIn(inner))),
  ]);
}

/** `name` of `self.name`. */
export function ownAttribute(node: Node | null | undefined): string | undefined {
  if (node?.nodeType !== 'Attribute' || node.value.nodeType !== 'Name' || node.value.id !== 'self')
    return undefined;
  return node.attr;
}

/** Places in `node` where `self.<name>` stands. */
export function usesOf(node: Node, name: string): readonly NodeOf<'Attribute'>[] {
  return allOf(node, 'Attribute').filter((inner) => ownAttribute(inner) === name);
}

/** Places in `node` where a name is used or bound. */
export function namesAs(node: Node, name: string): readonly NodeOf<'Name'>[] {
  return allOf(node, 'Name').filter(({ id }) => id === name);
}

/** Text of a string literal; undefined for anything else. */
export function literalText(node: Node | null | undefined): string | undefined {
  if (node?.nodeType !== 'Constant' || typeof node.value !== 'string') return undefined;
  const style = (node as { readonly quote_style?: string }).quote_style ?? '';
  return /b/i.test(style.replace(/["'].*$/s, '')) ? undefined : node.value;
}

/** `self.<attribute> = value` statements at the top of a method, one target each. */
export function assignmentsIn(
  fn: PythonFunction,
): readonly { readonly name: string; readonly statement: NodeOf<'Assign'>; readonly target: Node }[] {
  return fn.node.body.flatMap((statement) => {
    if (statement.nodeType !== 'Assign' || statement.targets.length !== 1) return [];
    const [target] = statement.targets;
    const name = ownAttribute(target);
    return name !== undefined && target ? [{ name, statement, target }] : [];
  });
}

/** The call of the constructor above: `super().__init__(…)`. */
export function baseCall(fn: PythonFunction): NodeOf<'Call'> | undefined {
  return allOf(fn.node, 'Call').find(({ func }) => {
    if (func.nodeType !== 'Attribute' || func.attr !== '__init__') return false;
    const { value } = func;
    return value.nodeType === 'Call' && value.func.nodeType === 'Name' && value.func.id === 'super';
  });
}
