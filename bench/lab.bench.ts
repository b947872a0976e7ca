/**
 * What a validation costs in a forked child of a warm Airflow, sandbox and all, beside the same in a fresh Python that
 * imports Airflow: construct an operator inside a DAG, serialize it and read it back. The arms take turns, so that a
 * machine whose speed drifts slows both; figures are medians.
 */

import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareEnvironment } from '../src/lab/environments/index.js';
import { ForkServer } from '../src/lab/forkserver.js';
import { environmentOptions, LAB_PYTHON, targets } from '../test/lab/fixture.js';
import { median } from './median.js';

const ROUNDS = 5;
const FORKS_A_ROUND = 12;
/** What a fresh process does: the lab's own job, with nothing of the lab's server. */
const COLD = `
import json, os, sys
root = sys.argv[1]
sys.path[:0] = [sys.argv[2], os.path.join(root, 'plugins')]
import jobs
jobs.RUN['construct'](json.loads(sys.argv[3]), lambda stage: None)
`;

export async function bench(): Promise<Record<string, unknown>> {
  const airflows: Record<string, Figures> = {};
  for (const target of await targets()) {
    const made = await prepareEnvironment(target, environmentOptions());
    if (made.state !== 'ready') throw new Error(made.problem.message);
    airflows[target.airflow] = await measure(target.airflow, made.python);
  }
  const all = Object.values(airflows);
  return {
    airflows,
    fork_ms: Math.max(...all.map(({ fork_ms }) => fork_ms)),
    cold_ms: Math.min(...all.map(({ cold_ms }) => cold_ms)),
    ratio: Math.min(...all.map(({ ratio }) => ratio)),
  };
}

interface Figures {
  readonly fork_ms: number;
  readonly cold_ms: number;
  readonly ratio: number;
}

async function measure(airflow: string, python: string): Promise<Figures> {
  const base = await mkdtemp(join(tmpdir(), 'airsmith-bench-'));
  const options = { python, labPython: LAB_PYTHON, base, parallel: 1, deadlineSeconds: 60 };
  const server = await ForkServer.start({ ...options, sandbox: sandbox() });
  try {
    if (!(server instanceof ForkServer)) throw new Error(server.message);
    const job = jobIn(join(base, 'warm'));
    const [forks, colds]: [number[], number[]] = [[], []];
    await forked(server, job);
    for (let round = 0; round < ROUNDS; round++) {
      for (let turn = 0; turn < FORKS_A_ROUND; turn++) forks.push(await forked(server, job));
      colds.push(cold(python, base, job));
    }
    const [fork_ms, cold_ms] = [rounded(median(forks)), rounded(median(colds))];
    console.log(
      `Airflow ${airflow} · ${server.sandbox} · ${forks.length} forks, ${colds.length} fresh processes`,
    );
    return { fork_ms, cold_ms, ratio: rounded(cold_ms / fork_ms) };
  } finally {
    if (server instanceof ForkServer) await server.close();
    await rm(base, { recursive: true, force: true });
  }
}

/** As for the command: `AIRSMITH_SANDBOX`, or the best that can be had. */
function sandbox(): 'best' | 'namespaces' | 'landlock' {
  const wanted = process.env['AIRSMITH_SANDBOX'];
  return wanted === 'namespaces' || wanted === 'landlock' ? wanted : 'best';
}

function jobIn(root: string) {
  const draft = { root, pythonRoot: 'plugins', module: 'airsmith_warm_up', className: 'WarmUpOperator' };
  return { op: 'construct', ...draft, inputs: { note: '' } };
}

async function forked(server: ForkServer, job: object): Promise<number> {
  const started = performance.now();
  const outcome = await server.run(job);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return performance.now() - started;
}

function cold(python: string, base: string, job: object): number {
  const home = join(base, 'home');
  const database = `sqlite:///${join(home, 'airflow.db')}`;
  const env = {
    ...{ PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', TZ: 'UTC', HOME: home, TMPDIR: home, AIRFLOW_HOME: home },
    ...{ AIRFLOW__CORE__LOAD_EXAMPLES: 'False', AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: database },
  };
  const started = performance.now();
  const arguments_ = ['-I', '-c', COLD, join(base, 'warm'), LAB_PYTHON, JSON.stringify(job)];
  const { status, stderr } = spawnSync(python, arguments_, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - started;
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}
