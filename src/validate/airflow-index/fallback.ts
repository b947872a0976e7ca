/** An import of what `try … except ImportError` falls back on, and does not find either: what it has to give, its `try` says. */

import type { Edit } from '../../flow.js';
import { nearest } from '../../nearest.js';
import { children, type Node, type NodeOf } from '../../python/index.js';
import type { Reading } from './check.js';
import { importLines, placesOfName } from './edit.js';
import { works } from './remedy.js';

interface Imported {
  readonly module: string;
  readonly name: string;
  readonly bound: string;
}

/** The edit that takes the same names from where the Airflows that need the fallback have them; undefined where that is not certain. */
export function fallbackEdit(node: NodeOf<'ImportFrom'>, reading: Reading): readonly Edit[] | undefined {
  const { module, all } = reading;
  const tried = triesOf(module.tree).find(({ handlers }) => handlers.some(({ body }) => body.includes(node)));
  const handler = tried?.handlers.find(({ body }) => body.includes(node));
  const span = module.span(node);
  const text = module.slice(node);
  if (tried === undefined || handler === undefined || span === undefined || /[#\n]/.test(text))
    return undefined;
  const firsts = importedIn(tried.body);
  if (firsts === undefined) return undefined;
  const needing = all.filter((index) => !firsts.every(({ module: from, name }) => works(index, from, name)));
  if (needing.length === 0) return undefined;
  const others = importedIn(handler.body.filter((one) => one !== node)) ?? [];
  const open = firsts.filter(({ bound }) => !others.some((other) => other.bound === bound));
  const wanted = node.names.map(({ name, asname }) => meant(asname ?? name, open));
  const groups = new Map<string, Imported[]>();
  for (const one of wanted) {
    if (one === undefined) return undefined;
    const stays = needing.every((index) => works(index, node.module ?? '', one.name));
    const [place, second] = stays ? [node.module ?? ''] : (placesOfName(one.name, needing) ?? []);
    if (place === undefined || second !== undefined) return undefined;
    groups.set(place, [...(groups.get(place) ?? []), one]);
  }
  const lines = [...groups].flatMap(([place, names]) =>
    importLines(
      [place],
      names.map(({ name, bound }) => (bound === name ? { name } : { name, asname: bound })),
    ),
  );
  const indent = (reading.lines[span.line - 1] ?? '').slice(0, span.column - 1);
  if (indent.trim() !== '') return undefined;
  const start = { line: span.line, column: span.column };
  const written = lines.join(`${reading.newline}${indent}`);
  return [{ start, end: { line: span.endLine, column: span.endColumn }, text: written }];
}

function triesOf(node: Node): readonly NodeOf<'Try'>[] {
  const inner = children(node).flatMap(triesOf);
  return node.nodeType === 'Try' ? [node, ...inner] : inner;
}

/** The names that statements import; undefined where they do anything else. */
function importedIn(body: readonly Node[]): readonly Imported[] | undefined {
  const found: Imported[] = [];
  for (const node of body) {
    if (node.nodeType !== 'ImportFrom' || !node.module || (node.level ?? 0) > 0) return undefined;
    for (const { name, asname } of node.names)
      found.push({ module: node.module, name, bound: asname ?? name });
  }
  return found;
}

/** The name that stands for the same, or the only one like it. */
function meant(bound: string, firsts: readonly Imported[]): Imported | undefined {
  const same = firsts.find((one) => one.bound === bound);
  const alike = firsts.filter((one) => nearest(bound, [one.bound]) !== undefined);
  return same ?? (alike.length === 1 ? alike[0] : undefined);
}
