/** A reader lifts old records; ids never change, and what is newer than the reader is an error. */

import { expect, test } from 'vitest';
import { definitionId, type LearningRecord } from '../../src/knowledge/index.js';
import { isDefined } from '../../src/knowledge/records.js';
import { RECORD_SCHEMAS } from '../../src/knowledge/schemas.js';
import { UPCASTS, type Upcast, upcast } from '../../src/knowledge/versions.js';
import { PATTERNS } from './observed.js';

const STEPS = new Map<string, Upcast>([
  ['pattern/1', ({ when, ...rest }) => ({ ...rest, schema: 'pattern/2', use: { when } })],
  ['pattern/2', ({ title, ...rest }) => ({ ...rest, schema: 'pattern/3', heading: title })],
]);

test('steps are taken one after another, and the old record stays as it was', () => {
  const [pattern] = PATTERNS;
  const before = JSON.stringify(pattern);
  const after = upcast({ ...pattern }, STEPS);
  expect(after).toMatchObject({ schema: 'pattern/3', heading: 'Pattern 0', use: { when: 'always …' } });
  expect(after).not.toHaveProperty('title');
  expect(JSON.stringify(pattern)).toBe(before);
});

test('a step that leads nowhere, back, or to another kind is a bug and no endless loop', () => {
  for (const schema of ['pattern/1', 'pattern/0', 'error/2', 'pattern/3'])
    expect(() => upcast({ ...PATTERNS[0] }, new Map([['pattern/1', () => ({ schema })]]))).toThrow(
      /leads to/,
    );
});

test('every step starts at a version with a published schema, and changes no id', () => {
  for (const from of UPCASTS.keys()) expect(RECORD_SCHEMAS.has(from)).toBe(true);
  for (const pattern of PATTERNS) {
    const lifted = upcast({ ...pattern }) as unknown as LearningRecord;
    expect(isDefined(lifted) && definitionId(lifted)).toBe(definitionId(pattern));
  }
});
