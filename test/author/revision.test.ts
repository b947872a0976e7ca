/** A component that is there is proven again for nothing, or edited; never written anew as long as it can be helped. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRepository } from '../../src/adapters/git.js';
import { fileOf, heldBack, type Json, type Spec, type SpecOutcome } from '../../src/flow.js';
import type { ModelRequest } from '../../src/ports.js';
import { savings } from '../../src/publish/figures.js';
import { blockIn, DIGIT_SUM, digitSum, digitSumText, operator, type Smithy, smithy } from './smithy.js';

const SUM = 'return sum(int(digit) for digit in str(abs(self.number)))';
const written = () => ({ source: operator([SUM]) });
/** The sum is to be doubled: a change of the prose, of what is returned, and of every example. */
const doubled = (text: string) =>
  text
    .replace('Return the sum', 'Return twice the sum')
    .replace(/returns: (\d+)\}/g, (_, sum: string) => `returns: ${Number(sum) * 2}}`);
const fitting = { before: `        ${SUM}`, after: `        ${SUM.replace('return', 'return 2 *')}` };

let at: Smithy;
let [first, second]: Spec[] = [];
let before: SpecOutcome;
let folder: string;

beforeAll(async () => {
  at = await smithy();
  [first, second] = [await digitSum(), await digitSum(doubled)];
  before = (await at.forge(first, written)).outcome;
  folder = mkdtempSync(join(tmpdir(), 'airsmith-revision-'));
  await mkdir(join(folder, 'specs'));
  git('init', '--quiet', '--initial-branch=main');
  for (const text of [await digitSumText(), doubled(await digitSumText())]) {
    writeFileSync(join(folder, DIGIT_SUM), text);
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '--message=spec');
  }
});
afterAll(async () => {
  await at.close();
  rmSync(folder, { recursive: true });
});

function git(...args: readonly string[]): void {
  execFileSync('git', args, { cwd: folder, env: { PATH: process.env['PATH'] } });
}

async function history(): Promise<(path: string, sha256: string) => Promise<string | undefined>> {
  const repository = await openRepository(folder);
  const head = (await repository.resolve('HEAD')) ?? '';
  return (path, sha256) => repository.former(path, sha256, [head]);
}

const asked = ({ messages }: ModelRequest) => messages.at(-1)?.content ?? '';

test('the same spec again asks nobody and costs nothing', async () => {
  expect(before.proven).toBe(true);
  const { outcome, requests, money } = await at.forge(first as Spec, written, { after: before });
  expect(requests).toEqual([]);
  expect(outcome).toMatchObject({ proven: true, best: { number: 0 } });
  expect(money).toMatchObject({ spent: 0, reused: 1 });
});

describe('a spec that has changed', () => {
  test('sends the component that is there and what is different, and takes edits', async () => {
    const { outcome, requests, money } = await at.forge(second as Spec, () => ({ edits: [fitting] }), {
      after: before,
      former: await history(),
    });
    const [request] = requests;
    const text = asked(request as ModelRequest);
    expect(blockIn(text, 'component')).toEqual({ source: operator([SUM]) });
    const changes = blockIn(text, 'changes') as unknown as readonly {
      at: string;
      before: Json;
      after: Json;
    }[];
    expect(changes[0]).toEqual({
      at: '/summary',
      before: 'Return the sum of the digits of a number.',
      after: 'Return twice the sum of the digits of a number.',
    });
    expect(outcome.proven).toBe(true);
    const source = outcome.best?.draft && fileOf(outcome.best.draft, 'component')?.content;
    expect(source).toBe(operator([SUM]).replace('return sum', 'return 2 * sum'));
    expect(outcome.best?.author.unwritten).toBeGreaterThan(50);
    expect(money.edits).toBe((outcome.best?.author.unwritten ?? 0) * 10);
    expect(savings(money).join()).toContain('edits instead of whole files saved about');
  });

  test('does not tell of the example that is held back by what is different', async () => {
    const { requests } = await at.forge(second as Spec, () => ({ edits: [fitting] }), {
      after: before,
      former: await history(),
    });
    const held = heldBack(second as Spec)?.name ?? 'none';
    expect(JSON.stringify(requests)).not.toContain(held);
  });

  test('of which no history is at hand sends the component alone', async () => {
    const { outcome, requests } = await at.forge(second as Spec, () => ({ edits: [fitting] }), {
      after: before,
    });
    expect(asked(requests[0] as ModelRequest)).toContain('What is different in the spec is not known');
    expect(outcome.proven).toBe(true);
  });

  test('may be answered with a whole file, which saves nothing', async () => {
    const whole = { source: operator([SUM.replace('return', 'return 2 *')]) };
    const { outcome, money } = await at.forge(second as Spec, () => whole, { after: before });
    expect(outcome.proven).toBe(true);
    expect(money.edits).toBe(0);
  });

  test('whose edits do not fit is answered once more, and the author told which did not', async () => {
    const wrong = { before: 'return total', after: 'return 2 * total' };
    const { outcome, requests } = await at.forge(
      second as Spec,
      ({ attempt }) => ({ edits: [attempt === 1 ? wrong : fitting] }),
      { after: before, maxAttempts: 2 },
    );
    expect(outcome.attempts[0]?.problem).toMatchObject({ code: 'AS5038', severity: 'error' });
    expect(blockIn(asked(requests[1] as ModelRequest), 'fault')).toBe(
      'edit 1 of 1: "return total" stands nowhere in the file',
    );
    expect(blockIn(asked(requests[1] as ModelRequest), 'component')).toEqual({ source: operator([SUM]) });
    expect(outcome).toMatchObject({ proven: true, best: { number: 2 } });
  });
});

test('a draft that failed may be put right by edits of it', async () => {
  const failing = operator(['return sum(int(digit) for digit in str(self.number))']);
  const { outcome, requests } = await at.forge(
    first as Spec,
    ({ attempt }) =>
      attempt === 1
        ? { source: failing }
        : { edits: [{ before: 'str(self.number)', after: 'str(abs(self.number))' }] },
    { maxAttempts: 2 },
  );
  expect(requests[1]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  expect(outcome.proven).toBe(true);
  expect(outcome.best?.author.unwritten).toBeGreaterThan(50);
});

test('a version of a file is found by its bytes, in whatever commit it stood, and no other', async () => {
  const former = await history();
  const text = await digitSumText();
  expect(await former(DIGIT_SUM, (first as Spec).fingerprint)).toBe(text);
  expect(await former(DIGIT_SUM, (second as Spec).fingerprint)).toBe(doubled(text));
  expect(await former(DIGIT_SUM, '0'.repeat(64))).toBeUndefined();
  expect(await former('specs/other.airsmith.yaml', (first as Spec).fingerprint)).toBeUndefined();
  expect(await former('../outside', (first as Spec).fingerprint)).toBeUndefined();
  expect(await former(':(glob)**', (first as Spec).fingerprint)).toBeUndefined();
});
