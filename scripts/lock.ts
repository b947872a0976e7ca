/**
 * Makes the shipped locks: `npm run lock` all of them as of their recorded dates, `npm run lock -- 3.3.2=2026-11-01` that Airflow as
 * of a new date. Wants uv on PATH. Needs the network; everything else reads what this wrote.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../src/config.js';
import {
  compileLock,
  declaredPythons,
  type Locked,
  lockAirflow,
  PLATFORMS,
  type Workshop,
} from '../src/lab/environments/compile.js';
import type { LockEntry } from '../src/lab/environments/locks.js';
import type { Refused } from '../src/lab/environments/resolve.js';

const FOLDER = join(import.meta.dirname, '../src/lab/locks');
const CACHE = cacheFolder(process.env, homedir());
const WORKSHOP: Workshop = {
  uv: { path: 'uv' },
  options: { cache: CACHE, locks: FOLDER, environment: process.env },
  maker: 'scripts/lock.ts',
};

interface Manifest {
  airflow: { [version: string]: LockEntry };
  build: LockEntry;
  tools: LockEntry;
  uv: LockEntry;
}

function made(result: Locked | Refused): LockEntry {
  if (result.state !== 'locked') throw new Error(result.reason);
  return result.entry;
}

async function tool(name: string, inputs: readonly string[], excludeNewer: string): Promise<LockEntry> {
  const file = join(FOLDER, `${name}.txt`);
  return made(await compileLock(file, inputs, { excludeNewer, python: '3.10' }, WORKSHOP));
}

async function airflowLock(version: string, excludeNewer: string): Promise<LockEntry> {
  console.log(`airflow ${version} as of ${excludeNewer}`);
  const pythons = await declaredPythons(version, WORKSHOP);
  if ('state' in pythons) throw new Error(pythons.reason);
  const into = { folder: FOLDER, excludeNewer, pythons };
  return made(await lockAirflow(version, into, Object.keys(PLATFORMS), WORKSHOP));
}

mkdirSync(CACHE, { recursive: true });
const path = join(FOLDER, 'locks.json');
const old: Manifest | undefined = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
const dates = new Map(
  Object.entries(old?.airflow ?? {}).map(([version, entry]) => [version, entry.excludeNewer]),
);
const asked = process.argv.slice(2).map((argument) => argument.split('=') as [string, string | undefined]);
for (const [version, date] of asked) dates.set(version, date ?? dates.get(version) ?? '');
const wanted = asked.length === 0 ? [...dates.keys()] : asked.map(([version]) => version);
const today =
  process.env['AIRSMITH_LOCK_DATE'] ?? old?.tools.excludeNewer ?? new Date().toISOString().slice(0, 10);

const airflow: Manifest['airflow'] = { ...old?.airflow };
for (const version of wanted) airflow[version] = await airflowLock(version, dates.get(version) ?? '');
const manifest: Manifest = {
  airflow: Object.fromEntries([...dates.keys()].map((version) => [version, airflow[version] as LockEntry])),
  build: await tool('build', ['setuptools', 'wheel'], today),
  tools: await tool('tools', ['ruff'], today),
  uv: await tool('uv', ['uv'], today),
};
writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`wrote ${path}`);
