/** What the four example specs teach, by the recorded answers that `npm start` replays, on every shipped Airflow. */

import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ASSETS } from '../../src/assets.js';
import { cacheFolder, DEFAULT_SETTINGS, resolveConfig } from '../../src/config.js';
import type { RecordFile } from '../../src/flow.js';
import { openHands } from '../../src/hands.js';
import { fold } from '../../src/knowledge/index.js';
import { runPipeline } from '../../src/pipeline.js';
import type { SpecSource } from '../../src/spec/index.js';
import { STILL, shippedRun } from './run.js';

const ROOT = join(import.meta.dirname, '../..');
const AIRFLOWS = '2.8.1, 2.11.2, 3.3.2';
const NOTHING = fold([]);
const nobody = async () => undefined;

export function exampleSources(): readonly SpecSource[] {
  const folder = join(ROOT, 'examples/specs');
  return readdirSync(folder)
    .sort()
    .map((name) => ({ path: `specs/${name}`, bytes: readFileSync(join(folder, name)) }));
}

/** Throws where one of the four is not proven: then there is nothing to ship. */
export async function exampleRecords(): Promise<readonly RecordFile[]> {
  const config = resolveConfig(
    DEFAULT_SETTINGS,
    { airflowVersions: AIRFLOWS, replay: join(ROOT, 'examples/recordings') },
    { root: ROOT, assets: ASSETS, cache: cacheFolder(process.env, homedir()) },
  );
  const hands = await openHands(config, process.env, console.log, nobody, new AbortController().signal);
  try {
    const work = {
      config,
      sources: exampleSources(),
      knowledge: NOTHING,
      onBranch: NOTHING,
      run: shippedRun('examples'),
      present: nobody,
      committed: nobody,
      list: async () => [],
    };
    const { outcomes } = await runPipeline(work, { ...hands, clock: STILL }, () => undefined);
    const failed = outcomes.filter(({ proven }) => !proven).map(({ spec }) => spec.name);
    if (failed.length > 0 || outcomes.length !== work.sources.length)
      throw new Error(`not proven: ${failed.join(', ') || 'a spec was not built'}`);
    return outcomes.flatMap(({ lesson }) => lesson.records);
  } finally {
    await hands.lab.close();
  }
}
