/** `airsmith airflow …`: which Airflows components can be proven on, and how a further one comes to be among them. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { ASSETS } from '../assets.js';
import { cacheFolder } from '../config.js';
import { systemClock } from '../hands.js';
import {
  type Addition,
  addAirflow,
  type EnvironmentOptions,
  type LockEntry,
  originOf,
  readLocks,
} from '../lab/environments/index.js';
import { AirsmithError, EXIT } from '../problems.js';
import { line } from '../report/terminal.js';
import type { Terminal } from './terminal.js';

interface Flags {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** What was called wrongly; of all else the world is to blame. */
const WRONG_USE = ['AS3301', 'AS3302'];

/**
 * Adds an Airflow to this machine's cache. One that is there already is no error. Settings are not read: what a repository says
 * must not decide from which index an Airflow comes that every other repository on this machine is proven on.
 */
export async function addVersion(version: string, flags: Flags, terminal: Terminal): Promise<number> {
  const addition = await addAirflow(version, {
    ...environments(terminal),
    report: (text) => terminal.err(line('lab', text)),
    labPython: join(ASSETS, 'lab', 'python'),
    today: systemClock.now().toISOString().slice(0, 10),
    dryRun: flags.dryRun === true,
  });
  if (addition.state === 'unavailable') {
    const { problem } = addition;
    throw new AirsmithError(WRONG_USE.includes(problem.code) ? EXIT.usage : EXIT.world, problem);
  }
  terminal.out(flags.json ? json({ version, ...summary(addition) }) : text(version, addition));
  return EXIT.done;
}

/** Shows every Airflow that has a lock, and what is damaged. */
export async function listVersions(flags: Flags, terminal: Terminal): Promise<number> {
  const { airflow, damaged } = await readLocks(environments(terminal));
  const entries = Object.entries(airflow).sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  if (flags.json) {
    const airflows = entries.map(([version, entry]) => ({
      version,
      origin: originOf(entry),
      ...facts(entry),
    }));
    terminal.out(json({ airflows, damaged }));
    return EXIT.done;
  }
  for (const [version, entry] of entries) {
    const origin = originOf(entry) === 'added' ? '  added on this machine' : '';
    terminal.out(line('airflow', `${version.padEnd(8)} ${described(entry)}${origin}`));
  }
  for (const { version, folder, reason } of damaged) {
    const remedy = `\`airsmith airflow add ${version}\` makes it anew`;
    terminal.out(
      line('airflow', `${version.padEnd(8)} damaged, and not used: ${reason} in ${folder}; ${remedy}`),
    );
  }
  return EXIT.done;
}

function environments({ env, signal }: Terminal): EnvironmentOptions {
  return {
    cache: cacheFolder(env, homedir()),
    locks: join(ASSETS, 'lab', 'locks'),
    environment: env,
    signal,
  };
}

function summary(addition: Addition): object {
  if (addition.state === 'known') {
    return { state: addition.state, origin: addition.origin, ...facts(addition.entry) };
  }
  const { state, release, python, folder } = addition;
  const { released, excludeNewer, pythons } = release;
  const made = state === 'added' ? facts(addition.entry) : {};
  return { state, released, excludeNewer, pythons, python, folder, ...made };
}

function facts(entry: LockEntry) {
  const { excludeNewer, pythons, packages } = entry;
  return {
    excludeNewer,
    pythons,
    packages,
    sources: entry.sources[`${process.platform}-${process.arch}`] ?? [],
  };
}

function text(version: string, addition: Addition): string {
  if (addition.state === 'known') {
    const how = addition.origin === 'added' ? 'was added before' : 'ships with airsmith';
    return line('airflow', `${version} ${how}: ${described(addition.entry)}; nothing to do`);
  }
  const { release, python, folder } = addition;
  if (addition.state === 'planned') {
    const { released, excludeNewer, pythons } = release;
    return [
      line('airflow', `${version} came out on ${released} for Python ${pythons.join(', ')}`),
      line('', `would be locked as of ${excludeNewer}, installed and read on Python ${python}`),
      line('', `would be written to ${folder}; nothing was made`),
    ].join('');
  }
  const next = 'name it in `airflow-versions` of .airsmith.yaml, or in --airflow-versions';
  return line('airflow', `${version} added: ${described(addition.entry)}`) + line('', next);
}

function described(entry: LockEntry): string {
  const { excludeNewer, pythons, packages, sources } = facts(entry);
  const built = sources.length > 0 ? `, built from source: ${sources.join(', ')}` : '';
  return `${packages} packages as of ${excludeNewer}, Python ${pythons.join(', ')}${built}`;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
