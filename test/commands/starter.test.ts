/** The examples as they are copied into a repository of somebody else. */

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { copyExample } from '../../src/commands/starter.js';
import { temporaryFolder } from '../github/repositories.js';

const ROOT = join(import.meta.dirname, '../..');
const MODELINE = /^# yaml-language-server: \$schema=(.*)$/m;
const place = temporaryFolder('starter');
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe.each(['starter', 'specs'] as const)('a copy of %s', async (name) => {
  const source = join(ROOT, 'examples', name);
  const copy = join(place, name);
  await copyExample(name, copy);
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(source.length + 1));

  test.each(files)('%s is the same but for the place of its schema, which holds anywhere', (path) => {
    const [here, there] = [source, copy].map((folder) => readFileSync(join(folder, path), 'utf8'));
    expect(there?.replace(MODELINE, '')).toBe(here?.replace(MODELINE, ''));
    const [own, copied] = [here, there].map((text) => MODELINE.exec(text ?? '')?.[1]);
    expect(copied === undefined).toBe(own === undefined);
    if (copied === undefined) return;
    expect(copied).toMatch(/^https:\/\/.*\/schema\/[a-z]+-1\.schema\.json$/);
    expect(readdirSync(join(ROOT, 'schema'))).toContain(copied.split('/').at(-1));
    expect(own).toContain(copied.slice(copied.indexOf('/schema/')));
  });

  test('has a schema in each spec and in the settings', () => {
    const named = files.filter((path) => MODELINE.test(readFileSync(join(copy, path), 'utf8')));
    expect(named.sort()).toEqual(files.filter((path) => path.includes('.airsmith.')).sort());
  });
});
