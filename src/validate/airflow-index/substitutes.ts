/** Imports of what Airflow 3 has under no name that an older one has: what stands instead, there and wherever it is used. */

import type { Edit } from '../../flow.js';
import { isSlipOf } from '../../nearest.js';
import { type Node, type NodeOf, walk } from '../../python/index.js';
import type { Reading } from './check.js';
import { bindings } from './names.js';
import { works } from './remedy.js';

/** What is imported instead, and the edits of its uses. */
export type Substitute = {
  readonly uses: readonly Edit[];
  /** In words, where the place of the name does not say it. */
  readonly said?: string;
} & ({ readonly name: string; readonly asname?: string } | { readonly statements: readonly string[] });

interface Imported {
  readonly module: string;
  readonly name: string;
  readonly asname?: string;
}

/** Undefined where something else has the name too, or where a use is not of the usual kind. */
export function substituteOf(imported: Imported, reading: Reading): Substitute | undefined {
  const { module, name, asname } = imported;
  if (/^airflow\.operators\.dummy(_operator)?$/.test(module) && name === 'DummyOperator')
    return empty(asname, reading);
  if (module === 'airflow.utils.dates' && name === 'days_ago' && asname === undefined) return today(reading);
  if (/^airflow\.datasets$/.test(module) && name === 'Dataset') return asset(asname ?? name, reading);
  return asname === undefined ? misspelt(module, name, reading) : undefined;
}

/** Whether nothing reads what an import binds, and nothing names it for others to import. */
export function isUnused(
  { name, asname }: { readonly name: string; readonly asname?: string },
  reading: Reading,
): boolean {
  return usesOf(asname ?? name, reading)?.length === 0;
}

/** The only class or function of the module that is spelt much like a name that no Airflow has anywhere. */
function misspelt(from: string, name: string, reading: Reading): Substitute | undefined {
  const { all } = reading;
  if (all.some((index) => index.isOpaque(from) || index.placesOf(name).length > 0)) return undefined;
  const names = all.flatMap((index) => [...(index.module(from)?.names ?? [])]);
  const known = new Set(
    names.flatMap(([one, { kind }]) => (kind === 'class' || kind === 'function' ? [one] : [])),
  );
  const [meant, ...others] = [...known].filter((one) => isSlipOf(name, one));
  if (meant === undefined || others.length > 0) return undefined;
  const uses = usesOf(name, reading);
  if (uses === undefined || usesOf(meant, reading)?.length !== 0) return undefined;
  const edits = uses.map((use) => written(use, meant, reading));
  return edits.every((edit) => edit !== undefined) ? { name: meant, uses: edits } : undefined;
}

/** `EmptyOperator`, which `DummyOperator` has been an old name of since Airflow 2.4. */
function empty(asname: string | undefined, reading: Reading): Substitute | undefined {
  const said = 'write `EmptyOperator`, which `DummyOperator` is an old name of';
  if (asname !== undefined) return { name: 'EmptyOperator', asname, uses: [], said };
  const uses = usesOf('DummyOperator', reading);
  if (uses === undefined || usesOf('EmptyOperator', reading)?.length !== 0) return undefined;
  const edits = uses.map((use) => written(use, 'EmptyOperator', reading));
  return edits.every((edit) => edit !== undefined) ? { name: 'EmptyOperator', uses: edits, said } : undefined;
}

/** What the warning of Airflow 2 says to write: midnight in UTC, and days before it. */
function today(reading: Reading): Substitute | undefined {
  const { module } = reading;
  const uses = usesOf('days_ago', reading);
  if (!uses?.length || reading.imports.some(({ bound }) => bound === 'pendulum')) return undefined;
  if (usesOf('pendulum', reading)?.length !== 0) return undefined;
  const calls = walk(module.tree).filter(
    (node): node is NodeOf<'Call'> => node.nodeType === 'Call' && uses.includes(node.func as never),
  );
  const edits = calls.map((call) => {
    const [days, ...others] = call.args;
    if (days === undefined || others.length > 0 || call.keywords.length > 0) return undefined;
    if (days.nodeType === 'Starred') return undefined;
    const isSimple =
      days.nodeType === 'Name' || days.nodeType === 'Attribute' || days.nodeType === 'Constant';
    const text = isSimple ? module.slice(days) : `(${module.slice(days)})`;
    const start = 'pendulum.today("UTC")';
    return written(call, text === '0' ? start : `${start}.add(days=-${text})`, reading);
  });
  if (calls.length !== uses.length || !edits.every((edit) => edit !== undefined)) return undefined;
  const said = 'write `pendulum.today("UTC").add(days=-…)` in place of `days_ago(…)`';
  return { statements: ['import pendulum'], uses: edits, said };
}

/** `Asset`, which Airflow 3 calls a dataset; the name that the module knows it by stays. */
function asset(bound: string, { all }: Reading): Substitute | undefined {
  const older = all.filter((index) => !works(index, 'airflow.sdk', 'Asset'));
  if (!older.every((index) => works(index, 'airflow.datasets', 'Dataset'))) return undefined;
  const line = `from airflow.sdk import Asset as ${bound}`;
  const old = `from airflow.datasets import Dataset${bound === 'Dataset' ? '' : ` as ${bound}`}`;
  const statements =
    older.length === 0 ? [line] : ['try:', `    ${line}`, 'except ImportError:', `    ${old}`];
  return { statements, uses: [], said: `write \`${line}\`` };
}

/** Where a name is read, which is imported once at the most and bound by nothing else; a string may be the name of an export. */
function usesOf(name: string, { module, imports }: Reading): readonly NodeOf<'Name'>[] | undefined {
  if (new Set(imports.filter(({ bound }) => bound === name).map(({ node }) => node)).size > 1)
    return undefined;
  const nodes = walk(module.tree);
  const isElsewhere = nodes.some(
    (node) => bindings(node).includes(name) || (node.nodeType === 'Constant' && node.value === name),
  );
  if (isElsewhere) return undefined;
  return nodes.filter((node): node is NodeOf<'Name'> => node.nodeType === 'Name' && node.id === name);
}

function written(node: Node, text: string, { module }: Reading): Edit | undefined {
  const span = module.span(node);
  if (span === undefined || module.slice(node).includes('#')) return undefined;
  const start = { line: span.line, column: span.column };
  return { start, end: { line: span.endLine, column: span.endColumn }, text };
}
