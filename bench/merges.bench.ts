/**
 * 300 branches that learned overlapping things from several bases, merged, squashed, rebased, reverted, merged again,
 * cherry-picked and packed, in another random order for each of 20 seeds. Every merge is git's own. What should be known
 * then is worked out by a model (`merges/model.ts`) that knows sets of paths and no code of ours; it is compared with
 * what is read and folded on the way and at the end, where all orders must come to the same bytes.
 *
 * `merges` counts merges, squashes, picked commits and reverts. `packings_made_anew` counts packings that waited on a branch
 * while something that they packed was reverted: git finds a conflict then, and they are dropped and made anew.
 */

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Plumbing } from './merges/git.js';
import { type Outcome, Play } from './merges/play.js';
import { scene } from './merges/world.js';

const BRANCHES = 300;
const SEEDS = 20;

export async function bench(args: readonly string[]): Promise<Record<string, unknown>> {
  const seeds = Number(args[0] ?? SEEDS);
  // Where there is a file system in memory git waits for no disk; nothing else about it differs.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'airsmith-bench-'));
  const git = new Plumbing(join(folder, 'house.git'));
  try {
    const stage = await scene(git, BRANCHES);
    git.repack();
    const outcomes: Outcome[] = [];
    for (let seed = 1; seed <= seeds; seed += 1) {
      const started = performance.now();
      const outcome = await new Play(git, stage, seed).run();
      outcomes.push(outcome);
      const { merges, conflicts, lost, doubleCounted, madeAnew, digest } = outcome;
      console.log(
        `seed ${seed}: ${merges} merges, conflicts: ${conflicts.join(', ') || 'none'}, lost ${lost}, double ${doubleCounted}, packings made anew ${madeAnew}, ${digest.slice(0, 16)}, ${((performance.now() - started) / 1000).toFixed(1)} s`,
      );
    }
    const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((all, outcome) => all + of(outcome), 0);
    return {
      merges: sum(({ merges }) => merges),
      conflicts: sum(({ conflicts }) => conflicts.length),
      lost: sum(({ lost }) => lost),
      double_counted: sum(({ doubleCounted }) => doubleCounted),
      packings_made_anew: sum(({ madeAnew }) => madeAnew),
      digests: new Set(outcomes.map(({ digest }) => digest)).size,
    };
  } finally {
    git.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
