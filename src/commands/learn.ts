/** `airsmith learn`: ideas that components share which nobody wrote here, from a repository's code or from wheels. Nobody is asked. */

import type { Environment, ReadyEnvironment } from '../flow.js';
import { openHands } from '../hands.js';
import { houseIn, readHouse } from '../house.js';
import { recordFile } from '../knowledge/index.js';
import { inRange, planTargets } from '../lab/environments/targets.js';
import { independent, type Mined, mine, type Seam } from '../learn/mining/mine.js';
import { seenRecords, shared } from '../learn/mining/seen.js';
import type { House } from '../ports.js';
import { AirsmithError, EXIT, type ExitStatus } from '../problems.js';
import { type Learned, learnedLines } from '../report/learned.js';
import { environmentLine, line } from '../report/terminal.js';
import { requireKnownAirflows } from './airflows.js';
import { type Desk, openDesk, withShippedOf, write } from './knowledge/open.js';
import { openQuarries } from './learn/quarries.js';
import { type Standing, standing } from './learn/standing.js';
import { showProblems } from './spec.js';
import type { Terminal } from './terminal.js';
import { configure } from './workspace.js';

export interface LearnFlags {
  readonly root?: string;
  readonly airflow?: string;
  readonly unsafe?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Status 0 when everything was read, 1 when a file could not be, 3 when no Airflow could be had to try snippets on. */
export async function learnFrom(
  names: readonly string[],
  flags: LearnFlags,
  terminal: Terminal,
): Promise<ExitStatus> {
  if (names.length === 0)
    throw new AirsmithError(EXIT.usage, {
      code: 'AS2082',
      message: 'nothing is named to learn from',
      remedy: 'For example: airsmith learn plugins apache-airflow-providers-http==6.3.0',
    });
  const desk = await openDesk(flags, terminal);
  const report = (text: string) => terminal.err(line('lab', text));
  const { repository } = desk;
  const settings = flags.airflow ? { ...flags, airflowVersions: flags.airflow } : flags;
  const text = await repository.read('.airsmith.yaml');
  const config = await configure(repository.root, text, settings, terminal);
  if (flags.airflow) await requireKnownAirflows(config, '--airflow', (path) => repository.read(path));
  const hands = await openHands(
    config,
    terminal.env,
    report,
    (path) => repository.read(path),
    terminal.signal,
  );
  try {
    const quarries = await openQuarries(names, terminal, hands.environments);
    const { house, problems } = await readHouse(config, houseIn(repository));
    showProblems(problems, terminal);
    const mined = mine(quarries, ownModules(house));
    requireComponents(mined, names);
    const { fresh, known, refused } = await sorted(shared(mined), desk);
    const targets = await planTargets([config.airflow], config, hands.environments);
    const environments = await hands.lab.prepare(targets, (one) => terminal.err(environmentLine(one)));
    const ready = environments.filter(
      (one) => isReady(one) && inRange(one.airflow, config.airflow),
    ) as ReadyEnvironment[];
    if (ready.length === 0) throw noAirflow(environments);
    const stands = await standing(fresh, ready, hands.lab, house);
    const learned = outcome(mined, { fresh, known, refused, stands });
    const status = await writeDown(learned, mined, desk, flags, terminal);
    return mined.unparsed.length > 0 && status === EXIT.done ? EXIT.unproven : status;
  } finally {
    await hands.lab.close();
  }
}

/** What components can import of the repository: the first part of each module's name. */
function ownModules({ folders, files }: House): ReadonlySet<string> {
  const names = folders.flatMap((folder) => {
    const prefix = folder === '' || folder === '.' ? '' : `${folder}/`;
    return files.flatMap(({ path }) =>
      path.startsWith(prefix) ? [(path.slice(prefix.length).split('/')[0] ?? '').replace(/\.py$/, '')] : [],
    );
  });
  return new Set(names.filter((name) => name !== ''));
}

interface Sorted {
  readonly fresh: readonly Seam[];
  /** In the store already, or among what ships. */
  readonly known: readonly Seam[];
  /** A person said no. */
  readonly refused: readonly Seam[];
}

async function sorted(seams: readonly Seam[], desk: Desk): Promise<Sorted> {
  const { knowledge } = await withShippedOf(desk);
  const refused = seams.filter(({ id }) => knowledge.rejected.has(id));
  const rest = seams.filter(({ id }) => !knowledge.rejected.has(id));
  return {
    refused,
    known: rest.filter(({ id }) => knowledge.patterns.has(id)),
    fresh: rest.filter(({ id }) => !knowledge.patterns.has(id)),
  };
}

function outcome(
  mined: Mined,
  found: Sorted & { readonly stands: Standing },
): Learned & { readonly kept: readonly Seam[] } {
  const { fresh, known, refused, stands } = found;
  const why = new Map(
    stands.fallen.map(({ id, airflow, reason }) => [id, `on Airflow ${airflow}: ${reason}`]),
  );
  const kept = fresh.filter(({ id }) => !why.has(id));
  const shown = ({ id, record, places }: Seam) => ({
    id,
    type: record.type,
    title: record.title,
    components: places.length,
    modules: independent({ places }),
  });
  return {
    kept: [...kept, ...known],
    sources: mined.quarries.map(({ name, version }) => ({ name, version })),
    components: mined.components.length,
    patterns: mined.seams.length,
    unparsed: mined.unparsed,
    fresh: kept.map(shown),
    known: known.map(shown),
    left: [
      ...fresh.flatMap((seam) => {
        const reason = why.get(seam.id);
        return reason === undefined ? [] : [{ ...shown(seam), reason }];
      }),
      ...refused.map((seam) => ({ ...shown(seam), reason: 'a person rejected it' })),
    ],
    alone: mined.seams.length - fresh.length - known.length - refused.length,
    imported: stands.imported,
    notRun: stands.notRun,
  };
}

async function writeDown(
  { kept, ...learned }: Learned & { readonly kept: readonly Seam[] },
  mined: Mined,
  desk: Desk,
  flags: LearnFlags,
  terminal: Terminal,
): Promise<ExitStatus> {
  const fresh = new Set(learned.fresh.map(({ id }) => id));
  const { learning } = desk.config;
  const files = [
    ...kept.filter(({ id }) => fresh.has(id)).map(({ record }) => recordFile(record, learning)),
    ...seenRecords(mined, kept).map((record) => recordFile(record, learning)),
  ];
  if (!flags.json) terminal.out(learnedLines(learned));
  const named = { ...learned, not_run: learned.notRun };
  const { notRun: _, ...shown } = named;
  // A record's name is the hash of its bytes: what is there already is the same, so that nothing is ever overwritten.
  return (await write(desk, files, flags, terminal, shown)) as ExitStatus;
}

function requireComponents({ components, unparsed }: Mined, names: readonly string[]): void {
  if (components.length > 0 || unparsed.length > 0) return;
  throw new AirsmithError(EXIT.usage, {
    code: 'AS2083',
    message: `no operator, sensor, hook or trigger is in ${names.map((name) => name.slice(0, 80)).join(', ')}`,
    remedy: 'Name the folder in which the components stand; tests and what git ignores are not read.',
  });
}

function isReady(environment: Environment): environment is ReadyEnvironment {
  return environment.state === 'ready';
}

function noAirflow(environments: readonly Environment[]): AirsmithError {
  const problem = environments.flatMap((one) => (one.state === 'ready' ? [] : [one.problem]))[0];
  return new AirsmithError(
    EXIT.world,
    problem ?? {
      code: 'AS2016',
      message: 'no Airflow to try snippets on',
      remedy: 'Name Airflow versions in .airsmith.yaml.',
    },
  );
}
