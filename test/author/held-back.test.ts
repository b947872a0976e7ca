/** One example of three or more is not shown to the author. On a real Airflow, with authors that are doubles. */

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Example, heldBack, NO_MONEY, type Spec, type SpecOutcome } from '../../src/flow.js';
import type { ModelRequest } from '../../src/ports.js';
import { verdictTable } from '../../src/publish/verdicts.js';
import { jsonReport } from '../../src/report/json.js';
import { outcomeLines } from '../../src/report/terminal.js';
import { aSpec } from './a-spec.js';
import { digitSum, operator, type Smithy, shownIn, smithy } from './smithy.js';

let at: Smithy;
let spec: Spec;
beforeAll(async () => {
  at = await smithy();
  spec = await digitSum();
});
afterAll(() => at.close());

const honest = () => operator(['return sum(int(digit) for digit in str(abs(self.number)))']);

const memorising = (examples: readonly Example[]) =>
  operator([
    `known = {${examples.map(({ inputs, returns }) => `${(inputs as { number: number }).number}: ${returns}`).join(', ')}}`,
    'return known.get(self.number, 0)',
  ]);

const forged = (write: (request: ModelRequest) => string, maxAttempts: number, replayed = false) =>
  at.forge(spec, (request) => ({ source: write(request) }), { maxAttempts, replayed });

const errorsAt = ({ best }: SpecOutcome) =>
  best?.verdict?.environments.flatMap(({ findings }) =>
    findings.flatMap(({ example, severity }) => (severity === 'error' && example ? [example] : [])),
  ) ?? [];

describe('an author that writes what the spec says', () => {
  test('is shown all examples but one, proven with all of them, and people are told', async () => {
    const { outcome, requests } = await forged(honest, 1);
    const held = heldBack(spec)?.name ?? '';
    const [request] = requests;
    expect(shownIn(request as ModelRequest).map(({ name }) => name)).toEqual(
      spec.examples.map(({ name }) => name).filter((name) => name !== held),
    );
    expect(JSON.stringify(request)).not.toContain(held);
    expect(outcome.proven).toBe(true);
    expect(outcome.best?.verdict?.environments[0]?.examples).toEqual({ passed: 4, total: 4 });
    expect(verdictTable([outcome], [])).toContain('4 of 4 · 1 held back');
    expect(outcomeLines(outcome)).toContain('4/4 examples, 1 held back');
    expect(jsonReport([outcome], [], [], NO_MONEY, undefined).components[0]?.held_back).toBe(held);
  });

  test('of a recording made with another prompt may have seen it, so nothing is said', async () => {
    const { outcome } = await forged(honest, 1, true);
    expect(outcome.proven).toBe(true);
    expect(verdictTable([outcome], [])).not.toContain('held back');
    expect(jsonReport([outcome], [], [], NO_MONEY, undefined).components[0]?.held_back).toBe('');
  });
});

describe('an author that memorises the examples it is shown', () => {
  test('is not proven: the one that it was not shown fails', async () => {
    const { outcome } = await forged((request) => memorising(shownIn(request)), 1);
    expect(outcome.proven).toBe(false);
    expect(new Set(errorsAt(outcome))).toEqual(new Set([heldBack(spec)?.name]));
  });

  test('is not proven in four attempts as long as it only copies', async () => {
    const { outcome } = await forged(
      ({ messages, ...rest }) => memorising(shownIn({ ...rest, messages }).slice(0, 3)),
      4,
    );
    expect(outcome.proven).toBe(false);
  });

  test('is shown the example once that has failed, with the word to make it hold for all inputs', async () => {
    const { outcome, requests } = await forged(
      (request) => (request.attempt === 1 ? memorising(shownIn(request)) : honest()),
      2,
    );
    expect(shownIn(requests[1] as ModelRequest)).toHaveLength(4);
    expect(requests[1]?.messages.at(-1)?.content).toContain('had been held back from you');
    expect(outcome.proven).toBe(true);
    expect(verdictTable([outcome], [])).not.toContain('held back');
  });
});

describe('the example that is held back', () => {
  const named = (ends: readonly string[]) => ends.map((end, at): Example => ({ name: `e${at}`, [end]: at }));

  test('is the same for the same bytes, and another for others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 9 }), (count) => {
        const examples = named(Array.from({ length: count }, () => 'returns'));
        const chosen = Array.from({ length: 200 }, (_, at) => {
          const fingerprint = (at * 7919).toString(16).padStart(12, '0').padEnd(64, '0');
          const one = heldBack({ examples, fingerprint });
          expect(heldBack({ examples, fingerprint })).toBe(one);
          return one;
        });
        expect(new Set(chosen)).toEqual(new Set(examples));
      }),
    );
  });

  test('is none of one or two', () => {
    expect(heldBack(aSpec({ examples: named(['returns', 'returns']) }))).toBeUndefined();
  });

  test('is one whose like is shown, where there is one', () => {
    const examples = named(['returns', 'raises', 'raises']);
    for (const digit of '0123456789abcdef') {
      const one = heldBack({ examples, fingerprint: digit.repeat(64) });
      expect(one && 'raises' in one).toBe(true);
    }
  });
});
