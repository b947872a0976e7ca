/** Parcels back into outcomes, by someone who believes nothing in them that can be made or checked here. */

import type { Attempt, Draft, Environment, Money, Problem, RecordFile, Spec, SpecOutcome } from '../flow.js';
import { readRecords } from '../knowledge/index.js';
import { evidenceIn } from '../knowledge/review/index.js';
import type { FoundParcel, Parcel, ParcelOutcome } from './parcel.js';

export interface Expected {
  /** The specs of the head, as this job read them. */
  readonly specs: readonly Spec[];
  readonly run: string;
  readonly head: string;
  /** Folder of the records. */
  readonly learning: string;
  /** All files of a component, from its spec and source: they are made here, not taken. */
  readonly draft: (spec: Spec, source: string) => Draft;
}

export interface Opened {
  /** In the order of `specs`; a spec that no parcel speaks of is not among them. */
  readonly outcomes: readonly SpecOutcome[];
  readonly problems: readonly Problem[];
  readonly environments: readonly Environment[];
  readonly money: readonly Money[];
  /** Wall-clock milliseconds of each runner. */
  readonly ms: readonly number[];
}

/** What holds in the parcels. What does not is a problem with its parcel’s name, and takes nothing else with it. */
export async function unpack(found: readonly FoundParcel[], expected: Expected): Promise<Opened> {
  const problems: Problem[] = [];
  const parcels: Parcel[] = [];
  for (const one of found) {
    const fault = one.ok ? strangeness(one.parcel, expected) : one.why;
    if (one.ok && fault === undefined) parcels.push(one.parcel);
    else problems.push(refused(one.file, fault ?? ''));
  }
  const outcomes = new Map<string, SpecOutcome>();
  for (const parcel of parcels) {
    for (const packed of parcel.outcomes) {
      const spec = expected.specs.find(({ path }) => path === packed.spec);
      const name = `slice ${parcel.slice}`;
      if (spec === undefined)
        problems.push(refused(name, `speaks of ${packed.spec}, which nobody asked for`));
      else if (outcomes.has(spec.path)) problems.push(refused(name, `speaks of ${spec.path} once more`));
      else {
        const opened = await openOutcome(packed, spec, expected);
        if (opened.ok) outcomes.set(spec.path, opened.outcome);
        else problems.push(refused(name, `is wrong about ${spec.path}: ${opened.why}`));
      }
    }
    problems.push(...parcel.problems);
  }
  for (const spec of expected.specs) if (!outcomes.has(spec.path)) problems.push(unheard(spec));
  return {
    outcomes: expected.specs.flatMap(({ path }) => outcomes.get(path) ?? []),
    problems,
    environments: environmentsOf(parcels),
    money: parcels.map(({ money }) => money),
    ms: parcels.map(({ ms }) => ms),
  };
}

function strangeness({ run, head }: Parcel, expected: Expected): string | undefined {
  if (run !== expected.run) return `is of run ${run.slice(0, 40)}, and this is ${expected.run}`;
  if (head !== expected.head) return 'was made for another commit';
  return undefined;
}

type OpenedOutcome =
  | { readonly ok: true; readonly outcome: SpecOutcome }
  | { readonly ok: false; readonly why: string };

async function openOutcome(packed: ParcelOutcome, spec: Spec, expected: Expected): Promise<OpenedOutcome> {
  const { source, best: index, spec: _path, ...rest } = packed;
  const attempts: Attempt[] = [...packed.attempts];
  const best = index === undefined ? undefined : attempts[index];
  const proven = best?.verdict?.proven === true && everywhere(best);
  if (packed.proven !== proven) return { ok: false, why: 'its verdicts do not say what it says' };
  if (proven && source === undefined) return { ok: false, why: 'it is proven and holds no component' };
  const fault = await recordFault(packed.lesson.records, spec, source, expected.learning);
  if (fault !== undefined) return { ok: false, why: fault };
  const drafted =
    best && source !== undefined && proven ? { ...best, draft: expected.draft(spec, source) } : best;
  const all = attempts.map((attempt) => (attempt === best && drafted ? drafted : attempt));
  return {
    ok: true,
    outcome: { ...rest, spec, attempts: all, proven, ...(drafted ? { best: drafted } : {}) },
  };
}

function everywhere({ verdict }: Attempt): boolean {
  const environments = verdict?.environments ?? [];
  return environments.length > 0 && environments.every(({ state }) => state === 'proven');
}

/** What is wrong with the records of one outcome: each has to be whole, in its place, and about this spec. */
async function recordFault(
  files: readonly RecordFile[],
  spec: Spec,
  source: string | undefined,
  learning: string,
): Promise<string | undefined> {
  const contents = new Map(files.map(({ path, content }) => [path, content]));
  if (contents.size !== files.length) return 'it holds a record twice';
  const stray = files.find(({ path }) => !path.startsWith(`${learning}/`));
  if (stray) return `it would write ${JSON.stringify(stray.path.slice(0, 200))}`;
  const shelf = { list: async () => [...contents.keys()], read: async (path: string) => contents.get(path) };
  const { records, problems } = await readRecords(shelf, { folder: learning });
  const [problem] = [...problems, ...evidenceIn(records)];
  if (problem) return problem.message;
  for (const { record } of records) {
    if (record.schema === 'component/1' && (record.name !== spec.name || record.source !== source))
      return 'it records another component';
    if (record.schema === 'evidence/1' && record.spec.path !== spec.path)
      return 'it holds evidence of another spec';
  }
  return undefined;
}

function environmentsOf(parcels: readonly Parcel[]): readonly Environment[] {
  const found = new Map<string, Environment>();
  for (const environment of parcels.flatMap(({ environments }) => environments)) {
    const key = `${environment.airflow} ${environment.python}`;
    // One that a runner could not have is what people have to know.
    if (found.get(key)?.state !== 'unavailable') found.set(key, environment);
  }
  return [...found.values()];
}

function refused(name: string, why: string): Problem {
  return {
    code: 'AS7042',
    severity: 'error',
    message: `the parcel ${name.slice(0, 200)} ${why.slice(0, 300)}`,
    cause: 'What it says of that is not used; nothing of it was committed.',
    remedy:
      'Run the job again. If it stays, look at what the forging job ran: its runner may have been taken over.',
  };
}

function unheard(spec: Spec): Problem {
  const position = spec.positions['/name'];
  return {
    code: 'AS7043',
    severity: 'error',
    message: `no runner said what became of ${spec.name}`,
    cause: 'Its job failed, was cancelled, or did not hand its parcel over.',
    remedy: 'Look at the forging jobs of this run, and run the failed ones again.',
    ...(position ? { position } : {}),
  };
}
