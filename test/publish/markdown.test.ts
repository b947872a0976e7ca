/** No foreign text leaves the place it is put in. Judged by a Markdown parser that is not ours. */

import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { renderComment } from '../../src/publish/comment.js';
import { clip, code, fence, link, prose, table, text } from '../../src/publish/markdown.js';
import { contextOf, outcomeOf, verdictOf } from './outcomes.js';

/** As GitHub shows it, before it sanitises: what is markup here is markup there. */
function html(markdown: string): string {
  return micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
}

function tagsOf(page: string): readonly string[] {
  return [...page.matchAll(/<(\/?[a-z][a-z0-9]*)[^>]*>/gi)].map(([, name = '']) => name.toLowerCase());
}

const ATTACKS = [
  '| new | cells |\n|---|---|\n| a | b |',
  '</td></tr></table><h1>proven</h1>',
  '<img src=x onerror=alert(1)>',
  '<!-- airsmith:comment -->',
  '<details open><summary>x</summary>',
  '![x](https://evil.example/pixel.png)',
  '[click](javascript:alert(1))',
  '[ref]: https://evil.example\n[ref]',
  'https://evil.example/?a=b and www.evil.example and a@evil.example',
  '@acme/admins please merge',
  'fixes #1, closes GH-1, acme/airflow#1',
  '``` \n```\nescaped',
  '`````` ~~~~~~',
  '~~~\nx\n~~~',
  '# heading\n---\n> quote\n- item\n1. one',
  '**bold** _it_ ~~gone~~ :tada: $x$ [^1] [x] {% raw %}',
  '&lt;b&gt; &#60;script&#62; &amp;lt;',
  'a\\|b \\\\| c',
  'evil\u202etxt.exe \u2066hidden\u2069 z\u200bero \u00ad \u{e0041}',
  '\u0000\u0007\u001b[31mred\u001b[0m',
  '\ud800 lone \udc00',
  'tail\\',
  '`',
  '::error file=x::y\n##[add-path]/tmp',
];

