/** A house with a hundred times as many components: each of its own again under other nouns. */

import type { House } from '../../src/ports.js';
import { sourceText } from '../../src/python/index.js';

/** `house` with each component `times` times; `components` are the paths of the ones that there are. */
export function grown(house: House, components: readonly string[], times: number): House {
  const kept = house.files.filter(({ path }) => !components.includes(path));
  const words = new Set(
    kept.flatMap(
      ({ content }) =>
        sourceText(content)
          .toLowerCase()
          .match(/[a-z]+/g) ?? [],
    ),
  );
  const files = house.files.filter(({ path }) => components.includes(path));
  const more = Array.from({ length: times - 1 }, (_, index) =>
    files.map(({ path, content }) => {
      const source = sourceText(content);
      const mark = `${letter(Math.floor(index / 26))}${letter(index % 26)}`;
      const rename = (text: string) => renamed(text, nounsOf(source, words), mark);
      return {
        path: rename(path).replace(/\.py$/, `_${mark}.py`),
        content: markedClass(rename(source), mark),
      };
    }),
  );
  return { folders: house.folders, files: [...house.files, ...more.flat()] };
}

function letter(index: number): string {
  return String.fromCharCode(97 + (index % 26));
}

/** Words of the class's name that no module of the house uses: what the component is about. */
function nounsOf(source: string, words: ReadonlySet<string>): readonly string[] {
  const name = /^class (\w+)\(/m.exec(source)?.[1] ?? '';
  const parts = name.replace(/(Operator|Sensor|Hook)$/, '').match(/[A-Z][a-z]+/g) ?? [];
  return parts.map((part) => part.toLowerCase()).filter((part) => !words.has(part));
}

function renamed(text: string, nouns: readonly string[], mark: string): string {
  return nouns.reduce(
    (so, noun) =>
      so
        .replaceAll(new RegExp(`(?<![a-z])${noun}`, 'g'), noun + mark)
        .replaceAll(noun.charAt(0).toUpperCase() + noun.slice(1), (found) => found + mark),
    text,
  );
}

/** Two classes of one name would be one. */
function markedClass(source: string, mark: string): string {
  const name = /^class (\w+)\(/m.exec(source)?.[1] ?? '';
  const [, stem = '', kind = ''] = /^(\w+?)(Operator|Sensor|Hook)$/.exec(name) ?? [];
  return source.replaceAll(name, stem.endsWith(mark) ? name : `${stem}${mark}${kind}`);
}
