/**
 * Nothing in a spec breaks out of its place. A spec full of hostile text must make files of the very shape that the same
 * spec with plain text makes: the same syntax tree but for the texts, and the same Markdown elements.
 */

import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import type { Spec } from '../../../src/flow.js';
import { artefact, aSpec } from './a-spec.js';
import { ATTACKS, specOfText } from './attacks.js';
import { shapes } from './cpython.js';

/** Tags of the page as GitHub renders it, in order, and where its links lead. */
function elements(markdown: string): readonly string[] {
  const html = micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
  });
  return [...html.matchAll(/<(\/?[a-zA-Z!][a-zA-Z0-9-]*)/g)].map((match) => (match[1] ?? '').toLowerCase());
}

function hrefs(markdown: string): readonly string[] {
  const html = micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousProtocol: true,
  });
  return [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '');
}

/** Emphasis is all that text may add, and what GitHub makes of a bare address. */
const MARKS = new Set(['em', '/em', 'strong', '/strong', 'code', '/code', 'a', '/a']);

const PLAIN = specOfText('plain words of a spec');

describe.each(Object.entries(ATTACKS))('%s', (_, attack) => {
  const spec = specOfText(attack);

  test('stays inside the literals of the tests and of the example DAG', () => {
    const made = [artefact(spec, 'test'), artefact(spec, 'dag')];
    const expected = shapes([artefact(PLAIN, 'test'), artefact(PLAIN, 'dag')]);
    expect(shapes(made)).toEqual(expected);
    for (const file of made) expect(file).not.toMatch(/[^\P{C}\n]|\p{Zl}|\p{Zp}/u);
  });

  test('stays inside its cell, its paragraph and its fence on the page', () => {
    const blocks = (one: Spec) => elements(artefact(one, 'page')).filter((tag) => !MARKS.has(tag));
    expect(blocks(spec)).toEqual(blocks(PLAIN));
  });

  test('makes no element of its own in the description', () => {
    const text = `${attack}\n\nThe end of the description.`;
    const page = artefact(aSpec({ description: text, returns: text }), 'page');
    const allowed = ['p', 'ul', 'ol', 'li', 'h1', 'h2', 'a', 'pre', 'hr', 'em', 'strong', 'code'];
    expect(elements(page).filter((tag) => !allowed.includes(tag.replace('/', '')))).toEqual([]);
    const plain = elements(
      artefact(aSpec({ description: 'The end of the description.', returns: 'a' }), 'page'),
    );
    const count = (tags: readonly string[], tag: string) => tags.filter((one) => one === tag).length;
    for (const tag of ['h1', 'h2', 'h3', 'hr', 'img', 'script', 'table']) {
      expect(count(elements(page), tag), tag).toBe(count(plain, tag));
    }
    expect(page.match(/^The end of the description\.$/gm)).toHaveLength(2);
    expect(hrefs(page).filter((href) => !/^(\.\.?\/|https?:)/.test(href))).toEqual([]);
  });

  test('names no command of the shell in the connection that the page creates', () => {
    const page = artefact(spec, 'page');
    const command = /airflow connections add (.*) --conn-host/.exec(page)?.[1] ?? '';
    // Words, or texts in single quotes with every quote of their own outside of them.
    expect(command).toMatch(/^(?:[\w.-]+|(?:'[^']*'|\\')+) --conn-type (?:[\w.-]+|(?:'[^']*'|\\')+)$/);
  });
});
