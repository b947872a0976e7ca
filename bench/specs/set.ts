/** The set of specs as its folders hold it: `<id>/<name>.airsmith.yaml`, `hidden.yaml`, `reference.py`, `bench.yaml`. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { DEFAULT_SETTINGS } from '../../src/config.js';
import type { Spec } from '../../src/flow.js';
import { readSpecs } from '../../src/spec/index.js';

export interface Entry {
  readonly id: string;
  readonly family: string;
  readonly airflow: readonly string[];
  readonly house?: string | undefined;
  /** Ids of the house's conventions that a solution has to keep; all of its kind where none are named. */
  readonly conventions?: readonly string[] | undefined;
  readonly kind: string;
  /** With the visible examples, and with the hidden ones behind them. */
  readonly visible: Spec;
  readonly whole: Spec;
  readonly hidden: number;
  readonly source: string;
}

/** Every entry, in the order of ids. A spec or a hidden example that cannot be read is an error. */
export async function readSet(): Promise<readonly Entry[]> {
  const ids = readdirSync(import.meta.dirname).filter((name) =>
    existsSync(join(import.meta.dirname, name, 'bench.yaml')),
  );
  return Promise.all(ids.sort().map(readEntry));
}

async function readEntry(id: string): Promise<Entry> {
  const folder = join(import.meta.dirname, id);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const file = readdirSync(folder).find((name) => name.endsWith('.airsmith.yaml'));
  if (file === undefined) throw new Error(`${id} has no spec`);
  const spec = parse(read(file)) as { readonly examples: readonly unknown[] };
  const { examples } = parse(read('hidden.yaml')) as { readonly examples: readonly unknown[] };
  const together = { ...spec, examples: [...spec.examples, ...examples] };
  const visible = await specOf(`specs/${file}`, read(file));
  const whole = await specOf(`specs/${file}`, stringify(together, { aliasDuplicateObjects: false }));
  const facts = parse(read('bench.yaml')) as Pick<Entry, 'family' | 'airflow' | 'house' | 'conventions'>;
  return {
    id,
    ...facts,
    kind: visible.kind,
    visible,
    whole,
    hidden: examples.length,
    source: read('reference.py'),
  };
}

async function specOf(path: string, text: string): Promise<Spec> {
  const { specs, problems } = await readSpecs([{ path, bytes: Buffer.from(text) }], DEFAULT_SETTINGS);
  const wrong = problems.filter(({ severity }) => severity === 'error');
  const [spec] = specs;
  if (spec === undefined || wrong.length > 0)
    throw new Error(`${path}: ${JSON.stringify(problems, null, 1)}`);
  return spec;
}
