/**
 * What the indexes hold and weigh, how long one takes to load and to check a component, and whether what they say of imports and calls
 * is what really happens, in both directions: `npm run bench -- index [STATEMENTS] [SEED]`, by default 3000 generated imports and as
 * many calls beside those of the corpus, on each shipped Airflow.
 */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { planTargets, prepareEnvironment } from '../src/lab/environments/index.js';
import { parseModule } from '../src/python/index.js';
import { AirflowIndex, checkAgainstIndex } from '../src/validate/airflow-index/index.js';
import { corpus, OPTIONS } from './corpus/wheels.js';
import { type CallComparison, callsOf, compareCalls, generatedCalls } from './index/calls.js';
import { compareFiles, type FileComparison } from './index/files.js';
import { type Comparison, compare } from './index/oracle.js';
import { modulesOf, seeded, statementsFrom, statementsOf } from './index/statements.js';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'src/lab/index');
const COMPONENT = join(ROOT, 'test/validate/fixtures/price_operator/right.py');

interface Compared {
  readonly imports: Comparison;
  readonly made: CallComparison;
  readonly ran: FileComparison;
}

export async function bench([count = '3000', seed = '7']: readonly string[]): Promise<
  Record<string, unknown>
> {
  const texts = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => readFileSync(join(FOLDER, name), 'utf8'));
  const indexes = texts.map((text) => new AirflowIndex(text));
  const { root, paths } = await corpus();
  const statements = [
    ...modulesOf(indexes),
    ...statementsOf(root, paths),
    ...statementsFrom(indexes, Number(count), seeded(Number(seed))),
  ];
  const started = performance.now();
  const compared: Compared[] = [];
  for (const index of indexes) {
    const python = await pythonOf(index.airflow);
    const calls = [
      ...callsOf(root, paths, index),
      ...generatedCalls(indexes, index, Number(count), seeded(Number(seed))),
    ];
    const imports = await compare(index, python, statements);
    const made = await compareCalls(index, python, calls);
    const ran = await compareFiles(index, python, root, paths);
    console.log(
      `Airflow ${index.airflow}: ${statements.length} imports, ${imports.wrong} really fail, ${imports.unknown} are not judged, ` +
        `${imports.missed} of them fail; ${made.judged} calls, ${made.wrong} are really refused; ${ran.wrong} files end at an import, ${ran.confirmed} at the one that was said, ${ran.missed.length} more unsaid`,
    );
    for (const line of [...imports.disagreements, ...made.disagreements, ...ran.disagreements, ...ran.missed])
      console.log(`  ${line}`);
    compared.push({ imports, made, ran });
  }
  const sum = (of: (one: Compared) => number) => compared.reduce((total, one) => total + of(one), 0);
  return {
    imports: statements.length * indexes.length,
    disagreements: sum(({ imports }) => imports.disagreements.length),
    missed: sum(({ imports }) => imports.missed),
    not_judged: sum(({ imports }) => imports.unknown),
    unanswered: sum(({ imports, made }) => imports.unanswered + made.unanswered),
    calls: sum(({ made }) => made.judged),
    calls_missed: sum(({ made }) => made.missed),
    call_disagreements: sum(({ made }) => made.disagreements.length),
    files: sum(({ ran }) => ran.files),
    files_ended: sum(({ ran }) => ran.wrong),
    files_confirmed: sum(({ ran }) => ran.confirmed),
    files_missed: sum(({ ran }) => ran.missed.length),
    file_disagreements: sum(({ ran }) => ran.disagreements.length),
    load_ms: Number(Math.max(...texts.map((text) => median(() => new AirflowIndex(text)))).toFixed(2)),
    check_ms: checkMs(indexes),
    bytes: readdirSync(FOLDER).reduce((total, name) => total + statSync(join(FOLDER, name)).size, 0),
    seconds: Math.round((performance.now() - started) / 1000),
  };
}

/** The slowest check of a component by one index, the second time. */
function checkMs(indexes: readonly AirflowIndex[]): number {
  const parsed = parseModule(readFileSync(COMPONENT, 'utf8'));
  if (!parsed.ok) throw new Error(parsed.message);
  const checked = { path: 'component.py', module: parsed.module, requirements: [] };
  const times = [];
  for (const index of indexes) {
    checkAgainstIndex(checked, index, indexes);
    const started = performance.now();
    checkAgainstIndex(checked, index, indexes);
    times.push(performance.now() - started);
  }
  return Number(Math.max(...times).toFixed(2));
}

function median(work: () => unknown): number {
  const times = Array.from({ length: 15 }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return times.sort((a, b) => a - b)[7] ?? Number.NaN;
}

async function pythonOf(airflow: string): Promise<string> {
  const [target] = await planTargets(
    [`==${airflow}`],
    { airflowVersions: [airflow], pythonVersions: [] },
    OPTIONS,
  );
  const environment = target && (await prepareEnvironment(target, OPTIONS));
  if (environment?.state !== 'ready') throw new Error(environment?.problem.message);
  return environment.python;
}
