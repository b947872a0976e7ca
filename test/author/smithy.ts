/** The real forge with a real lab and the newest Airflow; the author alone is a double. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testSupport } from '../../src/assets.js';
import { openLedger } from '../../src/author/ledger.js';
import { moneyOf } from '../../src/author/money.js';
import { pricesWith } from '../../src/author/prices.js';
import { DEFAULT_SETTINGS, resolveConfig } from '../../src/config.js';
import type { Customs } from '../../src/conventions/index.js';
import {
  type Example,
  type Json,
  type Money,
  NO_USAGE,
  type Spec,
  type SpecOutcome,
} from '../../src/flow.js';
import { forge } from '../../src/forge.js';
import { fold, hash16, type Stored } from '../../src/knowledge/index.js';
import type { Work } from '../../src/pipeline.js';
import type { House, ModelRequest } from '../../src/ports.js';
import { readSpecs } from '../../src/spec/index.js';
import { openLab, readyEnvironments } from '../validate/fixture.js';

/** What an author answers, `assumptions` aside. */
export type Written =
  | { readonly source: string }
  | { readonly edits: readonly { before: string; after: string }[] };

export interface Forging {
  readonly maxAttempts?: number;
  readonly replayed?: boolean;
  /** A run before, whose files and records stand on the branch. */
  readonly after?: SpecOutcome;
  readonly former?: NonNullable<Work['former']>;
  /** The repository's own modules, and what they do alike. */
  readonly house?: House;
  readonly customs?: Customs;
}

export interface Smithy {
  forge(
    spec: Spec,
    write: (request: ModelRequest) => Written,
    forging?: Forging,
  ): Promise<{
    readonly outcome: SpecOutcome;
    readonly requests: readonly ModelRequest[];
    readonly money: Money;
  }>;
  close(): Promise<void>;
}

const CHANGED = 'the prompt has changed since this answer was recorded';

export async function smithy(): Promise<Smithy> {
  const lab = openLab();
  const environments = (await readyEnvironments(lab)).slice(-1);
  const support = await testSupport();
  const place = { root: '/nowhere', assets: '/nowhere', cache: '/nowhere' };
  return {
    close: () => lab.close(),
    async forge(spec, write, { maxAttempts = 1, replayed = false, after, former, house, customs } = {}) {
      const requests: ModelRequest[] = [];
      const files = new Map(after?.best?.draft?.files.map(({ path, content }) => [path, content]));
      const present = async (path: string) => files.get(path);
      const ledger = openLedger({ run: 0 }, pricesWith({}));
      const outcome = await forge(
        spec,
        {
          config: resolveConfig({ ...DEFAULT_SETTINGS, maxAttempts }, {}, place),
          sources: [],
          knowledge: fold([]),
          onBranch: fold(storedIn(after)),
          run: { id: '1.1', number: 1, attempt: 1, at: '2026-01-02T03:04:05Z', origin: 'test' },
          present,
          committed: present,
          ...(former ? { former } : {}),
          list: async () => [],
          environments,
          ledger,
          house: house ?? { folders: [], files: [] },
          ...(customs ? { customs } : {}),
          obstacles: new Map(),
        },
        {
          model: {
            free: true,
            async ask(request) {
              requests.push(request);
              const json = { assumptions: [], ...write(request) } as unknown as Json;
              const common = { kind: 'answer' as const, json, usage: NO_USAGE, model: 'claude-sonnet-5-5' };
              return { ...common, replayed, ...(replayed ? { note: CHANGED } : {}) };
            },
          },
          lab,
          clock: { now: () => new Date(), elapsed: () => performance.now() },
          support,
          environments: { cache: '', locks: '', environment: {} },
        },
        () => undefined,
      );
      return { outcome, requests, money: moneyOf([outcome], ledger, false) };
    },
  };
}

function storedIn(outcome: SpecOutcome | undefined): readonly Stored[] {
  return (outcome?.lesson.records ?? [])
    .filter(({ path }) => path.endsWith('.json'))
    .map(({ content }) => ({ hash: hash16(content), record: JSON.parse(content) as Stored['record'] }));
}

export const DIGIT_SUM = 'specs/digit_sum.airsmith.yaml';

export function digitSumText(): Promise<string> {
  return readFile(join(import.meta.dirname, 'fixtures/held-back/spec.airsmith.yaml'), 'utf8');
}

/** The spec of the fixture, changed by `change`. */
export async function digitSum(change = (text: string) => text): Promise<Spec> {
  const bytes = Buffer.from(change(await digitSumText()));
  const { specs, problems } = await readSpecs([{ path: DIGIT_SUM, bytes }], DEFAULT_SETTINGS);
  const [spec] = specs;
  if (spec === undefined) throw new Error(JSON.stringify(problems));
  return spec;
}

/** A component of that spec with `body` as its `execute`. */
export function operator(body: readonly string[]): string {
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

/** The JSON that stands in an element of a message. */
export function blockIn(text: string, element: string): Json | undefined {
  const found = new RegExp(`<${element}>\\n([\\s\\S]*?)\\n</${element}>`).exec(text)?.[1];
  return found === undefined ? undefined : (JSON.parse(found) as Json);
}

/** What the author is shown of the examples. */
export function shownIn({ messages }: ModelRequest): readonly Example[] {
  const spec = blockIn(messages[0]?.content ?? '', 'spec') as { readonly examples?: readonly Example[] };
  return spec.examples ?? [];
}
