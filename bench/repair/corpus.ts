/** The corpus: specs with a component that is right, and drafts of the same with what real authors get wrong. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DEFAULT_SETTINGS } from '../../src/config.js';
import type { Spec } from '../../src/flow.js';
import { readSpecs } from '../../src/spec/index.js';

/** One mistake of a draft. */
export interface Fault {
  /** Where it stands; for what is missing, the line that it should follow. */
  readonly line: number;
  /** Classes of the taxonomy, any of which is right for it. */
  readonly classes: readonly string[];
  /** Whether an edit can be expected to mend it without a model. */
  readonly mendable: boolean;
  readonly what: string;
}

export interface FaultyDraft {
  /** `csv_profile/03`. */
  readonly id: string;
  readonly subject: Subject;
  readonly source: string;
  /** What kind of author writes like this. */
  readonly author: string;
  readonly faults: readonly Fault[];
}

export interface Subject {
  readonly name: string;
  readonly spec: Spec;
  /** A component that is proven. */
  readonly right: string;
}

interface Sidecar {
  readonly author: string;
  readonly faults: readonly Fault[];
}

const ROOT = join(import.meta.dirname, '../..');
const DRAFTS = join(import.meta.dirname, 'drafts');
/** A folder without a spec of its own holds drafts for the lab's reference component of the same name. */
const REFERENCES = join(ROOT, 'test/lab/fixtures/right');

/** Every subject with its drafts, in the order of their names. */
export async function corpus(): Promise<{
  readonly subjects: readonly Subject[];
  readonly drafts: readonly FaultyDraft[];
}> {
  const subjects = await Promise.all(readdirSync(DRAFTS).sort().map(subjectOf));
  return { subjects, drafts: subjects.flatMap(draftsOf) };
}

async function subjectOf(name: string): Promise<Subject> {
  const own = join(DRAFTS, name);
  const isOwn = existsSync(join(own, 'right.py'));
  const folder = isOwn ? own : join(REFERENCES, name);
  const file = readdirSync(folder).find((entry) => entry.startsWith('spec.airsmith.')) ?? '';
  const path = `specs/${name}${file.slice('spec'.length)}`;
  const { specs, problems } = await readSpecs(
    [{ path, bytes: readFileSync(join(folder, file)) }],
    DEFAULT_SETTINGS,
  );
  const [spec] = specs;
  if (spec === undefined) throw new Error(`${name}: ${JSON.stringify(problems)}`);
  return { name, spec, right: readFileSync(join(folder, isOwn ? 'right.py' : 'component.py'), 'utf8') };
}

function draftsOf(subject: Subject): readonly FaultyDraft[] {
  const folder = join(DRAFTS, subject.name);
  return readdirSync(folder)
    .filter((file) => /^\d+\.py$/.test(file))
    .sort()
    .map((file) => {
      const number = file.slice(0, -'.py'.length);
      const { author, faults } = parse(readFileSync(join(folder, `${number}.yaml`), 'utf8')) as Sidecar;
      const source = readFileSync(join(folder, file), 'utf8');
      return { id: `${subject.name}/${number}`, subject, source, author, faults };
    });
}
