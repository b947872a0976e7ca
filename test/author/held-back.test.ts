/** One example of three or more is not shown to the author. On a real Airflow, with authors that are doubles. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testSupport } from '../../src/assets.js';
import { openLedger } from '../../src/author/ledger.js';
import { pricesWith } from '../../src/author/prices.js';
import { DEFAULT_SETTINGS, resolveConfig } from '../../src/config.js';
import {
  type Example,
  heldBack,
  NO_MONEY,
  NO_USAGE,
  type ReadyEnvironment,
  type Spec,
  type SpecOutcome,
} from '../../src/flow.js';
import { forge } from '../../src/forge.js';
import { fold } from '../../src/knowledge/index.js';
import type { ModelRequest } from '../../src/ports.js';
import { verdictTable } from '../../src/publish/verdicts.js';
import { jsonReport } from '../../src/report/json.js';
import { outcomeLines } from '../../src/report/terminal.js';
import { readSpecs } from '../../src/spec/index.js';
import { openLab, readyEnvironments } from '../validate/fixture.js';
import { aSpec } from './a-spec.js';

const lab = openLab();
let environments: readonly ReadyEnvironment[];
let spec: Spec;
beforeAll(async () => {
  environments = (await readyEnvironments(lab)).slice(-1);
  const path = 'specs/digit_sum.airsmith.yaml';
  const bytes = await readFile(join(import.meta.dirname, 'fixtures/held-back/spec.airsmith.yaml'));
  const read = await readSpecs([{ path, bytes }], DEFAULT_SETTINGS);
  spec = read.specs[0] as Spec;
});
afterAll(() => lab.close());

/** What the author is shown of the examples. */
function shownIn({ messages }: ModelRequest): readonly Example[] {
  const text = /<spec>\n([\s\S]*)\n<\/spec>/.exec(messages[0]?.content ?? '')?.[1] ?? '{}';
  return (JSON.parse(text) as { examples?: readonly Example[] }).examples ?? [];
}

function operator(body: readonly string[]): string {
  return [
    '"""Sums digits."""',
    '',
    'from __future__ import annotations',
    '',
    'from typing import TYPE_CHECKING, Any',
    '',
    'try:',
    '    from airflow.sdk import BaseOperator',
    'except ImportError:  # Airflow 2',
    '    from airflow.models import BaseOperator',
    '',
    'if TYPE_CHECKING:',
    '    from airflow.sdk import Context',
    '',
    '',
    'class DigitSumOperator(BaseOperator):',
    '    """Returns the sum of the digits.',
    '',
    '    :param number: Any whole number.',
    '    """',
    '',
    '    def __init__(self, *, number: int, **kwargs: Any) -> None:',
    '        super().__init__(**kwargs)',
    '        self.number = number',
    '',
    '    def execute(self, context: Context) -> int:',
    ...body.map((line) => `        ${line}`),
    '',
  ].join('\n');
}

const honest = () => operator(['return sum(int(digit) for digit in str(abs(self.number)))']);

const memorising = (examples: readonly Example[]) =>
  operator([
    `known = {${examples.map(({ inputs, returns }) => `${(inputs as { number: number }).number}: ${returns}`).join(', ')}}`,
    'return known.get(self.number, 0)',
  ]);

async function forged(write: (request: ModelRequest) => string, maxAttempts: number, replayed = false) {
  const requests: ModelRequest[] = [];
  const nothing = async () => undefined;
  const place = { root: '/nowhere', assets: '/nowhere', cache: '/nowhere' };
  const known = fold([]);
  const outcome = await forge(
    spec,
    {
      config: resolveConfig({ ...DEFAULT_SETTINGS, maxAttempts }, {}, place),
      sources: [],
      knowledge: known,
      onBranch: known,
      run: { id: '1.1', number: 1, attempt: 1, at: '2026-01-02T03:04:05Z', origin: 'test' },
      present: nothing,
      committed: nothing,
      list: async () => [],
      environments,
      ledger: openLedger({ run: 0 }, pricesWith({})),
      house: { folders: [], files: [] },
      obstacles: new Map(),
    },
    {
      model: {
        free: true,
        async ask(request) {
          requests.push(request);
          return {
            kind: 'answer',
            json: { assumptions: [], source: write(request) },
            usage: NO_USAGE,
            model: 'double',
            replayed,
            ...(replayed ? { note: 'the prompt has changed since this answer was recorded' } : {}),
          };
        },
      },
      lab,
      clock: { now: () => new Date(), elapsed: () => performance.now() },
      support: await testSupport(),
      environments: { cache: '', locks: '', environment: {} },
    },
    () => undefined,
  );
  return { outcome, requests };
}

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
