import { expect, test } from 'vitest';
import type { Draft } from '../../src/flow.js';
import { inTurns } from '../../src/lab/turns.js';
import type { Lab, StagedDraft } from '../../src/ports.js';

const draft: Draft = { className: 'X', module: 'x', pythonRoot: 'plugins', files: [] };

/** Counts what is staged; the third draft cannot be written. */
function countingLab() {
  const seen = { now: 0, most: 0, staged: 0 };
  const stage = async (): Promise<StagedDraft> => {
    seen.staged += 1;
    if (seen.staged === 3) throw new Error('the disk is full');
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    const dispose = async () => {
      seen.now -= 1;
    };
    return { root: '', code: '', pythonPath: [], draft, dispose };
  };
  return { lab: { stage } as unknown as Lab, seen };
}

test('a lab takes so many drafts at a time and loses no turn, whatever becomes of one', async () => {
  const { lab, seen } = countingLab();
  const turns = inTurns(lab, 2);
  const results = await Promise.allSettled(
    Array.from({ length: 9 }, async () => {
      const staged = await turns.stage(draft);
      await new Promise(setImmediate);
      await staged.dispose();
      // Twice is once: it must not let two others in.
      await staged.dispose();
    }),
  );
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect([seen.staged, seen.most]).toEqual([9, 2]);
});
