/** The picture of the attempts: only where it helps, short, and no syntax but ours. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Attempt, SpecOutcome } from '../../src/flow.js';
import { attemptsPicture } from '../../src/publish/picture.js';
import { outcomeOf, verdictOf } from './outcomes.js';

function tried(name: string, codes: readonly string[]): SpecOutcome {
  const proven = outcomeOf({ name, path: 'specs/a.yaml', environments: [verdictOf('3.3.2', 1, 1)] });
  const failed = codes.map(
    (code, at): Attempt => ({
      number: at + 1,
      author: { model: 'm', promptFingerprint: '', replayed: false },
      usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, cost: 0 },
      ms: 1,
      problem: { code, severity: 'error', message: 'no', remedy: 'x' },
    }),
  );
  return { ...proven, attempts: [...failed, ...proven.attempts] };
}

describe('the picture', () => {
  test('is not there where every first attempt went well', () => {
    expect(attemptsPicture([tried('OneOperator', []), tried('TwoOperator', [])])).toBe('');
  });

  test('shows the attempts of a component in a line', () => {
    expect(attemptsPicture([tried('OneOperator', []), tried('TwoOperator', ['AS5004'])])).toContain(
      'flowchart LR\n  c0s0["TwoOperator"] --> c0s1["attempt 1 AS5004"] --> c0s2["attempt 1 proven"]\n```',
    );
  });

  test('stays short, however many specs and attempts there were', () => {
    const many = Array.from({ length: 300 }, (_, at) => tried(`Op${at}Operator`, Array(40).fill('AS5004')));
    expect(attemptsPicture(many).length).toBeLessThan(2_500);
  });

  test('takes no syntax, markup or line from what a spec or a draft is called', () => {
    const line = /^ {2}c\d+s\d+\["[A-Za-z0-9 ._…-]*"\]( --> c\d+s\d+\["[A-Za-z0-9 ._…-]*"\])*$/;
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, code) => {
        const picture = attemptsPicture([tried(name, [code])]);
        const body = /```mermaid\nflowchart LR\n([\s\S]*)\n```\n\n<\/details>$/.exec(picture)?.[1] ?? '';
        expect(body.split('\n')).toHaveLength(1);
        expect(body).toMatch(line);
      }),
      { numRuns: 100 },
    );
  });
});
