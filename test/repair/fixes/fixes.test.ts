/** Each fix mends the mistake that it was recorded with as a person would, and nothing else. No Airflow is needed: fixes only read. */

import { describe, expect, test } from 'vitest';
import { applyEdits, commentsIn } from '../../../src/python/index.js';
import { FIXES, type Fix, fixesFor, groundOf } from '../../../src/repair/fixes/index.js';
import { TAXONOMY } from '../../../src/repair/taxonomy.js';
import { CASES, read, recorded, rightOf, specOf, TARGETS } from './case.js';

function fixOf(id: string): Fix {
  const fix = FIXES.find((one) => one.id === id);
  if (fix === undefined) throw new Error(`no fix ${id}`);
  return fix;
}

describe.each(CASES)('$name', ({ name, fix: id, spec: specName, errorClass }) => {
  async function mended(source: string): Promise<string | undefined> {
    const edits = fixOf(id).edits(recorded(name), groundOf(source, await specOf(specName), TARGETS));
    return edits && applyEdits(source, edits);
  }

  test('is one of the fixes for the class of the mistake', () => {
    expect(recorded(name).errorClass).toBe(errorClass);
    expect(fixesFor(errorClass, FIXES)).toContain(fixOf(id));
  });

  test('becomes what a person would write', async () => {
    expect(await mended(read(name, 'before.py'))).toBe(read(name, 'after.py'));
  });

  test('keeps its comments', () => {
    const after = commentsIn(read(name, 'after.py'));
    for (const comment of commentsIn(read(name, 'before.py'))) expect(after).toContain(comment);
  });

  test('keeps Windows newlines and a byte order mark', async () => {
    const windows = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`;
    expect(await mended(windows(read(name, 'before.py')))).toBe(windows(read(name, 'after.py')));
  });

  // What a finding brings is about the source that it was found in.
  test.skipIf(id === 'as-found')('is mended once: the result gives no further edit', async () => {
    expect(await mended(read(name, 'after.py'))).toBeUndefined();
  });
});

test('every fix has a case', () => {
  const cased = new Set(CASES.map(({ fix }) => fix));
  expect(FIXES.map(({ id }) => id).filter((id) => !cased.has(id))).toEqual([]);
});

test('a fix names only classes that the taxonomy has', () => {
  const known = new Set(['*', ...TAXONOMY.map(({ id }) => id)]);
  expect(FIXES.flatMap(({ classes }) => classes).filter((one) => !known.has(one))).toEqual([]);
});

test('a fix has a name of its own, and words for people', () => {
  expect(new Set(FIXES.map(({ id }) => id)).size).toBe(FIXES.length);
  for (const { title, prompt } of FIXES) expect(`${title} ${prompt}`).toMatch(/^[A-Z][^\n]+\.$/);
});

test('no fix touches a component without a mistake, whatever it is told of one of the same kind', async () => {
  const touched: string[] = [];
  for (const { name, spec: specName } of CASES) {
    const spec = await specOf(specName);
    const ground = groundOf(rightOf(specName), spec, TARGETS);
    const error = recorded(name);
    for (const fix of fixesFor(error.errorClass, FIXES)) {
      if (fix.id !== 'as-found' && fix.edits(error, ground)) touched.push(`${fix.id}: ${name}`);
    }
  }
  expect(touched).toEqual([]);
});