/** Hostile pieces, glued in every way. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...ATTACKS),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        '|',
        '`',
        '\n',
        '\\',
        '<',
        '*',
        '_',
        '[',
        ']',
        '@',
        '#',
        '\r',
        '~',
        '&',
        '!',
        '(',
        ')',
        ':',
        '//',
      ),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

const runs = { numRuns: 500, seed: 20_260_102 };

describe('text inside a table cell', () => {
  const check = (put: (value: string) => string, allowed: readonly string[]) => (value: string) => {
    const page = html(
      table(
        ['head', 'next'],
        [
          [`${put(value)}`, 'safe'],
          ['second', 'row'],
        ],
      ),
    );
    const frame = ['table', 'thead', 'tbody', 'tr', 'th', 'td', ...allowed];
    expect(tagsOf(page).filter((tag) => !frame.includes(tag.replace('/', '')))).toEqual([]);
    expect(page.match(/<tr>/g)).toHaveLength(3);
    expect(page.match(/<td>/g)).toHaveLength(4);
    expect(page).toMatch(/<td>safe<\/td>\s*<\/tr>\s*<tr>\s*<td>second<\/td>/);
  };

  test('stays one cell of plain text', () => {
    fc.assert(fc.property(hostile, check(text, [])), runs);
  });

  test('set as code stays one piece of code', () => {
    fc.assert(fc.property(hostile, check(code, ['code'])), runs);
  });

  test('with code between backticks stays one cell', () => {
    fc.assert(fc.property(hostile, check(prose, ['code'])), runs);
  });
});

describe('a block of text', () => {
  test('does not leave its fence', () => {
    const check = (value: string) => {
      const page = html(`before\n\n${fence(value)}\n\nafter`);
      expect(tagsOf(page)).toEqual(['p', '/p', 'pre', 'code', '/code', '/pre', 'p', '/p']);
      expect(page.endsWith('<p>after</p>')).toBe(true);
    };
    fc.assert(fc.property(hostile, check), runs);
  });

  test('is cut in lines and in length, and says so', () => {
    const cut = fence('line\n'.repeat(100), '', 3_000, 10);
    expect(cut.split('\n')).toHaveLength(13);
    expect(cut).toContain('… 91 more lines');
  });
});

describe('text', () => {
  test('reads as it was written', () => {
    const shown = (value: string) => html(text(value)).replace(/<\/?p>/g, '');
    expect(shown('a < b && c > "d" | e')).toBe('a &lt; b &amp;&amp; c &gt; &quot;d&quot; | e');
    expect(shown('snake_case *star* `tick`')).toBe('snake_case *star* `tick`');
    expect(shown('Ünïcode, 日本語, 👩‍👩‍👧 and ❤️')).toBe('Ünïcode, 日本語, 👩‍👩‍👧 and ❤️');
  });

  test('mentions nobody and refers to nothing', () => {
    for (const value of ATTACKS) {
      const visible = html(text(value)).replaceAll('&amp;', '&');
      expect(visible).not.toMatch(/@[\w-]/);
      expect(visible).not.toMatch(/#\d/);
      expect(visible).not.toMatch(/\bGH-\d/i);
    }
  });

  test('names what hides or reorders', () => {
    expect(text('evil\u202etxt')).toBe('evil⟨U+202E⟩txt');
    expect(text('a\u200bb\u{e0041}')).toBe('a⟨U+200B⟩b⟨U+E0041⟩');
    expect(fence('x\u2066y')).toContain('x⟨U+2066⟩y');
    const check = (value: string) => {
      expect(text(value)).not.toMatch(/[\p{Bidi_Control}\p{Cc}\p{Surrogate}]/u);
    };
    fc.assert(fc.property(hostile, check), runs);
  });

  test('is cut without half a character', () => {
    expect(clip('😀😀😀', 4)).toBe('😀…');
    expect([...text('x'.repeat(5_000), 10)]).toHaveLength(10);
  });
});

test('a link goes only where a web address goes', () => {
  expect(link('run', 'https://forge.example/a/b')).toBe('[run](https://forge.example/a/b)');
  for (const address of [
    'javascript:alert(1)',
    'https://x/) [y](https://z',
    'https://x/<b>',
    'data:text/html,x',
  ]) {
    expect(link('run', address)).toBe('run');
  }
});

test('a whole comment of hostile text has only our own structure', () => {
  const check = (evil: string) => {
    const finding = {
      code: evil,
      severity: 'error',
      tier: 'examples',
      message: evil,
      remedy: evil,
      example: evil,
      expected: evil,
      actual: evil,
      traceback: evil,
    } as const;
    const outcome = outcomeOf({
      name: `X${evil}`,
      path: evil,
      examples: [evil],
      environments: [verdictOf('3.3.2', 0, 1, [finding])],
      assumptions: [evil],
      considered: [
        { id: evil, title: evil, type: evil, chosen: true, reason: evil, confidence: 1, margin: 1 },
      ],
      items: [{ what: evil, kind: 'pattern', change: 'new', path: evil, note: evil }],
    });
    const mistake = {
      code: 'AS1001',
      severity: 'error',
      message: evil,
      cause: evil,
      remedy: evil,
      excerpt: evil,
    } as const;
    const position = { path: evil, line: 1, column: 1 };
    const page = html(
      renderComment(
        [outcome],
        contextOf({
          problems: [{ ...mistake, position }],
          deleted: [evil],
          renamed: [{ from: evil, to: evil }],
          author: evil,
        }),
      ),
    );
    const ours = 'h3 table thead tbody tr th td p ul li code pre strong em details summary sub a';
    expect(tagsOf(page).filter((tag) => !ours.split(' ').includes(tag.replace('/', '')))).toEqual([]);
    expect(page.match(/<h3>/g)).toHaveLength(1);
    expect(page.match(/<a /g)).toHaveLength(1);
    expect(page.match(/<table>/g)).toHaveLength(2);
    expect(page.match(/<!--/g)).toHaveLength(1);
  };
  fc.assert(fc.property(hostile, check), { ...runs, numRuns: 150 });
});
