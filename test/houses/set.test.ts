/** The public set is what the harness takes it for. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { broken, conventionsFor } from '../../bench/specs/conventions.js';
import { mergedIn, modulesOf, openHouse } from '../../bench/specs/houses.js';
import { readSet } from '../../bench/specs/set.js';

const set = await readSet();
const HOUSES = join(import.meta.dirname, '../../bench/houses');
const houses = readdirSync(HOUSES).map(openHouse);

describe('the set', () => {
  it('has forty specs or more in eight families, half of them of a house', () => {
    expect(set.length).toBeGreaterThanOrEqual(40);
    expect(new Set(set.map(({ family }) => family)).size).toBe(8);
    expect(set.filter(({ house }) => house !== undefined).length).toBeGreaterThanOrEqual(set.length / 2);
  });

  it.each(set)(
    '$id shows one to three examples and hides two to five others',
    ({ visible, whole, hidden }) => {
      expect(visible.examples.length).toBeGreaterThanOrEqual(1);
      expect(visible.examples.length).toBeLessThanOrEqual(3);
      expect(hidden).toBeGreaterThanOrEqual(2);
      expect(hidden).toBeLessThanOrEqual(5);
      expect(new Set(whole.examples.map(({ name }) => name)).size).toBe(visible.examples.length + hidden);
    },
  );

  it('builds no class twice, and none that a house has', async () => {
    const merged = (await Promise.all(houses.map(mergedIn))).flat();
    const names = [...set.map(({ visible }) => visible.name), ...merged.map(({ spec }) => spec.name)];
    expect(new Set(names).size).toBe(names.length);
  });
});

describe.each(houses)('the house $name', (house) => {
  it('has ten merged components that keep its conventions', async () => {
    const merged = await mergedIn(house);
    expect(merged).toHaveLength(10);
    for (const one of merged) {
      for (const convention of conventionsFor(house.conventions, one))
        expect(broken(one.source, convention), `${one.id} ${convention.id}`).toBeUndefined();
    }
  });

  it('says its conventions nowhere', () => {
    const files = readdirSync(house.repository, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.parentPath.includes('__pycache__') === false)
      .map(({ parentPath, name }) => join(parentPath, name));
    expect(files.filter((file) => /\.(md|rst|txt)$/.test(file))).toEqual([]);
    const texts = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    for (const { id, says } of house.conventions) {
      expect(texts).not.toContain(says);
      expect(texts).not.toContain(id);
    }
  });

  it('gives its modules to components, and its tests to nobody', async () => {
    const { files } = await modulesOf(house);
    const paths = files.map(({ path }) => path);
    expect(paths.some((path) => path.endsWith('/base.py'))).toBe(true);
    expect(paths.filter((path) => path.startsWith('tests/'))).toEqual([]);
  });

  it('has conventions with an id each, all of which a merged component could break', async () => {
    const ids = house.conventions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(10);
    const checks = house.conventions.map(({ base, imports, must, 'must-not': not, 'never-imports': never }) =>
      [base, imports, must, not, never].some((check) => check !== undefined),
    );
    expect(checks).not.toContain(false);
  });
});
