/** Landing among other writers: what is tried again, and when it stops. */

import { describe, expect, test } from 'vitest';
import type { CommitOutcome } from '../../src/ports.js';
import { AirsmithError } from '../../src/problems.js';
import { type LandingHands, land } from '../../src/publish/land.js';

const LANDING = {
  changes: [{ path: 'learning/a.json', content: 'a' }],
  message: 'Add a',
  remote: 'origin',
  branch: 'feature',
  head: 'h0',
  madeFrom: ['specs/a.yaml'],
};

/** A branch that moves each time it is asked for, `moves` times; `files` are its texts by head. */
function branch(moves: number, files: { readonly [head: string]: { readonly [path: string]: string } } = {}) {
  const pauses: number[] = [];
  const landedOn: string[] = [];
  let at = 0;
  const hands: LandingHands = {
    repository: {
      land: async (_, __, { expectedHead }): Promise<CommitOutcome> => {
        if (at < moves) {
          at += 1;
          return { kind: 'moved', head: `h${at}` };
        }
        landedOn.push(expectedHead);
        return { kind: 'committed', commit: 'c', files: 1 };
      },
      tip: async () => `h${at}`,
      fetch: async () => undefined,
      read: async (path, commit) => files[commit ?? '']?.[path],
    },
    random: { hex: (bytes) => 'ff'.repeat(bytes) },
    wait: async (ms) => void pauses.push(ms),
  };
  return { hands, pauses, landedOn };
}

async function problemOf(work: Promise<unknown>) {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof AirsmithError)) throw new Error('no problem');
  return error.problem;
}

describe('landing', () => {
  test('is tried again on what the branch holds by then, after ever longer pauses', async () => {
    const { hands, pauses, landedOn } = branch(9);
    expect(await land(LANDING, hands)).toEqual({ commit: 'c', made: true, tries: 10 });
    expect(landedOn).toEqual(['h9']);
    expect(pauses.slice(0, 4)).toEqual([200, 400, 800, 1600]);
    expect(Math.max(...pauses)).toBe(8000);
  });

  test('gives up after a bounded number of tries, and says so', async () => {
    const { hands, pauses } = branch(Number.POSITIVE_INFINITY);
    expect(await problemOf(land(LANDING, hands))).toMatchObject({ code: 'AS6059' });
    expect(pauses).toHaveLength(60);
  });

  test.each([
    ['a file that is written', { 'learning/a.json': 'b' }, 'learning/a.json'],
    ['a file that the work was made from', { 'specs/a.yaml': 'changed' }, 'specs/a.yaml'],
  ])('stops where others changed %s', async (_, now, path) => {
    const { hands, landedOn } = branch(1, { h1: now });
    expect(await problemOf(land(LANDING, hands))).toMatchObject({
      code: 'AS7002',
      message: expect.stringContaining(path),
    });
    expect(landedOn).toEqual([]);
  });

  test('goes on where others wrote the very same bytes', async () => {
    const { hands, landedOn } = branch(1, { h1: { 'learning/a.json': 'a' } });
    await land(LANDING, hands);
    expect(landedOn).toEqual(['h1']);
  });

  test('stops where the branch is gone', async () => {
    const { hands } = branch(1);
    const gone = { ...hands, repository: { ...hands.repository, tip: async () => undefined } };
    expect(await problemOf(land(LANDING, gone))).toMatchObject({ code: 'AS7002', message: /it is gone/ });
  });
});
