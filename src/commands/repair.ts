/** `airsmith repair`: what is known to mend generated code, for code that people wrote. Nobody is asked. */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { type GitRepository, openRepository } from '../adapters/git.js';
import { assemble } from '../author/assemble.js';
import type { Config } from '../config.js';
import { type Environment, fileOf, type Problem, type Spec } from '../flow.js';
import { furnishAll } from '../furnish.js';
import { openHands, openKnowledge, systemClock } from '../hands.js';
import { houseIn, readHouse } from '../house.js';
import type { Knowledge } from '../knowledge/index.js';
import { inRange, planTargets } from '../lab/environments/targets.js';
import type { Hands } from '../pipeline.js';
import type { House } from '../ports.js';
import { AirsmithError, EXIT, type ExitStatus } from '../problems.js';
import { diagnose } from '../repair/index.js';
import { toldOf } from '../repair/left.js';
import { mend } from '../repair/mend.js';
import { mendWarnings } from '../repair/warnings.js';
import { type Repaired, repairedLines, repairJson, statusOf } from '../report/repair.js';
import { environmentLine, line } from '../report/terminal.js';
import { validate } from '../validate/index.js';
import { requireInRange, requireKnownAirflows } from './airflows.js';
import { type Candidate, type Candidates, namedFiles } from './candidates.js';
import { findRoot } from './root.js';
import { viewOfClone } from './run-identity.js';
import { showProblems } from './spec.js';
import type { Terminal } from './terminal.js';
import { configure, type Flags } from './workspace.js';

export interface RepairFlags extends Flags {
  readonly spec?: string;
  readonly airflow?: string;
  readonly dryRun?: boolean;
}

/** A file with the spec that says what is right. */
type Specified = Candidate & { readonly spec: Spec };

/** What a repair starts from. */
interface Bench {
  readonly config: Config;
  readonly knowledge: Knowledge;
  readonly repository: GitRepository;
  readonly fixes?: NonNullable<Hands['fixes']>;
}

interface Workshop {
  readonly environments: readonly Environment[];
  readonly house: House;
  readonly config: Config;
  readonly knowledge: Knowledge;
  readonly hands: Hands;
  readonly signal: AbortSignal;
}

/** Status 0 when every file holds, 1 when something is left, 3 when only the Airflows were missing. */
export async function repairFiles(
  files: readonly string[],
  flags: RepairFlags,
  terminal: Terminal,
  fixes?: Hands['fixes'],
): Promise<ExitStatus> {
  checkUse(files, flags);
  const root = findRoot(terminal.cwd, flags.root);
  const repository = await openRepository(root, { env: terminal.env });
  const settings = { ...flags, ...(flags.airflow ? { airflowVersions: flags.airflow } : {}) };
  const config = await configure(root, await repository.read('.airsmith.yaml'), settings, terminal);
  if (flags.airflow) await requireKnownAirflows(config, '--airflow', (path) => repository.read(path));
  const { knowledge, own, problems } = await openKnowledge(
    repository,
    config.learning,
    await viewOfClone(repository, systemClock),
  );
  showProblems(problems, terminal);
  const found = await namedFiles(files, flags.spec, { repository, config, own, cwd: terminal.cwd });
  const { candidates, problems: refused } = described(found, flags.spec);
  if (flags.dryRun !== true) await requireWritable(candidates, root);
  // What is not repaired is said first: the work on the others may take a while.
  if (!flags.json) showProblems(refused, terminal);
  const repaired = await repairAll(
    candidates,
    { config, knowledge, repository, ...(fixes ? { fixes } : {}) },
    flags,
    terminal,
  );
  if (flags.json) terminal.out(`${JSON.stringify(repairJson(repaired, refused), null, 2)}\n`);
  if (refused.some(({ severity }) => severity === 'error')) return EXIT.unproven;
  const states = repaired.map(statusOf);
  if (states.some((state) => state === 'improved' || state === 'unmended')) return EXIT.unproven;
  return states.includes('not-run') ? EXIT.world : EXIT.done;
}

function checkUse(files: readonly string[], flags: RepairFlags): void {
  const fail = (code: string, message: string, remedy: string) => {
    throw new AirsmithError(EXIT.usage, { code, message, remedy });
  };
  if (files.length === 0)
    fail('AS2042', 'no file is named', 'For example: airsmith repair plugins/operators/x.py');
  if (flags.spec !== undefined && files.length > 1)
    fail(
      'AS2011',
      '--spec describes one class, and there are several files',
      'Leave --spec out, or name one file.',
    );
}

/** One spec for each file: what a second one would mend is no longer the file that was read. */
function firstOfEach(candidates: readonly Candidate[]): readonly Candidate[] {
  const paths = candidates.map(({ path }) => path);
  return candidates.filter(({ path }, index) => paths.indexOf(path) === index);
}

/**
 * The files that a spec describes, and a problem for each of the others: they hold nobody up. Thrown where no file is left and nothing
 * else is wrong, for then no spec was named.
 */
