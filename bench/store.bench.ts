/**
 * How long it takes to read and fold 1,000, 10,000 and 100,000 observations, loose and packed, each time in a new process,
 * the schema compiler and everything else that a run has to load included. The figure is the fastest of five, since others
 * on the machine can only add to it; `growth` is the
 * steepest slope between neighbours in a log-log plot of reading and folding packs.
 *
 * Packs are believed, as those of the base commit are; what a full verification takes is printed beside it.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeStore } from './store/stores.js';

const SIZES = [1_000, 10_000, 100_000] as const;
const REPEATS = 5;

interface Figures {
  readonly evidence: number;
  readonly read_s: number;
  readonly fold_s: number;
  readonly all_s: number;
  readonly cpu_s: number;
  readonly memory_mb: number;
}

export async function bench(): Promise<Record<string, unknown>> {
  const root = mkdtempSync(join(tmpdir(), 'airsmith-bench-'));
  try {
    const packed: Figures[] = [];
    for (const size of SIZES) packed.push(await measured(root, size, 'packed', 'believed'));
    const loose: Figures[] = [];
    for (const size of SIZES.slice(0, 2)) loose.push(await measured(root, size, 'loose', 'verified'));
    const [, , most] = packed;
    const verified = measure(join(root, `packed-${SIZES[2]}`), 'verified', SIZES[2]);
    show(`packed ${SIZES[2]}, every row hashed`, verified);
    return {
      fold_100k_s: rounded(most?.fold_s),
      load_packed_100k_s: rounded(most?.all_s),
      growth: rounded(
        Math.max(...packed.slice(1).map((figures, index) => slope(packed[index] ?? figures, figures))),
      ),
      loose_10k_s: rounded(loose[1]?.all_s),
      // What others on the machine do not add to, but for caches: of all threads, the collector's included.
      cpu_100k_s: rounded(most?.cpu_s),
      memory_mb: Math.round(most?.memory_mb ?? Number.NaN),
      verified_100k_s: rounded(verified.all_s),
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function measured(
  root: string,
  size: number,
  kind: 'loose' | 'packed',
  way: 'believed' | 'verified',
): Promise<Figures> {
  const store = join(root, `${kind}-${size}`);
  const bytes = await writeStore(store, size, kind);
  const runs = Array.from({ length: REPEATS }, () => measure(store, way, size));
  const fastest = runs.reduce((best, one) => (one.all_s < best.all_s ? one : best));
  show(`${kind} ${size}, ${(bytes / 1e6).toFixed(1)} MB`, fastest);
  return fastest;
}

function measure(store: string, way: string, expected: number): Figures {
  const script = join(import.meta.dirname, 'store', 'measure.ts');
  const hook = join(import.meta.dirname, '..', 'scripts', 'from-source.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', hook, script, store, way], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`exit status ${status}: ${stderr}`);
  const figures = JSON.parse(stdout) as Figures;
  if (figures.evidence !== expected) throw new Error(`${figures.evidence} of ${expected} were counted`);
  return figures;
}

function slope(small: Figures, large: Figures): number {
  return Math.log(large.all_s / small.all_s) / Math.log(large.evidence / small.evidence);
}

function show(what: string, { read_s, fold_s, memory_mb }: Figures): void {
  console.log(
    `${what}: read ${read_s.toFixed(2)} s, fold ${fold_s.toFixed(2)} s, ${memory_mb.toFixed(0)} MB`,
  );
}

function rounded(figure = Number.NaN): number {
  return Number(figure.toFixed(2));
}
