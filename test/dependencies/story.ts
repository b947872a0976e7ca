/** A run of the pipeline over one spec, with an author whose answer is a file and who remembers what was asked. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testSupport } from '../../src/assets.js';
import { DEFAULT_SETTINGS, resolveConfig, type Settings } from '../../src/config.js';
import { NO_USAGE, type SpecOutcome } from '../../src/flow.js';
import { fold } from '../../src/knowledge/index.js';
import { type RunResult, runPipeline } from '../../src/pipeline.js';
import type { Lab, Model, ModelRequest } from '../../src/ports.js';
import { CLOCK, environmentOptions } from '../lab/fixture.js';

const FIXTURES = join(import.meta.dirname, 'fixtures');

export interface Told {
  readonly outcome: SpecOutcome;
  readonly result: RunResult;
  /** What the author was sent. */
  readonly asked: readonly ModelRequest[];
}

/** Runs `fixtures/<folder>` on these settings. `mend` changes the recorded component, as a worse author would. */
export async function tell(
  folder: string,
  lab: Lab,
  settings: Partial<Settings>,
  mend: (text: string) => string = (text) => text,
): Promise<Told> {
  const bytes = await readFile(join(FIXTURES, folder, 'spec.airsmith.yaml'));
  const source = mend(await readFile(join(FIXTURES, folder, 'component.py'), 'utf8'));
  const asked: ModelRequest[] = [];
  const model: Model = {
    free: true,
    async ask(request) {
      asked.push(request);
      const json = { assumptions: [], source };
      return { kind: 'answer', json, usage: NO_USAGE, model: 'recorded', replayed: true };
    },
  };
  const place = { root: '/', assets: '/', cache: environmentOptions().cache };
  const config = resolveConfig({ ...DEFAULT_SETTINGS, maxAttempts: 1, ...settings }, {}, place);
  const nothing = async () => undefined;
  const run = { id: '1.1', number: 1, attempt: 1, at: '2026-11-24T00:00:00Z', origin: 'test' };
  const work = {
    config,
    sources: [{ path: `specs/${folder}.airsmith.yaml`, bytes }],
    ...{ knowledge: fold([]), onBranch: fold([]), run },
    ...{ present: nothing, committed: nothing, list: async () => [] },
  };
  const hands = {
    model,
    lab,
    clock: CLOCK,
    support: await testSupport(),
    environments: environmentOptions(),
  };
  const result = await runPipeline(work, hands, () => undefined);
  const [outcome] = result.outcomes;
  if (outcome === undefined) throw new Error(JSON.stringify(result.problems));
  return { outcome, result, asked };
}
