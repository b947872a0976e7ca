/** What a store of a repository holds, as the commands and the disk show it. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, stats } from '../../src/commands/knowledge/look.js';
import type { LearningRecord } from '../../src/knowledge/index.js';
import type { Checkout } from '../github/repositories.js';
import { screen } from './desk.js';

export function textsBelow(work: Checkout): string {
  const folder = join(work.root, 'learning');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.jsonl?$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
}

export function recordsBelow(work: Checkout): readonly LearningRecord[] {
  const folder = join(work.root, 'learning');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return names
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as LearningRecord);
}

export function pathOf(work: Checkout, folder: string): string {
  return (
    work
      .git('ls-files', folder)
      .split('\n')
      .find((path) => path.endsWith('.json')) ?? ''
  );
}

export async function numbers(work: Checkout) {
  const shown = screen(work.root);
  await stats({ json: true }, shown.terminal);
  return JSON.parse(shown.out);
}

export async function codes(work: Checkout): Promise<readonly string[]> {
  const shown = screen(work.root);
  await check({ json: true }, shown.terminal);
  return JSON.parse(shown.out)
    .problems.filter(({ severity }: { severity: string }) => severity !== 'notice')
    .map(({ code }: { code: string }) => code);
}
