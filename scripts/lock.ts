/**
 * Makes the shipped locks: `npm run lock` all of them as of their recorded dates, `npm run lock -- 3.3.2=2026-11-01` that Airflow as
 * of a new date. Wants uv on PATH. Needs the network; everything else reads what this wrote.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LockEntry } from '../src/lab/environments/locks.js';

const FOLDER = join(import.meta.dirname, '../src/lab/locks');
const PYTHONS = ['3.10', '3.11', '3.12', '3.13'];
const PLATFORMS = {
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

interface Manifest {
  airflow: { [version: string]: LockEntry };
  build: LockEntry;
  tools: LockEntry;
  uv: LockEntry;
}

function uv(args: readonly string[], input?: string): { ok: boolean; output: string } {
  const result = spawnSync('uv', args, { input, encoding: 'utf8', maxBuffer: 1 << 26, cwd: FOLDER });
  if (result.error) throw result.error;
  return { ok: result.status === 0, output: `${result.stdout}${result.stderr}` };
}

function must(args: readonly string[], input?: string): string {
  const { ok, output } = uv(args, input);
  if (!ok) throw new Error(`uv ${args.join(' ')}\n${output}`);
  return output;
}

function compile(file: string, inputs: readonly string[], excludeNewer: string): LockEntry {
  const target = join(FOLDER, file);
  rmSync(target, { force: true });
  const plain = ['--quiet', '--no-header', '--no-annotate', '--no-emit-index-url', '--no-emit-find-links'];
  const how = [
    '--universal',
    '--python-version',
    '3.10',
    '--generate-hashes',
    '--exclude-newer',
    excludeNewer,
  ];
  must(['pip', 'compile', ...plain, ...how, '--output-file', target, '-'], inputs.join('\n'));
  const body = readFileSync(target, 'utf8');
  writeFileSync(
    target,
    `# ${inputs.join(', ')}; nothing uploaded after ${excludeNewer}. Made by scripts/lock.ts.\n${body}`,
  );
  const packages = new Set([...body.matchAll(/^([a-z0-9][a-z0-9._-]*)==/gm)].map((match) => match[1])).size;
  return { file, excludeNewer, inputs, packages, pythons: [], sources: {} };
}

/** Pythons that the wheel's classifiers name; `Requires-Python` of 2.11.2 (`!=3.13`) would let 3.13.1 through. */
function supportedPythons(version: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'airsmith-lock-'));
  try {
    must([
      'pip',
      'install',
      '--quiet',
      '--no-deps',
      '--python-version',
      '3.11',
      '--target',
      folder,
      `apache-airflow==${version}`,
    ]);
    const metadata = readFileSync(join(folder, `apache_airflow-${version}.dist-info`, 'METADATA'), 'utf8');
    return PYTHONS.filter((python) =>
      metadata.includes(`Classifier: Programming Language :: Python :: ${python}\n`),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Packages that have no wheel for a platform on one of the Pythons: uv names them one by one. */
function sourcesOn(platform: string, entry: LockEntry): string[] {
  const found = new Set<string>();
  for (const python of entry.pythons) {
    for (let missing: string | undefined = ''; missing !== undefined; ) {
      if (missing !== '') found.add(missing);
      const sources = [...found].flatMap((name) => ['--no-binary', name]);
      const what = [
        '--no-deps',
        '--require-hashes',
        '--only-binary',
        ':all:',
        ...sources,
        '-r',
        join(FOLDER, entry.file),
      ];
      const where = [
        '--python-platform',
        platform,
        '--python-version',
        python,
        '--target',
        join(tmpdir(), 'airsmith-lock-none'),
      ];
      const { ok, output } = uv(['pip', 'install', '--dry-run', ...where, ...what]);
      missing = ok ? undefined : /Because (\S+?)==\S+ has no/.exec(output)?.[1];
      if (!ok && missing === undefined) throw new Error(output);
    }
  }
  return [...found].sort();
}

function airflowLock(version: string, excludeNewer: string): LockEntry {
  console.log(`airflow ${version} as of ${excludeNewer}`);
  const entry = compile(
    `airflow-${version}.txt`,
    [`apache-airflow==${version}`, ...BESIDE_AIRFLOW],
    excludeNewer,
  );
  const complete = { ...entry, pythons: supportedPythons(version) };
  const sources = Object.entries(PLATFORMS).map(
    ([name, platform]) => [name, sourcesOn(platform, complete)] as const,
  );
  return { ...complete, sources: Object.fromEntries(sources.filter(([, names]) => names.length > 0)) };
}

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
for (const version of wanted) airflow[version] = airflowLock(version, dates.get(version) ?? '');
const manifest: Manifest = {
  airflow: Object.fromEntries([...dates.keys()].map((version) => [version, airflow[version] as LockEntry])),
  build: compile('build.txt', ['setuptools', 'wheel'], today),
  tools: compile('tools.txt', ['ruff'], today),
  uv: compile('uv.txt', ['uv'], today),
};
writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`wrote ${path}`);
