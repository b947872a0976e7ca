/** Finished cells on disk: one JSON file each, so that a run that was killed goes on where it stood. */

import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TrialRecord } from '../generated/trial-file.js';
import { hash16 } from '../knowledge/index.js';
import { AirsmithError, EXIT } from '../problems.js';
import { formed } from './forms.js';

/** What decides what a cell measures: cells of another identity do not compare. */
export interface Identity {
  readonly kind: 'arms' | 'curve';
  readonly set: string;
  readonly store: string;
  readonly prompt: string;
  /** Of first and further attempts, for each configuration in the set. */
  readonly models: readonly string[];
  readonly maxAttempts: readonly number[];
}

export interface Cells {
  /** Hash of the identity, 16 hex digits. */
  readonly experiment: string;
  read(name: string): Promise<TrialRecord | undefined>;
  write(name: string, record: TrialRecord): Promise<void>;
  /** Path of the report beside the cells. */
  readonly report: string;
}

/** Opens the cells below `folder`, which is made; throws AS5052 where another experiment stands there. */
export async function openCells(folder: string, identity: Identity): Promise<Cells> {
  const text = `${JSON.stringify({ schema: 'experiment/1', ...identity }, null, 2)}\n`;
  const experiment = hash16(text);
  const manifest = join(folder, 'experiment.json');
  const known = await readFile(manifest, 'utf8').catch(absent);
  if (known === undefined) {
    if ((await readdir(join(folder, 'cells')).catch(absent)) !== undefined)
      throw another(folder, 'it has cells and no experiment.json');
    await store(manifest, text);
  } else if (known !== text)
    throw another(folder, differences(known, { schema: 'experiment/1', ...identity }));
  const fileOf = (name: string) => join(folder, 'cells', `${name}.json`);
  return {
    experiment,
    report: join(folder, 'report.json'),
    async read(name) {
      const file = fileOf(name);
      const content = await readFile(file, 'utf8').catch(absent);
      if (content === undefined) return undefined;
      const record = await formed('TRIAL_SCHEMA', parsed(content));
      if (!record.ok) throw damaged(file, record.fault);
      if (record.value.experiment !== experiment) throw damaged(file, 'it is of another experiment');
      return record.value;
    },
    write: (name, record) => store(fileOf(name), `${JSON.stringify(record, null, 2)}\n`),
  };
}

/** Writes a file that is there whole or not at all. */
export async function store(file: string, text: string): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, text);
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function differences(known: string, wanted: object): string {
  const before = (parsed(known) ?? {}) as Record<string, unknown>;
  const names = Object.entries(wanted).flatMap(([name, value]) =>
    JSON.stringify(before[name]) === JSON.stringify(value) ? [] : [name],
  );
  return names.length > 0 ? `it differs in ${names.join(', ')}` : 'its experiment.json was edited';
}

function another(folder: string, how: string): AirsmithError {
  return new AirsmithError(EXIT.usage, {
    code: 'AS5052',
    message: `${folder} holds another experiment: ${how}`,
    cause: 'Cells that were made from another set, store, prompt or model do not compare.',
    remedy: 'Name another folder with --out, or go on with what the first run was started with.',
  });
}

function damaged(file: string, why: string): AirsmithError {
  return new AirsmithError(EXIT.usage, {
    code: 'AS5053',
    message: `${file} is no finished cell of this experiment: ${why}`,
    remedy: 'Delete the file: the cell is then run again.',
  });
}
