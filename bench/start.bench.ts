/**
 * How much the committed bundle weighs, and what a run that finds nothing to do costs beside a bare `node -e 0`.
 * Both commands run in turn as whole processes, so that a machine whose speed drifts slows both; the figure is the
 * median of the ratios of neighbours.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './median.js';

const ROOT = join(import.meta.dirname, '..');
const PAIRS = 31;

function milliseconds(args: readonly string[], cwd: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [...args], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`exit status ${status}: ${stderr}`);
  return performance.now() - started;
}

/** Bytecode that a run of the lab left there is no part of the bundle. */
function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.includes('__pycache__'))
    .map((path) => statSync(join(folder, path)))
    .reduce((sum, facts) => sum + (facts.isFile() ? facts.size : 0), 0);
}

export async function bench(): Promise<Record<string, unknown>> {
  const empty = mkdtempSync(join(tmpdir(), 'airsmith-bench-'));
  try {
    spawnSync('git', ['init', '-q', empty]);
    const bare = ['-e', '0'];
    const idle = [join(ROOT, 'dist/cli/index.js'), 'generate'];
    for (const args of [bare, idle]) milliseconds(args, empty);
    const pairs = Array.from(
      { length: PAIRS },
      () => [milliseconds(idle, empty), milliseconds(bare, empty)] as const,
    );
    const code = bytesBelow(join(ROOT, 'dist/cli')) + bytesBelow(join(ROOT, 'dist/action'));
    console.log(
      `${PAIRS} pairs on Node ${process.version}; the bundle is all of dist/, of which the JavaScript is ${(code / 1e6).toFixed(2)} MB`,
    );
    return {
      bundle_mb: Number((bytesBelow(join(ROOT, 'dist')) / 1e6).toFixed(2)),
      ratio_to_bare_node: Number(median(pairs.map(([a, b]) => a / b)).toFixed(2)),
      idle_ms: Math.round(median(pairs.map(([a]) => a))),
      bare_ms: Math.round(median(pairs.map(([, b]) => b))),
    };
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
}
