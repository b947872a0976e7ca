import { describe, expect, test } from 'vitest';
import type { Input, Spec } from '../../src/flow.js';
import type { LabResult } from '../../src/ports.js';
import { boundFindings } from '../../src/validate/bounds.js';
import { probesOf } from '../../src/validate/sample.js';
import { readFixtureSpec } from './fixture.js';

async function specWith(...inputs: readonly Partial<Input>[]): Promise<Spec> {
  const plain = { name: 'days', type: 'int', description: '', template: false };
  return {
    ...(await readFixtureSpec('price_hook')),
    inputs: inputs.map((input) => ({ ...plain, ...input })),
  };
}

const SAMPLE = { inputs: { days: 3 }, madeUp: false };

function raised(message: string, exception = 'ValueError', stage = 'construct'): LabResult {
  return { ok: false, ms: 1, failure: { kind: 'exception', stage, exception, message } };
}

describe('probes of a spec', () => {
  test('stand at each bound and one step beyond it', async () => {
    const probes = probesOf(await specWith({ minimum: 1, maximum: 16 }), SAMPLE);
    expect(probes.map(({ value, allowed }) => [value, allowed])).toEqual([
      [1, true],
      [0, false],
      [16, true],
      [17, false],
    ]);
  });

  test('name each value of an enum, and one that is none of them', async () => {
    const probes = probesOf(await specWith({ type: 'str', enum: ['a', 'b'] }), SAMPLE);
    expect(probes.map(({ value, allowed }) => [value, allowed])).toEqual([
      ['a', true],
      ['b', true],
      ['no-a-b', false],
    ]);
  });

  test('stand beyond a bound that adding one does not change, where JSON can say so', async () => {
    for (const maximum of [2 ** 53, 1e21, -1e21, 1e300]) {
      const [at, beyond] = probesOf(await specWith({ type: 'float', maximum }), SAMPLE);
      expect(at).toMatchObject({ value: maximum, allowed: true });
      expect(beyond?.value).toBeGreaterThan(maximum);
      expect(beyond).toMatchObject({ allowed: false, range: `at most ${maximum}` });
    }
    // Python reads 1e+21 as a float, which no right constructor has to take for an integer.
    expect(probesOf(await specWith({ type: 'int', maximum: 1e21 }), SAMPLE)).toEqual([]);
    expect(probesOf(await specWith({ type: 'float', maximum: Number.MAX_VALUE }), SAMPLE)).toMatchObject([
      { value: Number.MAX_VALUE, allowed: true },
    ]);
  });

  test('leave templated inputs alone: they are checked when the task runs', async () => {
    expect(probesOf(await specWith({ minimum: 1, template: true }), SAMPLE)).toEqual([]);
  });
});

describe('a constructor', () => {
  async function said(allowed: boolean, result: LabResult) {
    const spec = await specWith({ minimum: 1, maximum: 16 }, { name: 'weeks' });
    const probe = probesOf(spec, SAMPLE).find((one) => one.allowed === allowed);
    if (probe === undefined) throw new Error('no probe');
    return boundFindings(probe, result, spec, 'plugins/x.py').map(({ code }) => code);
  }

  test('that takes what is not allowed is wrong, and one that raises for it is right', async () => {
    expect(await said(false, { ok: true, value: {}, ms: 1 })).toEqual(['AS4145']);
    expect(await said(false, raised('days must be from 1 to 16'))).toEqual([]);
  });

  test('that refuses a bound is wrong, and one that takes it is right', async () => {
    expect(await said(true, raised('days must be from 1 to 16'))).toEqual(['AS4146']);
    expect(await said(true, { ok: true, value: {}, ms: 1 })).toEqual([]);
  });

  test('that refuses a bound because of another input may be right', async () => {
    expect(await said(true, raised('days must be more than weeks'))).toEqual([]);
    expect(await said(true, raised('too few'))).toEqual([]);
    expect(await said(true, raised('days', 'KeyError'))).toEqual([]);
    expect(await said(true, raised('days', 'ValueError', 'serialize'))).toEqual([]);
  });
});
