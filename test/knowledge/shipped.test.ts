/** What ships with airsmith beside what a repository learned: it fills in, gives way, and falls silent. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { definitionId, type Evidence, fold, type Stored, withShipped } from '../../src/knowledge/index.js';
import { PATTERNS, stored, world } from './observed.js';

const [PATTERN] = PATTERNS;
if (PATTERN === undefined) throw new Error('no pattern');
const ID = definitionId(PATTERN);
const OWN = { own: () => true };

/** So many runs, each of a spec of its own, whose component held the pattern. */
function runs(count: number, from: string, firstAttempt: boolean): readonly Stored[] {
  return Array.from({ length: count }, (_, number) => {
    const evidence: Evidence = {
      schema: 'evidence/1',
      run: { id: `${number}`, number, attempt: 1, at: '2026-11-24T10:00:00Z', origin: from },
      subject: `${number}`.padStart(16, from === 'here' ? 'a' : 'b'),
      generator: 'model/1',
      spec: {
        name: `Spec${number}Operator`,
        kind: 'operator',
        category: 'http',
        path: 'specs/x.airsmith.yaml',
        fingerprint: '0'.repeat(64),
        airflow: '>=2.8,<4',
      },
      outcome: { proven: true, first_attempt: firstAttempt, attempts: 1 },
      choice: { strategy: 'none', probability: 1000, items: [] },
      found: [ID],
      attempts: [],
      environments: [],
      introduces: [PATTERN as (typeof PATTERNS)[number]],
    };
    return stored(evidence);
  });
}

function beside(own: readonly Stored[], shipped: readonly Stored[]) {
  const alone = fold(own, OWN);
  return { alone, both: withShipped(alone, own, shipped) };
}

describe('a pattern that ships', () => {
  test('is known where nothing was learned, and counts half', () => {
    const { both } = beside([], runs(6, 'elsewhere', true));
    expect(both.shipped?.get(ID)).toEqual({ subjects: 6, alone: true, counts: true });
    const here = fold(runs(6, 'here', true), OWN).patterns.get(ID)?.confidence ?? 0;
    const there = both.patterns.get(ID)?.confidence ?? 0;
    expect(there).toBeGreaterThan(500);
    expect(there).toBeLessThan(here);
  });

  test('gives way with each observation made here, and is silent after four', () => {
    const shipped = runs(20, 'elsewhere', true);
    const distances = [1, 2, 3, 4, 5].map((count) => {
      const own = runs(count, 'here', false);
      const { alone, both } = beside(own, shipped);
      expect(both.shipped?.get(ID)).toMatchObject({ alone: false, counts: count < 4 });
      return (both.patterns.get(ID)?.confidence ?? 0) - (alone.patterns.get(ID)?.confidence ?? 0);
    });
    expect(distances).toEqual([...distances].sort((a, b) => b - a));
    expect(distances[0]).toBeGreaterThan(0);
    expect(distances.slice(3)).toEqual([0, 0]);
    const own = runs(4, 'here', false);
    expect(beside(own, shipped).both.patterns.get(ID)).toEqual(fold(own, OWN).patterns.get(ID));
  });

  test('is rejected by a person here like any other', () => {
    const no = stored({ schema: 'rejection/1', item: ID, why: 'Not here.' });
    const { both } = beside([no], runs(6, 'elsewhere', true));
    expect(both.patterns.get(ID)?.status).toBe('rejected');
    expect(both.rejected.has(ID)).toBe(true);
  });

  test('leaves out a run that a person retracted, and what the repository observed itself', () => {
    const shipped = runs(6, 'elsewhere', true);
    const no = stored({ schema: 'retraction/1', evidence: shipped[0]?.hash ?? '', why: 'A broken mirror.' });
    expect(beside([no], shipped).both.shipped?.get(ID)?.subjects).toBe(5);
    const { both } = beside(shipped.slice(0, 1), shipped);
    expect(both.patterns.get(ID)?.tally.subjects).toBe(6);
    expect(both.shipped?.get(ID)).toMatchObject({ subjects: 5, alone: false });
  });
});

describe('whatever ships', () => {
  test('changes no count of the repository, and no item that was observed here four times', () => {
    fc.assert(
      fc.property(world, world, (own, shipped) => {
        const { alone, both } = beside(own, shipped);
        for (const name of [
          'metrics',
          'counts',
          'subjects',
          'components',
          'dangling',
          'rejected',
          'arms',
        ] as const)
          expect(both[name]).toEqual(alone[name]);
        for (const [id, item] of alone.patterns) {
          const now = both.patterns.get(id);
          if (item.tally.subjects >= 4) expect(now).toEqual(item);
          expect(now?.tally.subjects).toBeGreaterThanOrEqual(item.tally.subjects);
        }
        for (const [id, item] of alone.fixes) {
          const now = both.fixes.get(id);
          if (item.helped + item.failed >= 4) expect(now).toEqual(item);
          for (const trial of now?.trials ?? []) {
            const mine = item.trials.find(
              ({ class: c, airflow, kind }) =>
                c === trial.class && airflow === trial.airflow && kind === trial.kind,
            );
            expect(trial.helped).toBeGreaterThanOrEqual(mine?.helped ?? 0);
            expect(trial.failed).toBeGreaterThanOrEqual(mine?.failed ?? 0);
          }
        }
      }),
    );
  });

  test('is nothing where the repository holds the same records', () => {
    fc.assert(
      fc.property(world, (records) => {
        const { alone, both } = beside(records, records);
        expect(both).toBe(alone);
      }),
    );
  });

  test('does not depend on its order', () => {
    fc.assert(
      fc.property(world, world, (own, shipped) => {
        const alone = fold(own, OWN);
        const there = withShipped(alone, own, shipped);
        const back = withShipped(alone, own, [...shipped].reverse());
        expect([...back.patterns].sort()).toEqual([...there.patterns].sort());
        expect([...back.fixes].sort()).toEqual([...there.fixes].sort());
      }),
    );
  });
});
