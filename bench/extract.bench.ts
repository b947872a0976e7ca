/**
 * What the 25 provider wheels teach: every operator, sensor, hook and trigger is read, and the ideas that independent components share
 * are counted. The reading is held against CPython for every class: inputs, template fields, imports, bases. What can stand alone of the
 * shared ideas is run on every shipped Airflow; `--no-lab` leaves that out.
 */

import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { standing } from '../src/commands/learn/standing.js';
import { componentsIn } from '../src/learn/mining/components.js';
import { mine, type Quarry, spread } from '../src/learn/mining/mine.js';
import { shared } from '../src/learn/mining/seen.js';
import { parseModule, sourceText } from '../src/python/index.js';
import { openLab, readyEnvironments } from '../test/validate/fixture.js';
import { agrees, askCPython } from './corpus/oracle.js';
import { corpus, corpusByWheel } from './corpus/wheels.js';

export async function bench(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({ args: [...args], options: { 'no-lab': { type: 'boolean' } } });
  const quarries = await corpusByWheel();
  const files = quarries.reduce((sum, quarry) => sum + quarry.files.length, 0);
  const started = performance.now();
  const before = process.cpuUsage();
  const mined = mine(quarries);
  const { user, system } = process.cpuUsage(before);
  const wall = (performance.now() - started) / 1000;
  const wide = shared(mined);
  const roles = (role: string) => mined.components.filter((one) => one.role === role).length;
  const oracle = await heldAgainstCPython(quarries);
  const stands = values['no-lab'] === true ? {} : await inTheLab(wide);
  return {
    wheels: quarries.length,
    files,
    components: mined.components.length,
    operators: roles('operator'),
    sensors: roles('sensor'),
    hooks: roles('hook'),
    triggers: roles('trigger'),
    patterns: mined.seams.length,
    shared: wide.length,
    shared_by_wheels: wide.filter((seam) => spread(seam) > 1).length,
    types: new Set(wide.map(({ record }) => record.type)).size,
    unparsed: mined.unparsed.length,
    ...oracle,
    ...stands,
    cpu_s: Number(((user + system) / 1e6).toFixed(2)),
    files_per_s: Math.round(files / ((user + system) / 1e6)),
    wall_files_per_s: Math.round(files / wall),
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
    cores: cpus().length,
  };
}

async function inTheLab(wide: ReturnType<typeof shared>): Promise<Record<string, unknown>> {
  const lab = openLab();
  try {
    const environments = await readyEnvironments(lab);
    const { fallen, imported, notRun } = await standing(wide, environments, lab);
    const ids = new Set(fallen.map(({ id }) => id));
    for (const { id, airflow, reason } of fallen) console.log(`falls: ${id} on ${airflow}: ${reason}`);
    return { stand: wide.length - ids.size, fallen: ids.size, imported, not_run: notRun };
  } finally {
    await lab.close();
  }
}

/** Every file as the parser reads it, and of every component the inputs as extraction takes them. */
async function heldAgainstCPython(quarries: readonly Quarry[]): Promise<Record<string, unknown>> {
  const { root } = await corpus();
  const paths = quarries.flatMap((quarry) => quarry.files.map(({ path }) => path));
  const said = await askCPython(root, paths);
  const disagree = paths.filter((path) => !agrees(join(root, path), said));
  let classes = 0;
  const misread: string[] = [];
  for (const { path, content } of quarries.flatMap((quarry) => quarry.files)) {
    const described = said.get(join(root, path))?.classes as readonly Class[] | undefined;
    classes += described?.length ?? 0;
    const parsed = parseModule(sourceText(content));
    for (const { component } of parsed.ok ? componentsIn(parsed.module, path) : []) {
      const { main, spec } = component;
      const theirs = described?.find(({ name }) => name === main.name);
      const same =
        theirs !== undefined &&
        list(spec.inputs.map(({ name }) => name)) === list(inputsIn(theirs)) &&
        list(main.bases.map((base) => base.replaceAll('"', "'"))) === list(theirs.bases) &&
        list(main.templateFields ?? []) === list(theirs.templateFields ?? []);
      if (!same) misread.push(`${path} ${main.name}`);
    }
  }
  for (const one of [...disagree, ...misread]) console.log(`reads otherwise than CPython: ${one}`);
  return { classes, disagreements_with_cpython: disagree.length + misread.length };
}

/** A class as the oracle describes it. */
interface Class {
  readonly name: string;
  readonly bases: readonly string[];
  readonly templateFields: readonly string[] | null;
  readonly methods: readonly (readonly [
    string,
    boolean,
    readonly (readonly [string, string, boolean])[],
    unknown,
  ])[];
}

function inputsIn({ methods }: Class): readonly string[] {
  const init = methods.find(([name]) => name === '__init__');
  const own = (init?.[2] ?? []).filter(([name, kind]) => name !== 'self' && !kind.startsWith('var'));
  return own.map(([name]) => name);
}

function list(names: readonly string[]): string {
  return JSON.stringify(names);
}
