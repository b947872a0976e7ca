/**
 * Kills a run that writes (SIGKILL) after every step of the way to a commit, to a push and to plain files, and then at
 * random moments together with the git processes that it started. Says where the branch stood, and whether the next run
 * put everything in order and did the work. `--random N`.
 */

import type { How } from '../test/crash/changes.js';
import { CrashScene } from '../test/crash/scene.js';

const MOST_STEPS = 60;

export async function bench(args: readonly string[]): Promise<Record<string, unknown>> {
  const random = Number(args[args.indexOf('--random') + 1] ?? 40) || 40;
  const seen = { kills: 0, before: 0, after: 0, between: 0, recovered: 0 };
  const judge = async (scene: CrashScene, how: How, when: string) => {
    seen.kills += 1;
    // Plain files have no branch: what counts is that they are not half there once the next run came.
    const state = how === 'write' ? undefined : scene.branch(how);
    const wrong = [...(await scene.recover(how)), ...(state === 'between' ? ['the branch is between'] : [])];
    seen[state ?? scene.files()] += 1;
    wrong.push(...(await scene.again(how)));
    if (wrong.length === 0) seen.recovered += 1;
    else console.log(`${how}, killed ${when}: ${wrong.join('; ')}`);
  };

  const moments = new Map<How, number>();
  for (const how of ['commit', 'land', 'write'] as const) {
    for (let step = 1; step < MOST_STEPS; step += 1) {
      using scene = new CrashScene();
      const { killed, said } = await scene.run(how, { step });
      if (!killed) break;
      moments.set(how, step);
      await judge(scene, how, `after step ${step} (${said.trim().split('\n').at(-1)})`);
    }
  }
  const span = await duration();
  let missed = 0;
  for (let at = 0; at < random; at += 1) {
    using scene = new CrashScene();
    const killAfterMs = Math.random() * span;
    const { killed } = await scene.run('commit', { killAfterMs });
    if (killed) await judge(scene, 'commit', `after ${killAfterMs.toFixed(1)} ms`);
    else missed += 1;
  }
  const steps = [...moments].map(([how, count]) => `${how} ${count}`).join(', ');
  console.log(
    `steps: ${steps}; ${random - missed} kills at random moments of ${span.toFixed(0)} ms, ${missed} came too late`,
  );
  return seen;
}

/** Milliseconds from the beginning of the writing to its end, in peace. */
async function duration(): Promise<number> {
  using scene = new CrashScene();
  const began = performance.now();
  await scene.run('commit', { killAfterMs: 60_000 });
  const whole = performance.now() - began;
  // Half of a process’s life is its start.
  return whole / 2;
}
