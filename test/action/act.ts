/** `act`, which runs a workflow on this machine, without containers. Built once into airsmith's cache. */

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const VERSION = 'v0.2.89';
const TOOLS = join(process.env['AIRSMITH_CACHE'] ?? join(homedir(), '.cache', 'airsmith'), 'tools');

export type Act =
  | { readonly state: 'ready'; readonly program: string }
  | { readonly state: 'missing'; readonly why: string };

/** Finds or builds it; takes minutes the first time. Without Go there is none, and the caller says which tests it skips. */
export function findAct(): Act {
  const program = join(TOOLS, 'act');
  if (existsSync(program)) return { state: 'ready', program };
  if (spawnSync('go', ['version']).status !== 0) {
    return { state: 'missing', why: 'Go is not installed, so `act` cannot be built' };
  }
  mkdirSync(TOOLS, { recursive: true });
  console.log(`building act ${VERSION} into ${TOOLS}, once; this takes some minutes`);
  execFileSync('go', ['install', `github.com/nektos/act@${VERSION}`], {
    env: { ...process.env, GOBIN: TOOLS },
    stdio: 'inherit',
  });
  return { state: 'ready', program };
}

export interface ActRun {
  readonly status: number | null;
  readonly log: string;
  /** The last job summary that a step wrote; empty when none did. */
  readonly summary: string;
}

/** Runs the workflows of `folder` for a pull request. `env` reaches every step. */
export function runAct(
  program: string,
  folder: string,
  options: {
    readonly event: string;
    readonly env: { readonly [name: string]: string };
    readonly secrets: { readonly [name: string]: string };
    /** `OWNER/REPO@REF` → folder that stands for it. */
    readonly repositories: { readonly [name: string]: string };
  },
): Promise<ActRun> {
  const pairs = (flag: string, values: { readonly [name: string]: string }) =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
  const args = [
    'pull_request',
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...['--eventpath', options.event],
    '--pull=false',
    '--no-cache-server',
    ...pairs('--env', options.env),
    ...pairs('--secret', options.secrets),
    ...pairs('--local-repository', options.repositories),
  ];
  const cache = mkdtempSync(join(tmpdir(), 'airsmith-act-'));
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...process.env, XDG_CACHE_HOME: cache },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // act empties the summary when a step ends, so it is watched while the step runs.
    let summary = '';
    const watch = setInterval(() => {
      summary = summaryIn(cache) || summary;
    }, 20);
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('close', (status) => {
      clearInterval(watch);
      rmSync(cache, { recursive: true, force: true });
      resolve({ status, log: Buffer.concat(chunks).toString('utf8'), summary });
    });
  });
}

function summaryIn(cache: string): string {
  const root = join(cache, 'act');
  if (!existsSync(root)) return '';
  for (const run of readdirSync(root)) {
    try {
      const text = readFileSync(join(root, run, 'act', 'workflow', 'SUMMARY.md'), 'utf8');
      if (text !== '') return text;
    } catch {
      // Not there yet, or there no longer.
    }
  }
  return '';
}
