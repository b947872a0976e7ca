/** Proven components: the lab's reference components, those of validation's own tests, and the recorded answers of a model. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DEFAULT_SETTINGS } from '../../src/config.js';
import type { Example } from '../../src/flow.js';
import { parseModule } from '../../src/python/index.js';
import { readSpecs } from '../../src/spec/index.js';
import type { Subject } from './mutate.js';

/** Examples by spec, and by component. */
const MORE = parse(readFileSync(join(import.meta.dirname, 'examples.yaml'), 'utf8')) as {
  readonly [by in 'specs' | 'components']: { readonly [name: string]: readonly Example[] };
};
const ROOT = join(import.meta.dirname, '../..');

export async function subjects(): Promise<readonly Subject[]> {
  const right = join(ROOT, 'test/lab/fixtures/right');
  const own = join(ROOT, 'test/validate/fixtures');
  const recordings = join(ROOT, 'examples/recordings');
  return Promise.all([
    ...readdirSync(right).map((name) => fromFolder(name, join(right, name), 'component.py')),
    ...readdirSync(own).map((name) => fromFolder(name, join(own, name), 'right.py')),
    ...readdirSync(recordings).map((name) => fromRecording(name, join(recordings, name))),
  ]);
}

async function fromFolder(name: string, folder: string, file: string): Promise<Subject> {
  const spec = readdirSync(folder).find((entry) => entry.startsWith('spec.airsmith.')) ?? '';
  return subject(name, join(folder, spec), readFileSync(join(folder, file), 'utf8'));
}

async function fromRecording(name: string, folder: string): Promise<Subject> {
  const file = readdirSync(folder).sort().at(-1) ?? '';
  const { answer } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { answer: { source: string } };
  const specs = join(ROOT, 'examples/specs');
  for (const spec of readdirSync(specs)) {
    if (readFileSync(join(specs, spec), 'utf8').includes(`name: ${name}\n`))
      return subject(`recorded ${name}`, join(specs, spec), answer.source);
  }
  throw new Error(`no spec names ${name}`);
}

async function subject(name: string, specPath: string, source: string): Promise<Subject> {
  const file = `specs/${specPath.split('/').at(-1)}`;
  const { specs, problems } = await readSpecs(
    [{ path: file, bytes: readFileSync(specPath) }],
    DEFAULT_SETTINGS,
  );
  const [spec] = specs;
  if (spec === undefined) throw new Error(`${name}: ${JSON.stringify(problems)}`);
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(`${name}: ${parsed.message}`);
  const main = parsed.module.classes.find((one) => one.name === spec.name);
  if (main === undefined) throw new Error(`${name}: no class ${spec.name}`);
  const examples = [...spec.examples, ...(MORE.specs[spec.name] ?? []), ...(MORE.components[name] ?? [])];
  return { name, spec: { ...spec, examples }, source, module: parsed.module, main };
}