function described(
  { candidates, problems }: Candidates,
  named: string | undefined,
): { readonly candidates: readonly Specified[]; readonly problems: readonly Problem[] } {
  const ready = firstOfEach(candidates).flatMap(({ spec, ...one }) => (spec ? [{ ...one, spec }] : []));
  // Why a spec cannot be read is said already.
  const without = candidates.filter(({ spec, unread }) => spec === undefined && unread === undefined);
  const unknown = named === undefined ? without.map(({ path }) => withoutSpec(path)) : [];
  const [first] = unknown;
  if (ready.length === 0 && first && !problems.some(({ severity }) => severity === 'error'))
    throw new AirsmithError(EXIT.usage, first);
  return { candidates: ready, problems: [...problems, ...unknown] };
}

function withoutSpec(path: string): Problem {
  return {
    code: 'AS2040',
    severity: 'error',
    message: `no spec describes a class of ${path}`,
    remedy: 'Name one with --spec; without a spec nothing says what is right.',
    position: { path, line: 1, column: 1 },
  };
}

/** By the mode, which says what the owner wants: an administrator could write all the same. */
async function requireWritable(candidates: readonly Candidate[], root: string): Promise<void> {
  for (const { path } of candidates) {
    const { mode } = await stat(join(root, path));
    if ((mode & 0o222) !== 0) continue;
    throw new AirsmithError(EXIT.usage, {
      code: 'AS2044',
      message: `${path} is read-only`,
      remedy: 'Make it writable with `chmod u+w`, or use --dry-run: nothing was written.',
    });
  }
}

async function repairAll(
  candidates: readonly Specified[],
  { config, knowledge, repository, fixes }: Bench,
  flags: RepairFlags,
  terminal: Terminal,
): Promise<readonly Repaired[]> {
  if (candidates.length === 0) return [];
  const say = flags.json ? terminal.err : terminal.out;
  const report = (text: string) => terminal.err(line('lab', text));
  const read = (path: string) => repository.read(path);
  const { house, problems } = await readHouse(config, houseIn(repository));
  showProblems(problems, terminal);
  const hands = await openHands(config, terminal.env, report, read, terminal.signal);
  try {
    const ranges = candidates.map(({ spec }) => spec.airflow);
    if (flags.airflow) requireInRange(config.airflowVersions, '--airflow', ranges, report);
    const targets = await planTargets(ranges, config, hands.environments);
    const environments = await hands.lab.prepare(targets, (environment) => say(environmentLine(environment)));
    const workshop: Workshop = {
      environments,
      house,
      config,
      knowledge,
      hands: { ...hands, ...(fixes ? { fixes } : {}) },
      signal: terminal.signal,
    };
    const repaired: Repaired[] = [];
    // One after the other: each may be a module that the next one imports.
    for (const candidate of candidates) {
      const one = await repairOne(candidate, workshop);
      const { source } = one;
      const written = source !== candidate.source && flags.dryRun !== true;
      if (written) await replace(candidate, source, repository);
      repaired.push({ ...one, written });
      if (!flags.json) terminal.out(repairedLines({ ...one, written }, { diff: flags.dryRun === true }));
    }
    return repaired;
  } finally {
    await hands.lab.close();
  }
}

async function repairOne(
  { path, source, classes, spec }: Specified,
  { environments, house, config, knowledge, hands, signal }: Workshop,
): Promise<Omit<Repaired, 'written'>> {
  const inReach = environments.filter(({ airflow }) => inRange(airflow, spec.airflow));
  const own = await furnishAll(spec, inReach, { config, knowledge }, hands.lab);
  const options = { rulesOff: config.rulesOff, house };
  const draftOf = (text: string) => assemble(spec, text, config, hands.support, path);
  const prove = (draft: ReturnType<typeof draftOf>) => {
    signal.throwIfAborted();
    return validate(draft, spec, hands.lab, own, options);
  };
  const draft = draftOf(source);
  const verdict = await prove(draft);
  const { fixes } = hands;
  const patient = {
    draft,
    verdict,
    spec,
    targets: own,
    knowledge,
    draftOf,
    prove,
    clock: hands.clock,
    signal,
    diagnose: (found: typeof verdict, edited: typeof draft) => diagnose(found, edited, spec, [knowledge]),
    ...(fixes ? { fixes } : {}),
  };
  const proven = await mend(patient);
  // A person asked for it: what only warns is mended too.
  const mended = await mendWarnings({ ...patient, draft: proven.draft, verdict: proven.verdict });
  const now = fileOf(mended.draft, 'component')?.content ?? source;
  const diff = now === source ? '' : createTwoFilesPatch(`a/${path}`, `b/${path}`, source, now);
  return {
    path,
    classes,
    spec: spec.path,
    original: source,
    source: now,
    verdict: mended.verdict,
    trials: [...proven.trials, ...mended.trials],
    told: toldOf(mended.verdict, mended.draft, spec, [knowledge], house),
    diff,
  };
}

/** The whole file or nothing, and only over what was proven. */
async function replace(
  { path, source }: Specified,
  content: string,
  repository: GitRepository,
): Promise<void> {
  if ((await repository.read(path)) !== source)
    throw new AirsmithError(EXIT.world, {
      code: 'AS2043',
      message: `${path} changed while it was being repaired`,
      remedy: 'Run again: nothing was written.',
    });
  await repository.write([{ path, content }]);
}
