/** Makes locks: `npm run lock` those that ship, `airsmith airflow add` those of further Airflows. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { CommandResult } from './command.js';
import { findInterpreter } from './interpreters.js';
import type { LockEntry } from './locks.js';
import type { EnvironmentOptions } from './options.js';
import { type Refused, refusalOf } from './resolve.js';
import { runUv, type Uv } from './uv.js';

/** Pythons that airsmith proves on, newest last. */
export const PYTHONS: readonly string[] = ['3.10', '3.11', '3.12', '3.13'];
/** `<process.platform>-<process.arch>` → the same in uv's words. */
export const PLATFORMS: { readonly [platform: string]: string } = {
  'linux-x64': 'x86_64-unknown-linux-gnu',
  'linux-arm64': 'aarch64-unknown-linux-gnu',
  'darwin-arm64': 'aarch64-apple-darwin',
};
/** Bare Airflow, what the example world stands on, and what the generated tests need. */
const BESIDE_AIRFLOW = [
  'apache-airflow-providers-sqlite',
  'apache-airflow-providers-common-sql',
  'requests',
  'aiohttp',
  'pytest',
];

/** Who compiles, and with what. */
export interface Workshop {
  readonly uv: Pick<Uv, 'path'>;
  readonly options: EnvironmentOptions;
  /** Named in the first line of a lock. */
  readonly maker: string;
}

/** What uv wrote. */
export interface Compiled {
  readonly state: 'compiled';
  readonly text: string;
}

/** A lock in its file, and what `locks.json` says of it. */
export interface Locked {
  readonly state: 'locked';
  readonly entry: LockEntry;
}

/**
 * Lets uv resolve `inputs`, one requirement each, for this Python and every newer one, into a file of this name; its ending decides
 * the format. Throws where interrupted.
 */
