/** `airsmith validate`: code that people wrote, on the same Airflows and by the same rules as generated code. */

import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import pLimit from 'p-limit';
import { openRepository } from '../adapters/git.js';
import { assemble, moduleOf } from '../author/assemble.js';
import type { Config } from '../config.js';
import type { Environment } from '../flow.js';
import { furnishAll } from '../furnish.js';
import { openHands, openKnowledge, systemClock } from '../hands.js';
import { houseIn, readHouse } from '../house.js';
import type { Knowledge } from '../knowledge/index.js';
import { inRange, planTargets } from '../lab/environments/targets.js';
import type { Hands } from '../pipeline.js';
import type { House } from '../ports.js';
import { AirsmithError, EXIT, type ExitStatus } from '../problems.js';
import { sarif } from '../report/sarif.js';
import { environmentLine, line } from '../report/terminal.js';
import {
  annotationsOf,
  hasComponent,
  holds,
  type Validated,
  validatedLines,
  validationJson,
} from '../report/validation.js';
import { validate } from '../validate/index.js';
import { validateUnspecified } from '../validate/unspecified.js';
import { requireInRange, requireKnownAirflows } from './airflows.js';
import { allComponents, type Candidate, type Candidates, namedFiles } from './candidates.js';
import { findRoot } from './root.js';
import { viewOfClone } from './run-identity.js';
import { showProblems } from './spec.js';
import type { Terminal } from './terminal.js';
import { configure, type Flags } from './workspace.js';

export interface ValidateFlags extends Flags {
  readonly spec?: string;
  readonly all?: boolean;
  readonly airflow?: string;
  readonly sarif?: string;
}

/** Files at once; each is examined on all Airflows side by side. */
const AT_ONCE = 4;

/** Status 0 when everything holds, 1 when something does not, 3 when only the Airflows were missing. */
export async function validateFiles(
  files: readonly string[],
  flags: ValidateFlags,
  terminal: Terminal,
): Promise<ExitStatus> {
  checkUse(files, flags);
  if (flags.sarif !== undefined && flags.sarif !== '-')
    await requireWritable(resolve(terminal.cwd, flags.sarif));
  const root = findRoot(terminal.cwd, flags.root);
  const repository = await openRepository(root, { env: terminal.env });
  const settings = { ...flags, ...(flags.airflow ? { airflowVersions: flags.airflow } : {}) };
  const config = await configure(root, await repository.read('.airsmith.yaml'), settings, terminal);
  if (flags.airflow) await requireKnownAirflows(config, '--airflow', (path) => repository.read(path));
  const { knowledge, own } = await openKnowledge(
    repository,
    config.learning,
    await viewOfClone(repository, systemClock),
  );
  // That --airflow leaves a version out says nothing against the range of a spec.
  const settled = flags.airflow
    ? await configure(root, await repository.read('.airsmith.yaml'), flags, terminal)
    : config;
  const airflowVersions = [...new Set([...settled.airflowVersions, ...config.airflowVersions])];
  const place = { repository, config: { ...config, airflowVersions }, own, cwd: terminal.cwd };
  const found = flags.all ? await allComponents(place) : await namedFiles(files, flags.spec, place);
  // A spec that was named and cannot be read leaves nothing to hold the file against.
  const blocked = flags.spec !== undefined && found.problems.some(({ severity }) => severity === 'error');
  const { house, problems } = await readHouse(config, houseIn(repository));
  const all = { ...found, problems: [...found.problems, ...problems] };
  const validated = blocked
    ? []
    : await examineAll(
        found.candidates,
        { house, config, knowledge },
        (path) => repository.read(path),
        flags,
        terminal,
      );
  await show(validated, all, flags, terminal);
  return statusOf(validated, all);
}

function checkUse(files: readonly string[], flags: ValidateFlags): void {
  const fail = (code: string, message: string, remedy: string) => {
    throw new AirsmithError(EXIT.usage, { code, message, remedy });
  };
  if (files.length > 0 === (flags.all === true))
    fail(
      'AS2010',
      'name files or pass --all, one of the two',
      'For example: airsmith validate plugins/operators/x.py',
    );
  if (flags.spec !== undefined && (flags.all || files.length > 1))
    fail(
      'AS2011',
      '--spec describes one class, and there are several files',
      'Leave --spec out, or name one file.',
    );
  if (flags.json && flags.sarif === '-')
    fail('AS2014', '--json and --sarif - would both be printed', 'Give --sarif the name of a file.');
}

/** What all files are examined with. */
interface Desk {
  readonly house: House;
  readonly config: Config;
  readonly knowledge: Knowledge;
}

