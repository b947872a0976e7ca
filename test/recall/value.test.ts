/** What telling an item is worth: frequent and costly mistakes first, and nothing that reading it costs more than it saves. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Spec } from '../../src/flow.js';
import { type FixItem, fold, type Knowledge } from '../../src/knowledge/index.js';
import { recall } from '../../src/recall/index.js';
import { worthOf } from '../../src/recall/value.js';
import { specFor } from '../learn/story.js';

const EMPTY = fold([]);
const SENSOR = specFor('TideSensor', { category: 'sql' });

/** A contrast that helped wherever it was seen. */
function contrast(errorClass: string, changes: Partial<FixItem['definition']> = {}): FixItem {
  const id = Buffer.from(errorClass + (changes.strategy ?? ''))
    .toString('hex')
    .padEnd(64, '0')
    .slice(0, 64);
  return {
    id,
    definition: {
      schema: 'fix/1',
      class: errorClass,
      strategy: 'rewrite',
      title: `${errorClass}: write it so`,
      before: 'a = 1\n',
      after: 'a = 2\n',
      prompt: `A failure of class ${errorClass} went away when\na = 1\nbecame\na = 2`,
      ...changes,
    },
    status: 'active',
    confidence: 900,
    margin: 50,
    helped: 9,
    failed: 0,
    trials: [],
    tally: {
      subjects: 9,
      firstAttempt: 0,
      proven: 9,
      foreign: { subjects: 0, firstAttempt: 0, proven: 0 },
      used: 0,
      found: 9,
      specs: 9,
      airflow: new Map(),
      kinds: new Map(),
      categories: new Map(),
      history: new Map(),
      evidence: [],
    },
  };
}

interface Seen {
  readonly made: number;
  readonly asked: number;
  readonly told?: number;
}

/** A store with these fixes, and twelve first attempts of sql sensors with these mistakes. */
function store(fixes: readonly FixItem[], seen: Readonly<Record<string, Seen>>, subjects = 12): Knowledge {
  const mistakes = new Map(Object.entries(seen).map(([name, row]) => [name, { told: 0, ...row }]));
  return {
    ...EMPTY,
    fixes: new Map(fixes.map((fix) => [fix.id, fix])),
    first: [{ kind: 'sensor', category: 'sql', subjects, mistakes }],
  };
}

const toldBy = (knowledge: Knowledge, spec: Spec = SENSOR) =>
  recall(spec, knowledge).items.map(({ title }) => title.split(':')[0]);

describe('the worth of an item', () => {
  const moved = contrast('import.moved');
  const worth = (seen: Seen, spec = SENSOR) =>
    worthOf(moved, spec, store([moved], { 'import.moved': seen })).value;

  test('grows with how often its mistake is made, and with how often that costs a call', () => {
    expect(worth({ made: 7, asked: 7 })).toBeGreaterThan(worth({ made: 2, asked: 2 }));
    expect(worth({ made: 7, asked: 7 })).toBeGreaterThan(worth({ made: 7, asked: 1 }));
  });

  test('is little where a known fix mends the mistake always, be it ever so frequent', () => {
    const fix = contrast('import.moved', { strategy: 'edit.imports', before: '', after: '' });
    const mended = worthOf(moved, SENSOR, store([moved, fix], { 'import.moved': { made: 12, asked: 0 } }));
    expect(mended.value).toBeLessThan(worth({ made: 1, asked: 1 }));
  });

  test('is higher for the kind that makes the mistake, and something for others still', () => {
    const here = worth({ made: 7, asked: 7 });
    const elsewhere = worth({ made: 7, asked: 7 }, specFor('TideOperator', { category: 'sql' }));
    expect(elsewhere).toBeGreaterThan(0);
    expect(here).toBeGreaterThan(elsewhere);
  });

  test('rises where telling kept the mistake away, and falls to nothing where it was made all the same', () => {
    const told = (subjects: number, kept: number) =>
      worthOf(moved, SENSOR, {
        ...store([moved], { 'import.moved': { made: 9, asked: 9, told: subjects } }, 12 + subjects),
        told: new Map([[moved.id, { subjects, kept }]]),
      }).value;
    expect(told(8, 8)).toBeGreaterThan(told(0, 0));
    expect(told(8, 0)).toBe(0);
  });

  test('is a share of a call, the more the more often the mistake was made', () => {
    const count = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(count, count, count, count, (made, free, asked, told) => {
        const at = (times: number) =>
          worthOf(
            moved,
            SENSOR,
            store(
              [moved],
              { 'import.moved': { made: times, asked: Math.min(asked, made), told } },
              made + 1 + free + told,
            ),
          ).value;
        expect(at(made)).toBeGreaterThanOrEqual(0);
        expect(at(made)).toBeLessThanOrEqual(1_000_000);
        if (asked >= made) expect(at(made + 1)).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a briefing', () => {
  const seen = {
    'import.moved': { made: 7, asked: 7 },
    'method.shape': { made: 4, asked: 4 },
    'sql.error': { made: 2, asked: 2 },
    'template.constructor': { made: 11, asked: 0 },
  };
  const fixes = Object.keys(seen).map((name) => contrast(name));
  const mending = contrast('template.constructor', { strategy: 'edit.raw-template', before: '', after: '' });

  test('holds contrasts of several classes, the costliest first, and none that a fix mends while others cost calls', () => {
    expect(toldBy(store([...fixes, mending], seen))).toEqual(['import.moved', 'method.shape', 'sql.error']);
  });

  test('holds one item a class', () => {
    const twin = contrast('import.moved', { strategy: 'edit' });
    expect(toldBy(store([...fixes, twin], seen)).filter((name) => name === 'import.moved')).toHaveLength(1);
  });

  test('holds nothing that reading it costs more than it saves', () => {
    const never = { 'import.moved': { made: 0, asked: 0 } };
    const briefing = recall(SENSOR, store([contrast('import.moved')], never, 400));
    expect(briefing).toMatchObject({ strategy: 'none', items: [] });
    expect(briefing.considered[0]?.reason).toBe(
      'reading it would cost more than it saves; import.moved was made in 0 of 400 first attempts of sensors',
    );
  });

  test('says with its figures why an item was chosen, and why not', () => {
    const reasons = new Map(
      recall(SENSOR, store([...fixes, mending], seen)).considered.map(({ title, reason }) => [title, reason]),
    );
    expect(reasons.get('import.moved: write it so')).toBe(
      'import.moved was made in 7 of 12 first attempts of sensors; it costs a call each; it helped in 9 of 9 (0.90 ± 0.05)',
    );
    expect(reasons.get('template.constructor: write it so')).toBe(
      '3 items are enough, and others save more; template.constructor was made in 11 of 12 first attempts of sensors; known fixes mended it',
    );
  });
});
