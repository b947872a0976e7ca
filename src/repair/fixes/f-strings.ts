/** Formatted texts that Python cannot read, or that are not formatted. */

import type { Edit } from '../../flow.js';
import { insertion, type NodeOf, type Token, tokensOf } from '../../python/index.js';
import type { Fix, Ground } from './fix.js';
import { allOf, type ClassSite, classFix, textFix } from './site.js';

export const NESTED_QUOTES: Fix = textFix(
  {
    id: 'nested-quotes',
    classes: ['syntax.f-string', 'syntax.invalid', 'format.string', 'lint.error'],
    title: 'Use other quotes inside an f-string',
    prompt: 'Before Python 3.12 the same quotes cannot stand inside the braces of an f-string.',
  },
  ({ message, position }, ground) => {
    if (
      position === undefined ||
      !/f-string|unterminated string|invalid syntax|perhaps you forgot a comma/i.test(message)
    )
      return undefined;
    const line = lineOf(ground, position.line);
    for (const quote of ['"', "'"] as const) {
      const edit = otherQuotes(line, quote);
      if (edit) return edit.map(([at, text]) => place(position.line, at, at + 1, text));
    }
    return undefined;
  },
);

function lineOf({ source }: Ground, line: number): string {
  return source.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)[line - 1] ?? '';
}

function place(line: number, from: number, to: number, text: string): Edit {
  return { start: { line, column: from + 1 }, end: { line, column: to + 1 }, text };
}

/** Places of the quotes inside the braces of the one f-string on a line whose braces hold its own quotes. */
function otherQuotes(line: string, quote: '"' | "'"): readonly (readonly [number, string])[] | undefined {
  const other = quote === '"' ? "'" : '"';
  const opening = new RegExp(`(?<![\\w${quote}])[rR]?[fF][rR]?${quote}(?!${quote})`, 'g');
  for (const { index, 0: head } of line.matchAll(opening)) {
    const found: (readonly [number, string])[] = [];
    let depth = 0;
    for (let at = index + head.length; at < line.length; at += 1) {
      const letter = line[at];
      if (letter === '{' && line[at + 1] === '{' && depth === 0) at += 1;
      else if (letter === '{') depth += 1;
      else if (letter === '}' && depth > 0) depth -= 1;
      else if (depth > 0 && (letter === other || letter === '\\')) return undefined;
      else if (letter === quote && depth > 0) found.push([at, other]);
      else if (letter === quote) break;
    }
    if (depth === 0 && found.length > 0 && found.length % 2 === 0) return found;
  }
  return undefined;
}

export const BRACES: Fix = textFix(
  {
    id: 'braces',
    classes: ['syntax.f-string', 'syntax.invalid'],
    title: 'Double a brace that stands for itself',
    prompt: 'In an f-string write `{{` and `}}` for braces.',
  },
  ({ message, position }, ground) => {
    if (position === undefined) return undefined;
    const line = lineOf(ground, position.line);
    const texts = tokensOf(line).filter(
      ({ type, prefix, closed }) => type === 'text' && prefix.includes('f') && closed,
    );
    if (/single '}' is not allowed/.test(message))
      return only(
        texts.flatMap((one) => loneBraces(line, one)),
        position.line,
        '}}',
      );
    if (/empty expression not allowed|valid expression required before '}'/.test(message)) {
      const empty = texts.flatMap((one) =>
        [...line.slice(one.start, one.end).matchAll(/(?<!\{)\{\s*\}(?!\})/g)].map(
          (found) => [one.start + found.index, found[0].length] as const,
        ),
      );
      return empty.map(([at, length]) => place(position.line, at, at + length, '{{}}'));
    }
    return undefined;
  },
);

function only(places: readonly number[], line: number, text: string): readonly Edit[] | undefined {
  const [at] = places;
  return places.length === 1 && at !== undefined ? [place(line, at, at + 1, text)] : undefined;
}

/** Closing braces of a text that close nothing and are not doubled. */
function loneBraces(line: string, { start, end }: Token): readonly number[] {
  const found: number[] = [];
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    if (line[at] === '{' && line[at + 1] === '{') at += 1;
    else if (line[at] === '{') depth += 1;
    else if (line[at] === '}' && depth > 0) depth -= 1;
    else if (line[at] === '}' && line[at + 1] === '}') at += 1;
    else if (line[at] === '}') found.push(at);
  }
  return found;
}

const FIELD = /\{((?:self\.)?[A-Za-z_]\w*(?:\.\w+|\[\w+\])*)(?:![rsa])?(?::[^{}]*)?\}/g;

export const MISSING_F: Fix = classFix(
  {
    id: 'f-prefix',
    classes: [
      'example.message',
      'example.returns',
      'example.logs',
      'example.http',
      'example.http-missing',
      'example.exception',
      'file.missing',
      'example.files',
      'sql.error',
      'example.sql',
      'network.refused',
    ],
    title: 'Mark a text with values in braces as an f-string',
    prompt: 'A text with `{value}` in it needs an `f` before its quotes.',
  },
  (_finding, site) => {
    const { main, module } = site;
    return main.methods.flatMap(({ node }) => {
      const bound = new Set([
        ...allOf(node, 'Arg').map(({ arg }) => arg),
        ...allOf(node, 'Name').flatMap(({ id, ctx }) => (ctx.nodeType === 'Store' ? [id] : [])),
        ...allOf(node, 'ExceptHandler').flatMap(({ name }) => (name ? [name] : [])),
      ]);
      const formatted = formattedIn(node, site);
      return allOf(node, 'Constant').flatMap((text) => {
        const source = module.slice(text);
        if (
          !/^[rR]?["']/.test(source) ||
          /^["']{3}/.test(source) ||
          formatted.has(text) ||
          source.includes('\n')
        )
          return [];
        if (!isMeant(source, bound, site)) return [];
        const span = module.span(text);
        return span ? [insertion({ line: span.line, column: span.column }, 'f')] : [];
      });
    });
  },
);

/** Every brace of the text names something that is known there; Jinja and JSON do not look like that. */
function isMeant(source: string, bound: ReadonlySet<string>, { main }: ClassSite): boolean {
  const fields = [...source.matchAll(FIELD)].map((found) => found[1] ?? '');
  const rest = source.replace(FIELD, '');
  if (fields.length === 0 || /[{}]/.test(rest)) return false;
  const own = new Set(main.methods.flatMap(({ node }) => allOf(node, 'Attribute').map(({ attr }) => attr)));
  return fields.every((field) => {
    const [head = '', second = ''] = field.split(/[.[\]]/);
    return head === 'self' ? own.has(second) : bound.has(head) && head !== 'self';
  });
}

/** Texts that get their values later: by `format`, or through the place that they are given to. */
function formattedIn(node: Parameters<typeof allOf>[0], { module }: ClassSite): ReadonlySet<unknown> {
  const later = new Set<unknown>();
  for (const call of allOf(node, 'Call') as readonly NodeOf<'Call'>[]) {
    if (call.func.nodeType === 'Attribute' && /^(format|format_map|replace|Template)$/.test(call.func.attr))
      for (const inner of allOf(call, 'Constant')) later.add(inner);
  }
  for (const { values } of allOf(node, 'JoinedStr')) for (const inner of values) later.add(inner);
  // A text in a name that is formatted somewhere is a template.
  if (/\.format(_map)?\(/.test(module.source))
    for (const { value } of allOf(node, 'Assign'))
      for (const inner of allOf(value, 'Constant')) later.add(inner);
  return later;
}