async function examineAll(
  candidates: readonly Candidate[],
  desk: Desk,
  read: (path: string) => Promise<string | undefined>,
  flags: ValidateFlags,
  terminal: Terminal,
): Promise<readonly Validated[]> {
  const { config } = desk;
  const quiet = flags.json === true || flags.sarif === '-';
  const say = quiet ? terminal.err : terminal.out;
  const report = (text: string) => terminal.err(line('lab', text));
  const hands = await openHands(config, terminal.env, report, read, terminal.signal);
  try {
    const ranges = candidates.map(({ spec }) => spec?.airflow ?? config.airflow);
    if (flags.airflow) requireInRange(config.airflowVersions, '--airflow', ranges, report);
    const targets = await planTargets(ranges, config, hands.environments);
    const environments = await hands.lab.prepare(targets, (environment) => say(environmentLine(environment)));
    const limit = pLimit(AT_ONCE);
    return await Promise.all(
      candidates.map((candidate) =>
        limit(async () => {
          terminal.signal.throwIfAborted();
          const validated = await examineOne(candidate, environments, desk, hands);
          if (!quiet) say(validatedLines(validated));
          return validated;
        }),
      ),
    );
  } finally {
    await hands.lab.close();
  }
}

async function examineOne(
  { path, source, classes, spec, unread }: Candidate,
  environments: readonly Environment[],
  desk: Desk,
  { lab, support }: Hands,
): Promise<Validated> {
  const { config, house } = desk;
  const range = spec?.airflow ?? config.airflow;
  const own = environments.filter(({ airflow }) => inRange(airflow, range));
  const options = { rulesOff: config.rulesOff, house };
  if (spec) {
    const draft = assemble(spec, source, config, support, path);
    const furnished = await furnishAll(spec, own, desk, lab);
    return { path, classes, spec: spec.path, verdict: await validate(draft, spec, lab, furnished, options) };
  }
  const file = { role: 'component', path, content: source } as const;
  const draft = { className: classes[0] ?? '', ...moduleOf(path, config.pythonPath), files: [file] };
  const described = unread === undefined ? {} : { unread };
  return {
    path,
    classes,
    ...described,
    verdict: await validateUnspecified(draft, classes, lab, own, options),
  };
}

async function show(
  validated: readonly Validated[],
  { problems }: Candidates,
  flags: ValidateFlags,
  terminal: Terminal,
): Promise<void> {
  if (flags.sarif !== undefined) {
    const { FINDINGS } = await import('../validate/problems.js');
    const { INDEX_FINDINGS } = await import('../validate/airflow-index/problems.js');
    const { RULE_FINDINGS } = await import('../validate/rules/problems.js');
    const { ENVIRONMENT_PROBLEMS } = await import('../lab/environments/problems.js');
    const { SPEC_PROBLEMS } = await import('../spec/problems.js');
    const { USAGE_PROBLEMS } = await import('../safety/problems.js');
    const catalogue = {
      ...USAGE_PROBLEMS,
      ...FINDINGS,
      ...INDEX_FINDINGS,
      ...RULE_FINDINGS,
      ...ENVIRONMENT_PROBLEMS,
      ...SPEC_PROBLEMS,
    };
    const text = `${JSON.stringify(sarif(validated, problems, catalogue, '0.1.0'), null, 2)}\n`;
    if (flags.sarif === '-') terminal.out(text);
    else await writeReport(resolve(terminal.cwd, flags.sarif), text);
  }
  if (flags.json) terminal.out(`${JSON.stringify(validationJson(validated, problems), null, 2)}\n`);
  else {
    showProblems(problems, terminal);
    if (flags.sarif !== '-') terminal.out(`${summaryOf(validated)}\n`);
  }
  const machine = flags.json === true || flags.sarif === '-';
  if (terminal.env['GITHUB_ACTIONS'] === 'true' && !machine) {
    const { openRunner } = await import('../adapters/actions.js');
    (await openRunner()).annotate([...problems, ...validated.flatMap(annotationsOf)]);
  }
}

/** A run takes minutes: that its report has no place is said before. */
async function requireWritable(path: string): Promise<void> {
  try {
    const facts = await stat(path).catch(() => undefined);
    if (facts?.isDirectory()) throw unwritable(path, 'EISDIR');
    await access(facts ? path : dirname(path), constants.W_OK);
    if (!facts && !(await stat(dirname(path))).isDirectory()) throw unwritable(path, 'ENOTDIR');
  } catch (error) {
    throw error instanceof AirsmithError ? error : unwritable(path, error);
  }
}

async function writeReport(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): AirsmithError {
  return new AirsmithError(EXIT.usage, {
    code: 'AS2013',
    message: `${path} cannot be written`,
    cause: (error as NodeJS.ErrnoException).code ?? String(error),
    remedy: 'Name a file in a folder that exists, or - for standard output.',
  });
}

function summaryOf(validated: readonly Validated[]): string {
  const components = validated.filter(hasComponent);
  if (components.length === 0 && validated.length > 0) return 'no component was found';
  const hold = components.filter(holds).length;
  return `${hold} of ${components.length} ${components.length === 1 ? 'component holds' : 'components hold'}`;
}

function statusOf(validated: readonly Validated[], { problems }: Candidates): ExitStatus {
  const wrong = problems.some(({ severity }) => severity === 'error');
  const states = validated.flatMap(({ verdict }) => verdict.environments.map(({ state }) => state));
  if (wrong || states.includes('failed')) return EXIT.unproven;
  if (states.includes('not-run')) return EXIT.world;
  return validated.every(holds) ? EXIT.done : EXIT.unproven;
}
