/** Rewrites one import so that it works on every Airflow that is looked at. Everything round it stays as it is. */

import type { Edit } from '../../flow.js';
import type { Reading } from './check.js';
import { fallbackEdit } from './fallback.js';
import type { AirflowIndex } from './read.js';
import { placeOf, works, worksWell } from './remedy.js';
import { isUnused, substituteOf } from './substitutes.js';
import type { TracedImport } from './trace.js';

interface Alias {
  readonly name: string;
  readonly asname?: string;
}

/**
 * The edit for a `from … import …` that fails somewhere: another module where that has the names everywhere, else `try` the new place
 * and fall back on the other; nothing, where no Airflow has a name that is not even used. What an author falls back on is taken from
 * where it is. Undefined where no place is certain, or where comments would be lost.
 */
export function editFor(one: TracedImport, reading: Reading): readonly Edit[] | undefined {
  const { node, guarded } = one;
  if (node.nodeType !== 'ImportFrom' || !node.module) return undefined;
  if (guarded) return fallbackEdit(node, reading);
  const span = reading.module.span(node);
  const lines = reading.lines;
  const first = lines[(span?.line ?? 0) - 1] ?? '';
  const rest = lines[(span?.endLine ?? 0) - 1]?.slice((span?.endColumn ?? 1) - 1) ?? '';
  if (span === undefined || reading.module.slice(node).includes('#')) return undefined;
  const indent = first.slice(0, span.column - 1);
  // Beside another statement on the line there is no room for a block.
  if (indent.trim() !== '' || !/^\s*(#.*)?$/.test(rest)) return undefined;
  const aliases = node.names.map(({ name, asname }) => ({ name, ...(asname ? { asname } : {}) }));
  const made = rewritten(node.module, aliases, reading);
  if (made === undefined) return undefined;
  const start = { line: span.line, column: span.column };
  if (made.statements.length === 0) {
    const alone =
      reading.module.tree.body.includes(node) && rest.trim() === '' && span.endLine < lines.length;
    return alone ? [{ start, end: { line: span.endLine + 1, column: 1 }, text: '' }] : undefined;
  }
  const text = made.statements
    .map((line, index) => (index === 0 ? line : `${indent}${line}`))
    .join(reading.newline);
  return [{ start, end: { line: span.endLine, column: span.endColumn }, text }, ...made.uses];
}

function rewritten(
  module: string,
  aliases: readonly Alias[],
  reading: Reading,
): { readonly statements: readonly string[]; readonly uses: readonly Edit[] } | undefined {
  const { all } = reading;
  const kept = aliases.filter(({ name }) => all.every((index) => works(index, module, name)));
  const moved = aliases.filter((alias) => !kept.includes(alias));
  const groups = new Map<string, Alias[]>();
  const before: string[] = [];
  const uses: Edit[] = [];
  for (const alias of moved) {
    const instead = substituteOf({ module, ...alias }, reading);
    uses.push(...(instead?.uses ?? []));
    if (instead !== undefined && 'statements' in instead) {
      before.push(...instead.statements);
      continue;
    }
    const named = instead ?? alias;
    const places = instead ? placesOfName(instead.name, all) : placesFor(module, alias.name, all);
    if (places === undefined && isUnused(alias, reading)) continue;
    if (places === undefined) return undefined;
    const key = places.join(' ');
    groups.set(key, [...(groups.get(key) ?? []), named]);
  }
  if (kept.length > 0) before.push(statement(module, kept));
  const moves = [...groups].flatMap(([places, names]) => importLines(places.split(' '), names));
  return { statements: [...before, ...moves], uses };
}

/** One place that works everywhere, or the newer and the older one that do between them. */
function placesFor(
  module: string,
  name: string,
  all: readonly AirflowIndex[],
): readonly string[] | undefined {
  const failing = all.filter((index) => !works(index, module, name));
  if (failing.length === all.length) return placesOfName(name, all);
  const found = new Set(failing.map((index) => placeOf(index, name)));
  const [place] = found;
  if (place === undefined || found.size !== 1) return undefined;
  if (all.every((index) => worksWell(index, place, name))) return [place];
  const older = failing.length < all.length ? module : olderPlace(place, name, all);
  if (older === undefined) return undefined;
  const both = all.every((index) => works(index, place, name) || works(index, older, name));
  if (!both) return undefined;
  // The new place first: on Airflow 3 the old one mostly works too, with a warning.
  return older === 'airflow.sdk' ? [older, place] : [place, older];
}

/** The place, or the newer and the older one, that give a class or function on every Airflow in question; undefined where it is not certain. */
export function placesOfName(name: string, all: readonly AirflowIndex[]): readonly string[] | undefined {
  const newestFirst = [...all].sort((a, b) => b.airflow.localeCompare(a.airflow, 'en', { numeric: true }));
  const places = newestFirst.map((index) => placeOf(index, name));
  const known = [...new Set(places.flatMap((place) => place ?? []))];
  if (known.length === 0 || places.includes(undefined)) return undefined;
  const everywhere = known.find((place) => all.every((index) => worksWell(index, place, name)));
  if (everywhere !== undefined) return [everywhere];
  return known.length === 2 ? known : undefined;
}

function olderPlace(place: string, name: string, all: readonly AirflowIndex[]): string | undefined {
  const others = new Set(
    all.filter((index) => !works(index, place, name)).map((index) => placeOf(index, name)),
  );
  const [older] = others;
  return others.size === 1 ? older : undefined;
}

/** The lines that import `names` from the one place, or from the first of two that has them. */
export function importLines(places: readonly string[], names: readonly Alias[]): readonly string[] {
  const [place = '', older] = places;
  if (older === undefined) return [statement(place, names)];
  return ['try:', `    ${statement(place, names)}`, 'except ImportError:', `    ${statement(older, names)}`];
}

function statement(module: string, names: readonly Alias[]): string {
  const list = names.map(({ name, asname }) => (asname === undefined ? name : `${name} as ${asname}`));
  return `from ${module} import ${list.join(', ')}`;
}