export async function compile(
  inputs: readonly string[],
  output: string,
  python: string,
  args: readonly string[],
  workshop: Workshop,
): Promise<Compiled | Refused> {
  const folder = await mkdtemp(join(tmpdir(), 'airsmith-compile-'));
  try {
    const [wanted, made] = [join(folder, 'requirements.in'), join(folder, output)];
    await writeFile(wanted, inputs.map((input) => `${input}\n`).join(''));
    const on = await forPython(python, workshop);
    const plain = ['--quiet', '--no-header', '--no-annotate', '--universal', ...on];
    const result = await ask(['pip', 'compile', ...plain, ...args, '--output-file', made, wanted], workshop);
    if (result.status !== 0) return refusalOf(result);
    return { state: 'compiled', text: await readFile(made, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the lock of `inputs` as of a day, `yyyy-mm-dd`, for this Python and every newer one, with the hash of each file. */
export async function compileLock(
  file: string,
  inputs: readonly string[],
  when: { readonly excludeNewer: string; readonly python: string },
  workshop: Workshop,
): Promise<Locked | Refused> {
  const { excludeNewer, python } = when;
  const dated = ['--exclude-newer', excludeNewer, '--generate-hashes'];
  const anywhere = ['--no-emit-index-url', '--no-emit-find-links'];
  const made = await compile(inputs, 'lock.txt', python, [...dated, ...anywhere], workshop);
  if (made.state !== 'compiled') return made;
  const head = `# ${inputs.join(', ')}; nothing uploaded after ${excludeNewer}. Made by ${workshop.maker}.`;
  await writeFile(file, `${head}\n${made.text}`);
  const names = [...made.text.matchAll(/^([a-z0-9][a-z0-9._-]*)==/gm)].map((match) => match[1]);
  const packages = new Set(names).size;
  return {
    state: 'locked',
    entry: { file: basename(file), excludeNewer, inputs, packages, pythons: [], sources: {} },
  };
}

/** The lock of an Airflow as `airflow-<version>.txt` in a folder, with its Pythons (at least one) and what has no wheel on these platforms. */
export async function lockAirflow(
  version: string,
  into: { readonly folder: string; readonly excludeNewer: string; readonly pythons: readonly string[] },
  platforms: readonly string[],
  workshop: Workshop,
): Promise<Locked | Refused> {
  const { folder, excludeNewer, pythons } = into;
  const file = join(folder, `airflow-${version}.txt`);
  const inputs = [`apache-airflow==${version}`, ...BESIDE_AIRFLOW];
  const python = pythons[0] ?? '3.10';
  const made = await compileLock(file, inputs, { excludeNewer, python }, workshop);
  if (made.state !== 'locked') return made;
  const sources: { [platform: string]: readonly string[] } = {};
  for (const platform of platforms) {
    const names = await withoutWheel(file, pythons, platform, workshop);
    if ('state' in names) return names;
    if (names.length > 0) sources[platform] = names;
  }
  return { state: 'locked', entry: { ...made.entry, pythons, sources } };
}

/** Pythons that the wheel's classifiers name; `Requires-Python` of 2.11.2 (`!=3.13`) would let 3.13.1 through. */
export async function declaredPythons(
  version: string,
  workshop: Workshop,
): Promise<readonly string[] | Refused> {
  const folder = await mkdtemp(join(tmpdir(), 'airsmith-declared-'));
  try {
    let refusal: Refused | undefined;
    for (const python of [...PYTHONS].reverse()) {
      const what = ['--no-deps', '--only-binary', ':all:', `apache-airflow==${version}`];
      const where = [...(await forPython(python, workshop)), '--target', folder];
      const result = await ask(['pip', 'install', '--quiet', ...where, ...what], workshop);
      if (result.status === 0) return classified(await metadataIn(folder, version));
      refusal = refusalOf(result);
      if (refusal.state !== 'refused') return refusal;
    }
    return refusal ?? [];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function metadataIn(folder: string, version: string): Promise<string> {
  return readFile(join(folder, `apache_airflow-${version}.dist-info`, 'METADATA'), 'utf8');
}

function classified(metadata: string): readonly string[] {
  return PYTHONS.filter((python) =>
    metadata.includes(`Classifier: Programming Language :: Python :: ${python}\n`),
  );
}

/** Packages of a lock that have no wheel for a platform on one of the Pythons: uv names them one by one. */
async function withoutWheel(
  file: string,
  pythons: readonly string[],
  platform: string,
  workshop: Workshop,
): Promise<readonly string[] | Refused> {
  const found = new Set<string>();
  for (const python of pythons) {
    const on = ['--python-platform', PLATFORMS[platform] ?? platform, ...(await forPython(python, workshop))];
    for (;;) {
      const sources = [...found].flatMap((name) => ['--no-binary', name]);
      const what = ['--no-deps', '--require-hashes', '--only-binary', ':all:', ...sources, '-r', file];
      const nowhere = ['--target', join(tmpdir(), 'airsmith-lock-none')];
      const result = await ask(['pip', 'install', '--dry-run', ...on, ...nowhere, ...what], workshop);
      if (result.status === 0) break;
      const missing = /Because (\S+?)==\S+ has no/.exec(result.stderr.replace(/\s+/g, ' '))?.[1];
      // One that is named again lacks its source as well.
      if (missing === undefined || found.has(missing)) return refusalOf(result);
      found.add(missing);
    }
  }
  return [...found].sort();
}

/** Names the interpreter as well where this machine has it: uv itself runs whatever is on PATH to find one, pyenv's slow shims too. */
async function forPython(python: string, { options }: Workshop): Promise<readonly string[]> {
  const here = await findInterpreter(python, options);
  return ['--python-version', python, ...(here ? ['--python', here.path] : [])];
}

async function ask(args: readonly string[], { uv, options }: Workshop): Promise<CommandResult> {
  const result = await runUv({ state: 'ready', ...uv }, args, options);
  options.signal?.throwIfAborted();
  return result;
}
