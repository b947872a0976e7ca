/** Descriptions are Markdown of strangers: what helps a reader stays, what could act or deceive is shown as text. */

import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { code, fenced, inline, prose, tableOf } from '../../../src/author/artefacts/markdown.js';

function html(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

function tags(markdown: string): readonly string[] {
  return [...html(markdown).matchAll(/<(\/?[a-zA-Z!?][a-zA-Z0-9-]*)/g)].map((match) =>
    (match[1] ?? '').toLowerCase(),
  );
}

const PIECES = [
  '`',
  '``',
  '```',
  '~~~',
  '|',
  '\\',
  '\\`',
  '\n',
  '\n\n',
  ' ',
  '    ',
  '\t',
  '<b>',
  '<!--',
  '-->',
  '<script>',
  '<?',
  '[a](b)',
  '![',
  '](',
  '[',
  ']',
  '#',
  '# ',
  '- ',
  '* ',
  '1. ',
  '> ',
  ':-:',
  '---',
  '===',
  '*',
  '**',
  '_',
  '__',
  '~',
  '~~',
  '&lt;',
  '&',
  'word',
  '<http://a.b>',
  'https://a.b',
  '\u202e',
  ':::',
  '!!! note',
  '[^1]: x',
  '[x]: y',
];

const markdown = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join(''));

describe('a description', () => {
  test('keeps its paragraphs, lists, emphasis and code', () => {
    const source =
      'Calls `GET /v1`:\n\n1. **first**\n2. *then*\n   - deep `x | y`\n\n```json\n{"a": "<b>"}\n```\n\nDone.';
    expect(prose(source)).toBe(source);
  });

  test.each([
    ['HTML', '<b>x</b> & y', '&lt;b&gt;x&lt;/b&gt; &amp; y'],
    ['HTML in code', '`<b>`', '`<b>`'],
    ['a heading', '# x', '\\# x'],
    ['an underline', 'x\n===', 'x\n\\==='],
    ['a link', '[x](y)', '\\[x\\](y)'],
    ['a reference', '[x]: y', '\\[x\\]: y'],
    ['a table', 'a | b\n--- | ---', 'a \\| b\n--- \\| ---'],
    ['a table of one column', 'a\n:-:', 'a\n\\:-:'],
    ['a quotation', '> x', '&gt; x'],
    ['an open fence', '```sh\nid', '```sh\nid\n```'],
    ['a fence in a fence', '~~~\n```\n~~~\nx', '````\n```\n````\nx'],
    ['an open code span', 'a ` b', 'a \\` b'],
    ['a word with underscores', 'top_n of _x_', 'top_n of \\_x\\_'],
    ['a rule', 'a\n\n***\n\nb', 'a\n\n\\***\n\nb'],
    ['hidden characters', 'a\u202eb\u200bc', 'a b c'],
  ])('has %s as text', (_, source, safe) => {
    expect(prose(source)).toBe(safe);
  });

  test('has no element but those, however it is put together', () => {
    const allowed = ['p', 'ul', 'ol', 'li', 'em', 'strong', 'code', 'pre', 'a'];
    fc.assert(
      fc.property(markdown, (source) => {
        const made = html(prose(source));
        const found = tags(prose(source)).map((tag) => tag.replace('/', ''));
        expect(found.filter((tag) => !allowed.includes(tag))).toEqual([]);
        // GitHub makes links of bare addresses; nothing else may lead anywhere.
        expect(
          [...made.matchAll(/href="([^"]*)"/g)]
            .map((match) => match[1])
            .filter((to) => !/^https?:\/\/a\.b/.test(to ?? '')),
        ).toEqual([]);
      }),
      { seed: 11, numRuns: 1000 },
    );
  });

  test('ends where it ends', () => {
    fc.assert(
      fc.property(markdown, (source) => {
        expect(html(`${prose(source)}\n\n## After`)).toMatch(/<h2>After<\/h2>$/);
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});

describe('a table', () => {
  test('has its rows and columns, whatever the cells say', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(markdown, markdown), { minLength: 1, maxLength: 4 }), (rows) => {
        const cells = rows.map(([text, value]) => [code(text), inline(value)]);
        const found = tags(tableOf(['a', 'b'], cells));
        expect(found.filter((tag) => tag === 'td')).toHaveLength(2 * rows.length);
        expect(found.filter((tag) => tag === 'tr')).toHaveLength(rows.length + 1);
        expect(found.filter((tag) => ['b', 'script', '!--', 'img', 'h1', 'li', 'pre'].includes(tag))).toEqual(
          [],
        );
      }),
      { seed: 13, numRuns: 500 },
    );
  });
});

describe('code', () => {
  test('is shown as it is, whatever it holds', () => {
    fc.assert(
      fc.property(markdown, (source) => {
        expect(
          tags(fenced('sh', source)).filter((tag) => tag !== 'pre' && tag !== 'code' && tag[0] !== '/'),
        ).toEqual([]);
        expect(tags(fenced('sh', source)).filter((tag) => tag === 'pre')).toHaveLength(1);
        expect(
          tags(code(source)).filter((tag) => !['p', '/p', 'code', '/code', 'em', '/em'].includes(tag)),
        ).toEqual([]);
      }),
      { seed: 14, numRuns: 500 },
    );
  });
});
