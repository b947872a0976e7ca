/** The ways of a repository reach the author through the real forge, and what follows them is proven on a real Airflow. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modulesOf, openHouse } from '../../bench/specs/houses.js';
import { readSet } from '../../bench/specs/set.js';
import { customsOf } from '../../src/conventions/index.js';
import { type Smithy, smithy } from '../author/smithy.js';

let at: Smithy;
beforeAll(async () => {
  at = await smithy();
});
afterAll(() => at.close());

describe('a component for a house', async () => {
  const entry = (await readSet()).find(({ id }) => id === 'sum-fees');
  if (!entry) throw new Error('sum-fees');
  const house = await modulesOf(openHouse('quillpay'));

  test('is asked for with the ways of the house, in every attempt', async () => {
    let asked = 0;
    const author = () => {
      asked += 1;
      return { source: asked === 1 ? entry.source.replace('"/v2/fees"', '"/v2/tolls"') : entry.source };
    };
    const forging = { house, customs: customsOf(house), maxAttempts: 2 };
    const { outcome, requests } = await at.forge(entry.visible, author, forging);
    expect(outcome.proven).toBe(true);
    expect(requests).toHaveLength(2);
    for (const { messages } of requests) {
      const [first] = messages;
      expect(first?.content).toContain('<house>');
      expect(first?.content).toContain('return from `perform` only `run.receipt(…)` (7 of 7)');
    }
  });

  test('is asked for as before where nothing is known of it', async () => {
    const { requests } = await at.forge(entry.visible, () => ({ source: entry.source }), { house });
    expect(JSON.stringify(requests[0]?.messages)).not.toContain('house>');
  });
});
