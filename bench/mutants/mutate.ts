/** Single faults as edits of source text, so that everything else of a component stays as it was. */

import type { Spec } from '../../src/flow.js';
import type { FunctionNode, Node, PythonClass, PythonModule, Statement } from '../../src/python/index.js';
import { ownNodes } from '../../src/validate/rules/code.js';

export interface Subject {
  readonly name: string;
  readonly spec: Spec;
  readonly source: string;
  readonly module: PythonModule;
  /** The class that the spec names. */
  readonly main: PythonClass;
}

/** What becomes of the text of a node, or of what stands right before or behind it. */
export interface Change {
  readonly node: Node;
  readonly text: string;
}

/** A way to break a component. `sites` gives every place where it can be done, each with all the changes of one fault. */
export interface Operator {
  readonly id: string;
  readonly family: string;
  /** Classes of mistakes, one of which the diagnosis must name. */
  readonly expects: RegExp;
  sites(subject: Subject): readonly (readonly Change[])[];
}

export interface Mutant {
  readonly subject: Subject;
  readonly operator: Operator;
  readonly source: string;
  /** `- before`, `+ after`, of the lines that differ. */
  readonly diff: string;
}

/** Faults of one operator in one component, at most. */
const MOST_SITES = 3;

/** At most `most` faults of one operator, spread over the components and over each of their files. */
export function mutantsOf(subjects: readonly Subject[], operator: Operator, most: number): readonly Mutant[] {
  const all = subjects.flatMap((subject) =>
    spread(operator.sites(subject), MOST_SITES).map((changes) => {
      const source = applied(subject, changes);
      return { subject, operator, source, diff: diffOf(subject.source, source) };
    }),
  );
  return spread(
    all.filter(({ source, subject }) => source !== subject.source),
    most,
  );
}

function spread<T>(items: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, items.length / most);
  return items.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

/** The source with all of `changes`, which must not overlap. */
export function applied(subject: Subject, changes: readonly Change[]): string {
  return placed(subject, changes)
    .sort((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), subject.source);
}

/** Whether two of `changes` are about the same text. */
export function overlap(subject: Subject, changes: readonly Change[]): boolean {
  const edits = placed(subject, changes).sort((a, b) => a.start - b.start);
  return edits.some(({ start }, index) => index > 0 && start < (edits[index - 1]?.end ?? 0));
}

function placed({ source, module }: Subject, changes: readonly Change[]) {
  const lines = source.split('\n');
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  const at = (line: number, column: number) => (starts[line - 1] ?? 0) + column - 1;
  return changes.map(({ node, text }) => {
    const span = module.span(node);
    if (span === undefined) throw new Error(`${node.nodeType} has no place`);
    return { start: at(span.line, span.column), end: at(span.endLine, span.endColumn), text };
  });
}

function diffOf(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < old.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail))
    tail += 1;
  const minus = old.slice(head, old.length - tail).map((line) => `- ${line.trim()}`);
  const plus = now.slice(head, now.length - tail).map((line) => `+ ${line.trim()}`);
  return [...minus, ...plus].join('\n');
}

export function replace(node: Node, text: string): readonly Change[] {
  return [{ node, text }];
}

/** Puts a statement before another, at its indentation. */
export function before({ module }: Subject, statement: Statement, text: string): readonly Change[] {
  const indent = ' '.repeat((module.span(statement)?.column ?? 1) - 1);
  return replace(statement, `${text}\n${indent}${module.slice(statement)}`);
}

/** Puts a statement behind another, at its indentation. */
export function after({ module }: Subject, statement: Statement, text: string): readonly Change[] {
  const indent = ' '.repeat((module.span(statement)?.column ?? 1) - 1);
  return replace(statement, `${module.slice(statement)}\n${indent}${text}`);
}

/** All functions of the module's classes, with those of triggers. */
export function methods({ module }: Subject): readonly FunctionNode[] {
  return module.classes.flatMap((one) => one.methods.map(({ node }) => node));
}

/** What runs in the methods, constructors left out where `construct` is false; log calls and docstrings always. */
export function working(subject: Subject, construct = true): readonly Node[] {
  return methods(subject)
    .filter(({ name }) => construct || name !== '__init__')
    .flatMap((fn) => {
      const nodes = ownNodes(fn);
      const silent = new Set(nodes.filter(isSilent).flatMap((node) => [node, ...everything(node)]));
      return nodes.filter((node) => !silent.has(node));
    });
}

/** A log line or a docstring: what it says is promised by nobody, but for the examples that ask for it. */
function isSilent(node: Node): boolean {
  if (node.nodeType === 'Expr') return node.value.nodeType === 'Constant' || isLog(node.value);
  return false;
}

export function isLog(node: Node): boolean {
  if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute') return false;
  const on = node.func.value;
  return on.nodeType === 'Attribute' && on.attr === 'log';
}

export function everything(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (const value of Object.values(node)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item === 'object' && item !== null && 'nodeType' in item)
        found.push(item as Node, ...everything(item as Node));
    }
  }
  return found;
}

export function initOf({ main }: Subject): FunctionNode | undefined {
  return main.init?.node;
}

/** `self.x = x` in the constructor. */
export function assignments(
  subject: Subject,
): readonly { readonly name: string; readonly node: Statement; readonly value: Node }[] {
  return (initOf(subject)?.body ?? []).flatMap((node) => {
    if (node.nodeType !== 'Assign' || node.value.nodeType !== 'Name') return [];
    const [target] = node.targets;
    const own = target?.nodeType === 'Attribute' && target.attr === node.value.id;
    return own ? [{ name: node.value.id, node, value: node.value }] : [];
  });
}

export function templated({ spec, main }: Subject): readonly string[] {
  const names = spec.inputs.filter(({ template }) => template).map(({ name }) => name);
  return names.filter((name) => main.templateFields?.includes(name));
}
