/** A right solution without the house's ways passes what the author sees, and neither the hidden examples nor the conventions. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { broken, conventionsFor } from '../../bench/specs/conventions.js';
import { openHouse } from '../../bench/specs/houses.js';
import { complaints, verdictOn } from '../../bench/specs/proof.js';
import { readSet } from '../../bench/specs/set.js';
import type { ReadyEnvironment } from '../../src/flow.js';
import { openLab, readyEnvironments } from '../validate/fixture.js';

const PLAIN = join(import.meta.dirname, 'fixtures/plain');
const names = readdirSync(PLAIN).map((file) => file.replace('.py', ''));
const set = await readSet();
const lab = openLab();
let environments: readonly ReadyEnvironment[] = [];
beforeAll(async () => {
  environments = (await readyEnvironments(lab)).filter(({ airflow }) => airflow === '3.3.2');
}, 900_000);
afterAll(() => lab.close());

describe.each(names)('a plain solution of %s', (name) => {
  const source = readFileSync(join(PLAIN, `${name}.py`), 'utf8');
  const entry = set.find(({ id }) => id === name);
  if (entry?.house === undefined) throw new Error(`no spec of a house is called ${name}`);
  const { house, visible, whole, kind } = entry;

  it('is proven by the visible examples', async () => {
    const verdict = await verdictOn({ spec: visible, source, house }, lab, environments);
    expect(complaints(name, verdict)).toEqual([]);
    expect(verdict.proven).toBe(true);
  });

  it('fails most of the hidden examples', async () => {
    const verdict = await verdictOn({ spec: whole, source, house }, lab, environments);
    const failing = verdict.environments.flatMap(({ findings }) => findings.map(({ example }) => example));
    const hidden = whole.examples.slice(visible.examples.length).map((example) => example.name);
    expect(verdict.proven).toBe(false);
    expect(hidden.filter((one) => failing.includes(one)).length).toBeGreaterThan(hidden.length / 2);
    for (const { name: seen } of visible.examples) expect(failing).not.toContain(seen);
  });

  it('breaks conventions of the house, which the reference keeps', () => {
    const conventions = conventionsFor(openHouse(house).conventions, { kind });
    const unkept = (of: string) => conventions.filter((convention) => broken(of, convention) !== undefined);
    expect(unkept(source).length).toBeGreaterThan(conventions.length / 3);
    expect(unkept(entry.source)).toEqual([]);
  });
});
