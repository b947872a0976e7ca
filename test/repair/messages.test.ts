/** `fixtures/messages.json` holds what real Airflows and Pythons said (`npm run messages`), each with the mistake that provoked it. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { classPages } from '../../scripts/classes.js';
import { brokenSource, type Component } from '../../scripts/messages/airflows.js';
import { type Program, saidByPythons } from '../../scripts/messages/pythons.js';
import { type Said, same } from '../../scripts/messages/said.js';
import type { Finding } from '../../src/flow.js';
import { locate, terrainOf } from '../../src/repair/locate.js';
import { patternOf } from '../../src/repair/pattern.js';
import { classify, TAXONOMY } from '../../src/repair/taxonomy.js';

const read = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const messages = JSON.parse(read('messages.json')) as readonly Said[];
const { components, python } = parse(read('mistakes.yaml')) as {
  readonly components: readonly (Component & { readonly instead?: string; readonly slow?: boolean })[];
  readonly python: readonly Program[];
};

function classOf(said: Said): string {
  const finding: Finding = { ...said, severity: 'error' };
  return classify(finding, patternOf(said.message, '')).errorClass;
}

describe('every CPython', () => {
  const said = messages.filter(({ airflow }) => airflow === undefined);
  const versions = new Set(said.map((one) => one.python));

  test('from 3.8 to 3.14 was asked', () => {
    const minors = [...versions].map((version) => version.split('.').slice(0, 2).join('.'));
    expect(minors).toEqual(expect.arrayContaining(['3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14']));
  });

  test.each([...new Set(said.map(({ class: id }) => id))])('says %s so that it is known', (id) => {
    for (const one of said.filter((message) => message.class === id)) {
      const shown = `${one.mistake} on ${one.python}: ${one.message}`;
      if (id === 'unknown') expect(classOf(one), shown).toMatch(/^unknown\.[0-9a-f]{8}$/);
      else expect(classOf(one), shown).toBe(id);
    }
  });

  test('that is on this machine still says what was recorded', () => {
    const here = process.env['PYENV_ROOT'] ?? `${process.env['HOME']}/.pyenv`;
    let fresh: readonly Said[] = [];
    try {
      fresh = saidByPythons(python, `${here}/versions`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    const known = fresh.filter((one) => versions.has(one.python));
    for (const one of known)
      expect(
        said.some((other) => same(one, other)),
        `${one.python}: ${one.message}`,
      ).toBe(true);
  });
});

describe('every Airflow', () => {
  const said = messages.filter(({ airflow }) => airflow !== undefined);

  test('that ships was asked', () => {
    expect(new Set(said.map(({ airflow }) => airflow)).size).toBe(3);
  });

  test.each(components.filter(({ instead }) => instead === undefined))('$class: $name', (mistake) => {
    const own = said.filter((one) => one.mistake === mistake.name && one.class === mistake.class);
    expect(own.length, 'recorded messages').toBeGreaterThan(0);
    for (const airflow of new Set(own.map((one) => one.airflow))) {
      const here = own.filter((one) => one.airflow === airflow);
      expect(here.map(classOf), here.map(({ message }) => message).join('\n')).toContain(mistake.class);
    }
  });

  const placed = components.filter(({ at, instead }) => at !== undefined && instead === undefined);
  test.each(placed)('$class: $name is found at its line', (mistake) => {
    const content = brokenSource(mistake);
    const lines = content.split('\n');
    const own = said.filter((one) => one.mistake === mistake.name && classOf(one) === mistake.class);
    for (const one of own) {
      const path = one.position?.path.endsWith('.py') ? one.position.path : pathOf(own);
      const className = /^class (\w+)\((?:Base\w*Operator|BaseHook|object)/m.exec(content)?.[1] ?? '';
      const draft = {
        className,
        module: '',
        pythonRoot: 'plugins',
        files: [{ role: 'component', path, content } as const],
      };
      const finding: Finding = { ...one, severity: 'error' };
      const { places } = classify(finding, '');
      const found = locate(finding, places, terrainOf(draft));
      expect(lines[(found?.line ?? 0) - 1], `${one.airflow}: ${one.message}`).toContain(mistake.at);
    }
  });
});

/** A component's path as validation names it, from whatever message of the mistake has one. */
function pathOf(said: readonly Said[]): string {
  for (const { position, traceback } of said) {
    if (position?.path.endsWith('.py')) return position.path;
    const frame = /File "(plugins\/[^"]+)"/.exec(traceback ?? '')?.[1];
    if (frame) return frame;
  }
  return 'plugins/component.py';
}

describe('the taxonomy', () => {
  test('has a real message for every class, or says by its codes that our own rules find it', () => {
    const seen = new Set(messages.map(({ class: id }) => id));
    const shown = new Set(messages.map(classOf));
    const without = [...new Set(TAXONOMY.map(({ id }) => id))].filter(
      (id) => !seen.has(id) && !shown.has(id),
    );
    const bare = without.filter((id) => TAXONOMY.some((one) => one.id === id && one.codes === undefined));
    expect(bare).toEqual([]);
  });

  test('says on the page of a class without a message why there is none', async () => {
    const pages = await classPages();
    for (const id of new Set(TAXONOMY.map((one) => one.id)))
      expect(pages.get(`classes/${id}.md`), id).toContain('## What is really said');
  });

  test('names what is at fault in the root cause', () => {
    const rootCause = (id: string) =>
      messages
        .filter((one) => classOf(one) === id)
        .map((one) => classify({ ...one, severity: 'error' }, '').rootCause);
    for (const cause of rootCause('provider.missing')) expect(cause).toContain('`airflow.providers.amazon`');
    // CPython 3.10 words it otherwise than 3.11; before 3.10 it does not say which.
    const named = messages.filter(
      (one) => one.class === 'attribute.read-only' && /'label'/.test(one.message),
    );
    expect(new Set(named.map(({ message }) => message)).size).toBeGreaterThan(1);
    for (const one of named)
      expect(classify({ ...one, severity: 'error' }, '').rootCause).toContain('`label`');
  });
});
