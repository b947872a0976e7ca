/** A whole run over real Airflows: a recorded answer with two mistakes is mended at zero tokens, lands, and says so. */

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { replayingModel } from '../../src/adapters/recordings.js';
import { ASSETS, testSupport } from '../../src/assets.js';
import { cacheFolder, DEFAULT_SETTINGS, resolveConfig } from '../../src/config.js';
import { NO_MONEY } from '../../src/flow.js';
import { fold, type Knowledge } from '../../src/knowledge/index.js';
import { type RunResult, runPipeline } from '../../src/pipeline.js';
import type { Fix } from '../../src/repair/fixes/fix.js';
import { jsonReport } from '../../src/report/json.js';
import { outcomeLines } from '../../src/report/terminal.js';
import { openLab } from '../validate/fixture.js';

const FIXTURE = join(import.meta.dirname, 'fixtures/run');
const SPEC = 'specs/echo.airsmith.yaml';
const CLOCK = { now: () => new Date(), elapsed: () => performance.now() };
const lab = openLab();
afterAll(() => lab.close());

function lineFix(id: string, mends: RegExp, edit: (text: string) => string | undefined): Fix {
  return {
    id,
    classes: ['*'],
    title: `Mend by ${id}`,
    prompt: `Beware of ${id}`,
    edits: ({ finding }, { source }) => {
      if (!mends.test(finding.message)) return undefined;
      return source.split('\n').flatMap((text, index) => {
        const now = edit(text);
        if (now === undefined) return [];
        const at = (column: number) => ({ line: index + 1, column });
        return [{ start: at(1), end: at(text.length + 1), text: now }];
      });
    },
  };
}

/** The module is gone, so another way to write the import mends nothing. */
const RENAME = lineFix('rename', /days_ago/, (text) =>
  text.includes('import days_ago') ? 'from airflow.utils.dates import days_ago as days_ago' : undefined,
);
const DROP = lineFix('drop-import', /days_ago/, (text) =>
  text.includes('import days_ago') ? '' : undefined,
);
const FIELDS = lineFix('template-field', /not in template_fields/, (text) =>
  text.includes('template_fields') ? text.replace('()', '("message",)') : undefined,
);

async function ran(knowledge: Knowledge): Promise<RunResult> {
  const config = resolveConfig(
    DEFAULT_SETTINGS,
    { airflowVersions: '2.8.1,3.3.2' },
    { root: FIXTURE, assets: ASSETS, cache: cacheFolder(process.env, homedir()) },
  );
  const work = {
    config,
    sources: [{ path: SPEC, bytes: await readFile(join(FIXTURE, SPEC)) }],
    knowledge,
    onBranch: fold([]),
    run: { id: '1.1', number: 1, attempt: 1, at: '2026-11-24T10:00:00Z', origin: 'test' },
    present: async () => undefined,
    committed: async () => undefined,
    list: async () => [],
  };
  const hands = {
    model: replayingModel(join(FIXTURE, 'recordings')),
    lab,
    clock: CLOCK,
    support: await testSupport(),
    environments: { cache: config.cache, locks: join(ASSETS, 'lab', 'locks'), environment: process.env },
    fixes: [RENAME, DROP, FIELDS],
  };
  return runPipeline(work, hands, () => undefined);
}

function evidenceIn({ changes }: RunResult) {
  const file = changes.find(({ path }) => /^learning\/evidence\/.*\.json$/.test(path));
  return JSON.parse(file?.content ?? '');
}

function knowledgeOf({ changes }: RunResult): Knowledge {
  const records = changes.filter(({ path }) => /^learning\/.*\.json$/.test(path));
  return fold(
    records.map(({ path, content }) => ({
      path,
      hash: path.slice(-21, -5),
      record: JSON.parse(content ?? ''),
    })),
  );
}

describe('a recorded answer with two mistakes', async () => {
  const first = await ran(fold([]));
  const [outcome] = first.outcomes;

  test('is mended without a model, proven on both Airflows, and lands as it was mended', () => {
    expect(outcome?.proven).toBe(true);
    expect(outcome?.best?.verdict?.environments.map(({ airflow, state }) => [airflow, state])).toEqual([
      ['2.8.1', 'proven'],
      ['3.3.2', 'proven'],
    ]);
    const component = first.changes.find(({ path }) => path.endsWith('echo_operator.py'))?.content ?? '';
    expect(component).toContain('template_fields: Sequence[str] = ("message",)  # what is rendered');
    expect(component).toContain('# Repeat as often as asked.');
    expect(component).not.toContain('days_ago');
  });

  test('says so in the evidence, where the first attempt stays failed', () => {
    const evidence = evidenceIn(first);
    expect(evidence.outcome).toEqual({ proven: true, first_attempt: false, attempts: 2 });
    const [written, mended] = evidence.attempts;
    expect(written).toMatchObject({ number: 1, result: 'failed' });
    expect(written).not.toHaveProperty('fixes');
    expect(mended).toMatchObject({
      number: 2,
      model: 'edits',
      prompt: '',
      result: 'proven',
      input_tokens: 0,
      output_tokens: 0,
      micro_dollars: 0,
    });
    expect(mended.fixes.filter(({ helped }: { helped: boolean }) => helped).length).toBeGreaterThanOrEqual(2);
    const knowledge = knowledgeOf(first);
    expect(knowledge.metrics.overall).toMatchObject({ firstAttempt: 0, proven: 1, mended: 1, attempts: 1 });
    expect(knowledge.dangling).toEqual([]);
  });

  test('says so to people, with the reason of each edit', () => {
    expect(outcomeLines(outcome as never)).toMatch(
      /attempt 1, mended {2}proven on 2\.8\.1, 3\.3\.2[\s\S]*mistakes mended without a model, which saved a call:\n[\s\S]*Mend by drop-import \(import\.\w+: ImportError/,
    );
    const report = jsonReport(first.outcomes, [], [], NO_MONEY, undefined);
    expect(report).toMatchObject({ attempts: 1, proven: true, components: [{ saved_call: true }] });
    expect(report.components[0]?.mended.map(({ fix }) => fix)).toEqual(
      expect.arrayContaining(['drop-import', 'template-field']),
    );
  });

  test('is mended by the better fix first once the store knows it', async () => {
    const fixes = (result: RunResult) =>
      result.outcomes.flatMap(({ attempts }) =>
        attempts.flatMap(({ mending = [] }) => mending.map(({ fix }) => fix)),
      );
    expect(fixes(first)).toContain('rename');
    const second = await ran(knowledgeOf(first));
    expect(second.outcomes[0]?.proven).toBe(true);
    expect(fixes(second)).not.toContain('rename');
    expect(evidenceIn(second).outcome.proven).toBe(true);
  });
});
