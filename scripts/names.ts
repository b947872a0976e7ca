/**
 * Makes the list of known package names: `npm run names -- TABLE`. TABLE is tab-separated, its first line names the columns; `name`
 * and one that begins with `rank` (by downloads, 1 for the most; empty or 0 for none) are read. Beside the most downloaded,
 * what the shipped Airflows and their packages can require is known: they are read from the environments in the cache.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../src/config.js';
import { LESS_WELL_KNOWN } from '../src/lab/environments/known-names.js';
import { normalised } from '../src/lab/environments/requirements.js';

/** A name that is nearly one of these is refused. More would refuse too many that are only alike. */
const WELL_KNOWN = 1_000;
const KNOWN = 5_000;
const FILE = join(import.meta.dirname, '../src/lab/locks/names.txt');

const [table] = process.argv.slice(2);
if (table === undefined) throw new Error('name the table: npm run names -- TABLE');
const ranked = byRank(readFileSync(table, 'utf8'));
const required = requiredNames();
const providers = required.filter((name) => name.startsWith('apache-airflow-providers-'));
const targets = new Set([...ranked.slice(0, WELL_KNOWN), ...providers]);
const rest = new Set([...ranked.slice(0, KNOWN), ...required].filter((name) => !targets.has(name)));
const head = `# Names of Python packages, made by \`npm run names\`: the ${WELL_KNOWN} most downloaded and every provider of Airflow.\n`;
writeFileSync(
  FILE,
  `${head}${[...targets].sort().join('\n')}\n${LESS_WELL_KNOWN}\n${[...rest].sort().join('\n')}\n`,
);
console.log(`${FILE}: ${targets.size} well known, ${rest.size} known`);

function byRank(text: string): readonly string[] {
  const [first = '', ...rows] = text.split('\n');
  const columns = first.split('\t');
  const [name, rank] = [columns.indexOf('name'), columns.findIndex((column) => column.startsWith('rank'))];
  if (name < 0 || rank < 0) throw new Error('the first line names no columns `name` and `rank…`');
  return rows
    .map((row) => row.split('\t'))
    .map((cells) => ({ name: normalised(cells[name] ?? ''), rank: Number(cells[rank] ?? 0) }))
    .filter((row) => row.name !== '' && row.rank > 0)
    .sort((one, other) => one.rank - other.rank)
    .map((row) => row.name);
}

/** Every name behind a `Requires-Dist` of what is installed beside the shipped Airflows, extras included. */
function requiredNames(): readonly string[] {
  const environments = join(cacheFolder(process.env, homedir()), 'environments');
  const found = new Set<string>();
  for (const path of readdirSync(environments, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.dist-info/METADATA')) continue;
    const metadata = readFileSync(join(environments, path), 'utf8').split('\n\n')[0] ?? '';
    for (const [, name] of metadata.matchAll(/^Requires-Dist: ([A-Za-z0-9._-]+)/gm))
      if (name) found.add(normalised(name));
  }
  return [...found].sort();
}
