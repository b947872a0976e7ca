import type { Lab } from '../ports.js';

/**
 * The same lab for more work than it can bear at once: at most `width` drafts are staged at a time, and a further one
 * waits, first come first served, until one is disposed of.
 */
export function inTurns(lab: Lab, width: number): Lab {
  let free = width;
  const waiting: (() => void)[] = [];
  const enter = async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return {
    prepare: (targets, report) => lab.prepare(targets, report),
    furnish: (environment, requirements) => lab.furnish(environment, requirements),
    index: (environment) => lab.index(environment),
    lint: (staged) => lab.lint(staged),
    run: (environment, staged, job) => lab.run(environment, staged, job),
    play: (environment, staged, spec, example) => lab.play(environment, staged, spec, example),
    close: () => lab.close(),
    async stage(draft, house) {
      await enter();
      try {
        const staged = await lab.stage(draft, house);
        let open = true;
        return {
          ...staged,
          dispose: async () => {
            try {
              await staged.dispose();
            } finally {
              if (open) leave();
              open = false;
            }
          },
        };
      } catch (error) {
        leave();
        throw error;
      }
    },
  };
}
