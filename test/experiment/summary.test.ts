import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { curveOf } from '../../src/experiment/curve.js';
import { summarise } from '../../src/experiment/summary.js';
import { curveText, experimentText } from '../../src/experiment/text.js';
import { CURVE_SCHEMA, EXPERIMENT_SCHEMA } from '../../src/generated/experiment-schemas.js';
import type { TrialRecord } from '../../src/generated/trial-file.js';

const HOW = {
  answers: 'x',
  models: ['m'],
  prompt: 'p',
  set: 's',
  store: 't',
  specs: 30,
  families: 6,
  samples: 2,
};

function trial(arm: string, number: number, first: boolean, fields: Partial<TrialRecord> = {}): TrialRecord {
  return {
    schema: 'trial/1',
    experiment: '0'.repeat(16),
    spec: `spec-${number % 30}`,
    family: `family-${number % 6}`,
    arm,
    sample: 1 + Math.floor(number / 30),
    first,
    proven: first,
    attempts: first ? 1 : 4,
    told: 0,
    hidden: { passed: 0, total: 1 },
    broken: [],
    failed: first ? 'nothing' : 'hidden',
    models: ['claude-haiku-5-5'],
    replayed: false,
    tokens: { input: 10, output: 5, cache_read: 0, cache_write: 0 },
    micro_dollars: 100,
    milliseconds: 1,
    ...fields,
  };
}

/** `n` pairs of `none` and `full`: right as the two functions say. */
function pairs(n: number, none: (number: number) => boolean, full: (number: number) => boolean) {
  return Array.from({ length: n }, (_, number) => [
    trial('none', number, none(number)),
    trial('full', number, full(number)),
  ]).flat();
}

function compared(trials: readonly TrialRecord[]) {
  const report = summarise(trials, 0, HOW, 'seed');
  const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(EXPERIMENT_SCHEMA);
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  expect(experimentText(report)).toContain(report.comparisons[0]?.verdict ?? 'right at first');
  return report.comparisons[0];
}

describe('the verdict', () => {
  test('is inconclusive below sixty pairs, whatever the figures', () => {
    expect(
      compared(
        pairs(
          59,
          () => false,
          () => true,
        ),
      ),
    ).toMatchObject({
      pairs: 59,
      helped: 59,
      difference: 1,
      verdict: 'inconclusive',
    });
    expect(
      compared(
        pairs(
          60,
          () => false,
          () => true,
        ),
      ),
    ).toMatchObject({ pairs: 60, verdict: 'better' });
    expect(
      compared(
        pairs(
          60,
          () => true,
          () => false,
        ),
      ),
    ).toMatchObject({ verdict: 'worse', hurt: 60 });
  });

  test('is inconclusive where nothing differs, and where one family alone does', () => {
    expect(
      compared(
        pairs(
          60,
          () => true,
          () => true,
        ),
      ),
    ).toMatchObject({ p: 1, verdict: 'inconclusive' });
    const one = (number: number) => number % 6 === 0;
    expect(compared(pairs(60, () => false, one))).toMatchObject({
      helped: 10,
      verdict: 'inconclusive',
      because: 'the interval holds no difference',
    });
  });

  test('is plumbing only as soon as one answer came from a double', () => {
    const [first, ...rest] = pairs(
      60,
      () => false,
      () => true,
    );
    const trials = [{ ...(first as TrialRecord), models: ['double/1'] }, ...rest];
    expect(compared(trials)).toMatchObject({ verdict: 'plumbing only', difference: 1 });
    expect(summarise(trials, 0, HOW, 'seed').plumbing_only).toBe(true);
  });

  test('does not depend on the order of the cells', () => {
    const trials = pairs(
      60,
      (number) => number % 3 === 0,
      (number) => number % 2 === 0,
    );
    expect(summarise([...trials].reverse(), 0, HOW, 'seed')).toEqual(summarise(trials, 0, HOW, 'seed'));
  });
});

test('specs that are right less often than without are listed', () => {
  const harmed = compared(
    pairs(
      60,
      (number) => number % 30 === 7,
      () => false,
    ),
  )?.harmed;
  expect(harmed).toEqual([{ spec: 'spec-7', right: 0, before: 2, of: 2 }]);
});

test('pairs are the same spec and sample: what only one arm has is left out', () => {
  const trials = pairs(
    4,
    () => true,
    () => true,
  ).filter(({ arm, spec }) => arm === 'full' || spec !== 'spec-2');
  expect(compared(trials)).toMatchObject({ pairs: 3 });
});

test('without the arm none nothing is compared; replayed cells have no cost', () => {
  const trials = [trial('full', 0, true, { replayed: true })];
  const report = summarise(trials, 3, HOW, 'seed');
  expect(report).toMatchObject({ comparisons: [], complete: false, missing: 3 });
  expect(report.arms[0]).toMatchObject({ tokens: null, cost_usd: null, first: { count: 1, of: 1 } });
});

describe('the learning curve', () => {
  const orders = (right: (position: number) => boolean, n = 6) =>
    Array.from({ length: n * 10 }, (_, index) => {
      const position = (index % 10) + 1;
      return trial(`order-${Math.floor(index / 10)}`, index, right(position), { sample: position });
    });
  const how = { experiment: 'e', answers: 'x', orders: 6, specs: 10 };

  test('rises where the second half is right more often, in every family', () => {
    const report = curveOf(
      orders((position) => position > 5),
      0,
      how,
    );
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(CURVE_SCHEMA);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report).toMatchObject({ early: 0, late: 1, difference: 1, verdict: 'rises' });
    expect(report.positions.map(({ count, of }) => `${count}/${of}`)).toEqual([
      ...Array.from({ length: 5 }, () => '0/6'),
      ...Array.from({ length: 5 }, () => '6/6'),
    ]);
    expect(curveText(report)).toContain('rises');
  });

  test('falls, or says nothing', () => {
    expect(
      curveOf(
        orders((position) => position <= 5),
        0,
        how,
      ).verdict,
    ).toBe('falls');
    expect(
      curveOf(
        orders(() => true),
        0,
        how,
      ).verdict,
    ).toBe('inconclusive');
    expect(
      curveOf(
        orders((position) => position > 5, 5),
        0,
        { ...how, orders: 5 },
      ).verdict,
    ).toBe('inconclusive');
  });
});
