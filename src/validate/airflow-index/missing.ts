/** Names that are used and that nothing in the module binds, where it is known what they stand for. */

import type { Edit } from '../../flow.js';
import { nearest } from '../../nearest.js';
import { children, type Node, type NodeOf, walk } from '../../python/index.js';
import type { Found, Reading } from './check.js';
import { importLines, placesOfName } from './edit.js';
import { insertion } from './insert.js';
import { bindings } from './names.js';
import type { AirflowIndex } from './read.js';
import { works } from './remedy.js';
import { isBuiltin, standardImport, type Uses } from './standard.js';

/** Classes that components derive from, whatever the Airflow. */
const BASES = ['BaseOperator', 'BaseSensorOperator', 'BaseHook', 'BaseTrigger'];

/** Classes, and the functions that DAG files use: what else Airflow calls `parse` or `datetime` is mostly not what is meant. */
const OF_AIRFLOW = /^([A-Z]\w*|chain|cross_downstream|dag|task|task_group)$/;

/** One finding a name, at its first use. A module with a star import, or one that makes names at run time, gives none. */
export function checkMissing(reading: Reading): readonly Found[] {
  const { tree } = reading.module;
  const nodes = walk(tree);
  const bound = boundIn(nodes);
  if (bound === undefined) return [];
  const read = readIn(tree, nodes);
  const missing = new Map<string, NodeOf<'Name'>[]>();
  for (const node of read) {
    if (bound.has(node.id) || isBuiltin(node.id)) continue;
    missing.set(node.id, [...(missing.get(node.id) ?? []), node]);
  }
  const bases = new Set(reading.module.classes.flatMap(({ node }) => node.bases as readonly Node[]));
  return [...missing].flatMap(([name, uses]) => {
    const [first] = uses;
    if (first === undefined) return [];
    const lines = importFor(name, usesOf(name, nodes), reading.all);
    if (lines !== undefined) return [notImported(name, first, lines, reading)];
    const base = uses.find((use) => bases.has(use));
    return base === undefined ? [] : unknownBase(name, base, uses, bound, reading);
  });
}

/** Every name that is bound in any way, anywhere; undefined where nobody can know. */
function boundIn(nodes: readonly Node[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const node of nodes) {
    if (node.nodeType === 'Import' || node.nodeType === 'ImportFrom') {
      if (node.names.some(({ name }) => name === '*')) return undefined;
      for (const { name, asname } of node.names) names.add(asname ?? name.split('.')[0] ?? name);
    }
    if (node.nodeType === 'Name' && /^(globals|exec|eval|locals|vars)$/.test(node.id)) return undefined;
    for (const name of bindings(node)) names.add(name);
    // `def f[T]()`, `class A[T]`, `type A = …`, and the rest of a mapping in a pattern.
    const { name, rest } = node as { readonly name?: unknown; readonly rest?: unknown };
    for (const one of [name, rest]) if (typeof one === 'string') names.add(one);
  }
  return names;
}

/** Names that are really read: annotations are not, after `from __future__ import annotations`. */
function readIn(tree: Node, nodes: readonly Node[]): readonly NodeOf<'Name'>[] {
  const lazy = nodes.some(
    (node) =>
      node.nodeType === 'ImportFrom' &&
      node.module === '__future__' &&
      node.names.some(({ name }) => name === 'annotations'),
  );
  const skipped = new Set<Node>();
  for (const node of nodes) {
    const { annotation, returns } = node as { readonly annotation?: Node; readonly returns?: Node };
    if (annotation) skipped.add(annotation);
    if (returns) skipped.add(returns);
  }
  const found: NodeOf<'Name'>[] = [];
  const visit = (node: Node): void => {
    if (lazy && skipped.has(node)) return;
    if (node.nodeType === 'Name' && node.ctx.nodeType === 'Load') found.push(node);
    for (const child of children(node)) visit(child);
  };
  visit(tree);
  return found.sort((a, b) => (a.lineno ?? 0) - (b.lineno ?? 0) || (a.col_offset ?? 0) - (b.col_offset ?? 0));
}

