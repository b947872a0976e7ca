/** Files that a job leaves for later steps: the whole report, and SARIF. Never the reason why a job fails. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../flow.js';
import { sarif } from '../report/sarif.js';
import type { Job } from './run.js';

export interface Papers {
  /** Markdown, redacted. */
  readonly report: string;
  readonly problems: readonly Problem[];
}

/** Writes both into the runner's temporary folder, and names them in the outputs `report` and `sarif`. */
export async function writePapers(
  { event, runner }: Job,
  { report, problems }: Papers,
  redact: (text: string) => string,
): Promise<void> {
  const all = { ...(await catalogue()) };
  const log = sarif([], problems, all, '0.1.0');
  for (const [output, name, text] of [
    ['report', 'airsmith-report.md', report],
    ['sarif', 'airsmith.sarif', `${redact(JSON.stringify(log, null, 2))}\n`],
  ] as const) {
    const path = join(event.temporary, name);
    try {
      await mkdir(event.temporary, { recursive: true });
      await writeFile(path, text);
      runner.output(output, path);
    } catch (error) {
      runner.info(`airsmith: no ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** What codes mean, of everything that can stand at a line. */
async function catalogue() {
  const rooms = await Promise.all([
    import('../safety/problems.js').then(({ USAGE_PROBLEMS }) => USAGE_PROBLEMS),
    import('../validate/problems.js').then(({ FINDINGS }) => FINDINGS),
    import('../validate/airflow-index/problems.js').then(({ INDEX_FINDINGS }) => INDEX_FINDINGS),
    import('../validate/rules/problems.js').then(({ RULE_FINDINGS }) => RULE_FINDINGS),
    import('../spec/problems.js').then(({ SPEC_PROBLEMS }) => SPEC_PROBLEMS),
    import('../knowledge/review/problems.js').then(({ REVIEW_PROBLEMS }) => REVIEW_PROBLEMS),
  ]);
  return Object.assign({}, ...rooms);
}
