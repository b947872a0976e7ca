/**
 * Writes `test/repair/fixtures/messages.json`: what real Airflows and interpreters say to the mistakes of `mistakes.yaml`.
 * `--check` makes them again and fails when a word differs; `--python` leaves the Airflows out, `--components` the interpreters;
 * other words leave out every mistake whose class or name holds none of them.
 * `PYODIDE=<folder of its npm package>` gives CPython 3.14, which no registry here has otherwise.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Component, saidByAirflows } from './messages/airflows.js';
import { type Program, saidByPyodide, saidByPythons } from './messages/pythons.js';
import { type Said, same, withoutMachine } from './messages/said.js';

const FOLDER = join(import.meta.dirname, '../test/repair/fixtures');
const FILE = join(FOLDER, 'messages.json');

const all = parse(readFileSync(join(FOLDER, 'mistakes.yaml'), 'utf8')) as {
  readonly components: readonly Component[];
  readonly python: readonly Program[];
};
const given = process.argv.slice(2);
const flags = new Set(given.filter((word) => word.startsWith('--')));
const words = given.filter((word) => !word.startsWith('--'));
const components = all.components.filter(isWanted);
const python = all.python.filter(isWanted);
const recorded = readRecorded();
const pyodide = process.env['PYODIDE'];

const fresh: Said[] = [];
if (!flags.has('--components')) {
  fresh.push(
    ...saidByPythons(python, join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions')),
  );
  if (pyodide) fresh.push(...(await saidByPyodide(python, pyodide)));
}
if (!flags.has('--python')) fresh.push(...(await saidByAirflows(components)));

const made = new Set(fresh.map(sourceOf));
const remade = new Set([...components, ...python].map(mistakeOf));
const isRemade = (one: Said) =>
  made.has(sourceOf(one)) && remade.has(mistakeOf({ ...one, name: one.mistake }));
if (flags.has('--check')) check();
else write();

/** What an interpreter said that is not on this machine stays as it was recorded. */
function write(): void {
  const mistakes = new Set([...all.components, ...all.python].map(mistakeOf));
  const kept = recorded.filter(
    (one) => !isRemade(one) && mistakes.has(mistakeOf({ ...one, name: one.mistake })),
  );
  const messages = [...kept, ...fresh].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  writeFileSync(
    FILE,
    `[\n${messages.map((one) => `  ${withoutMachine(JSON.stringify(one))}`).join(',\n')}\n]\n`,
  );
  console.log(
    `messages.json: ${messages.length} messages, ${fresh.length} of them made now by ${[...made].sort().join(', ')}`,
  );
}

function check(): void {
  const before = recorded.filter(isRemade);
  const gone = before.filter((one) => !fresh.some((other) => same(one, other)));
  const come = fresh.filter((one) => !before.some((other) => same(one, other)));
  for (const one of gone) console.error(`- ${sourceOf(one)}: ${one.mistake}: ${one.message}`);
  for (const one of come) console.error(`+ ${sourceOf(one)}: ${one.mistake}: ${one.message}`);
  if (gone.length + come.length > 0) {
    console.error('messages.json differs from what is said now. Run: npm run messages');
    process.exit(1);
  }
  console.log(`messages.json agrees with what ${[...made].sort().join(', ')} say (${fresh.length} messages)`);
}

function isWanted(mistake: { readonly class: string; readonly name: string }): boolean {
  return words.length === 0 || words.some((word) => mistakeOf(mistake).includes(word));
}

function mistakeOf({ class: id, name }: { readonly class: string; readonly name: string }): string {
  return `${id} ${name}`;
}

function sourceOf({ airflow, python: version }: Said): string {
  return airflow === undefined ? `CPython ${version}` : `Airflow ${airflow} on ${version}`;
}

function keyOf(one: Said): string {
  const version = (text = '') =>
    text
      .split('.')
      .map((part) => part.padStart(4, '0'))
      .join('.');
  return JSON.stringify([
    one.class,
    one.mistake,
    version(one.airflow),
    version(one.python),
    one.code,
    one.message,
  ]);
}

function readRecorded(): readonly Said[] {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as readonly Said[];
  } catch {
    return [];
  }
}
