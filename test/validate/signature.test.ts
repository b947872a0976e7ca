/** The argument that a deferrable spec implies. */

import { expect, test } from 'vitest';
import type { Spec } from '../../src/flow.js';
import type { ClassFacts } from '../../src/ports.js';
import { checkSignature } from '../../src/validate/signature.js';
import { readFixtureSpec } from './fixture.js';

const facts = (value: string) =>
  ({
    mro: [],
    init: [
      { name: 'article', kind: 'keyword', required: true },
      { name: 'deferrable', kind: 'keyword', required: false, default: value },
      { name: 'kwargs', kind: 'var-keyword', required: false },
    ],
  }) as unknown as ClassFacts;

test.each([
  ['True', []],
  ['False', []],
  ['None', ['AS4104']],
])('`deferrable`, where the spec only implies it, may be %s by default', async (value, codes) => {
  const spec: Spec = { ...(await readFixtureSpec('price_operator')), deferrable: true };
  const found = await checkSignature(facts(value), spec);
  expect(found.filter(({ message }) => message.includes('deferrable')).map(({ code }) => code)).toEqual(
    codes,
  );
});
