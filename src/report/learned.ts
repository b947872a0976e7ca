/** What was learned from code that was read. Pure. */

import { visible } from './problem.js';

export interface LearnedItem {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly components: number;
  /** Modules that these components stand in. */
  readonly modules: number;
}

export interface Learned {
  readonly sources: readonly { readonly name: string; readonly version: string }[];
  readonly components: number;
  /** Distinct ideas that were found, shared or not. */
  readonly patterns: number;
  readonly unparsed: readonly { readonly path: string; readonly line: number; readonly message: string }[];
  readonly fresh: readonly LearnedItem[];
  readonly known: readonly LearnedItem[];
  readonly left: readonly (LearnedItem & { readonly reason: string })[];
  /** Ideas of a single module, which may be its own business. */
  readonly alone: number;
  readonly imported: number;
  readonly notRun: number;
}

const SHOWN = 12;

/** The outcome as lines for a terminal. */
export function learnedLines(learned: Learned): string {
  const { sources, components, fresh, known, left, alone, unparsed, imported, notRun } = learned;
  const names = sources.map(({ name, version }) => visible(`${name} ${version}`.trim()));
  const counts = [
    `${fresh.length} new`,
    `${known.length} known already`,
    `${left.length} left out`,
    `${alone} in one module only`,
  ];
  return [
    `read ${components} components of ${names.join(', ')}; ideas: ${counts.join(', ')}`,
    `imports tried in the lab: ${imported}; not to be tried, since what they need is not installed: ${notRun}`,
    ...section('new, observed and not proven', fresh, itemLine),
    ...section('left out', left, (item) => `${itemLine(item)}: ${visible(item.reason)}`),
    ...section(
      'not read',
      unparsed,
      ({ path, line, message }) => `${visible(path)}:${line} ${visible(message)}`,
    ),
    '',
  ].join('\n');
}

function itemLine({ id, type, title, components, modules }: LearnedItem): string {
  return `${id}  ${type}  ${visible(title)} (${components} components, ${modules} modules)`;
}

function section<Item>(
  title: string,
  items: readonly Item[],
  shown: (item: Item) => string,
): readonly string[] {
  if (items.length === 0) return [];
  const more = items.length > SHOWN ? [`  and ${items.length - SHOWN} more: --json names them all`] : [];
  return ['', title, ...items.slice(0, SHOWN).map((item) => `  ${shown(item)}`), ...more];
}