function usesOf(name: string, nodes: readonly Node[]): Uses {
  const attributes = new Set<string>();
  const under = new Set<Node>();
  for (const node of nodes) {
    if (node.nodeType !== 'Attribute' || node.value.nodeType !== 'Name' || node.value.id !== name) continue;
    attributes.add(node.attr);
    under.add(node.value);
  }
  const bare = nodes.some((node) => node.nodeType === 'Name' && node.id === name && !under.has(node));
  return { attributes, bare };
}

/** Lines that import `name` on every Airflow in question; undefined where it is not certain what it is. */
function importFor(name: string, uses: Uses, all: readonly AirflowIndex[]): readonly string[] | undefined {
  const standard = standardImport(name, uses);
  if (standard !== undefined) return [standard];
  if (name !== 'timezone' && !OF_AIRFLOW.test(name)) return undefined;
  const places = name === 'timezone' ? placesOfTimezone(all) : placesOfName(name, all);
  return places && importLines(places, [{ name }]);
}

/** The module, or the newer and the older one, that make aware datetimes. */
export function placesOfTimezone(all: readonly AirflowIndex[]): readonly string[] | undefined {
  const places = ['airflow.sdk', 'airflow.utils'].filter((place) =>
    all.some((index) => works(index, place, 'timezone')),
  );
  const [place] = places;
  return place !== undefined && all.every((index) => works(index, place, 'timezone')) ? [place] : places;
}

function notImported(name: string, node: NodeOf<'Name'>, lines: readonly string[], reading: Reading): Found {
  const edit = insertion(lines, reading);
  const finding = {
    code: 'AS4510',
    severity: 'error' as const,
    message: `NameError: name '${name}' is not defined`,
    exception: 'NameError',
    remedy: `write ${lines
      .map((line) => line.trim())
      .filter((line) => /^(from|import) /.test(line))
      .map((line) => `\`${line}\``)
      .join(' or ')} among the imports${edit ? '; the edit writes it' : ''}`,
    ...(edit ? { edit } : {}),
  };
  return { finding, node };
}

function unknownBase(
  name: string,
  node: NodeOf<'Name'>,
  uses: readonly NodeOf<'Name'>[],
  bound: ReadonlySet<string>,
  reading: Reading,
): readonly Found[] {
  const near = nearBase(name);
  if (near === undefined) return [];
  const edit = renamed(near, uses, bound, reading);
  const finding = {
    code: 'AS4511',
    severity: 'error' as const,
    message: `NameError: name '${name}' is not defined`,
    exception: 'NameError',
    remedy: `derive from \`${near}\`${edit ? '; the edit writes it' : ''}`,
    ...(edit ? { edit } : {}),
  };
  return [{ finding, node }];
}

/** The base class that is meant, where it is only one. */
export function nearBase(name: string): string | undefined {
  const longer = BASES.filter((base) => base.startsWith(name) && name.length > 'Base'.length);
  if (longer.length === 1) return longer[0];
  const near = nearest(name, BASES);
  const other =
    near &&
    nearest(
      name,
      BASES.filter((base) => base !== near),
    );
  return other === undefined ? near : undefined;
}

function renamed(
  near: string,
  uses: readonly NodeOf<'Name'>[],
  bound: ReadonlySet<string>,
  reading: Reading,
): readonly Edit[] | undefined {
  const places = bound.has(near) ? [] : placesOfName(near, reading.all);
  const added =
    places?.length === 0 ? [] : places && insertion(importLines(places, [{ name: near }]), reading);
  if (added === undefined) return undefined;
  const names = uses.flatMap((use): readonly Edit[] => {
    const span = reading.module.span(use);
    if (span === undefined) return [];
    const { line, column, endLine, endColumn } = span;
    return [{ start: { line, column }, end: { line: endLine, column: endColumn }, text: near }];
  });
  return names.length === uses.length ? [...added, ...names] : undefined;
}
