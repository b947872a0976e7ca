import { mkdir, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { run } from './command.js';
import type { EnvironmentOptions } from './options.js';

/** A CPython on this machine that was run and is good for an environment. */
export interface Interpreter {
  readonly path: string;
  /** `3.11.7` */
  readonly version: string;
}

interface Checked {
  readonly mtimeMs: number;
  readonly size: number;
  /** Full version, or why it is of no use. */
  readonly version?: string;
  readonly useless?: string;
}

type CheckedFile = { [realPath: string]: Checked };

/**
 * The newest usable CPython of a minor version (`3.11`): on PATH, of pyenv, of a GitHub runner's tool cache, of uv; in that order.
 * Each candidate is run once to see what it is; the answer is remembered until the file changes, so a second look starts no process.
 */
export async function findInterpreter(
  minor: string,
  options: EnvironmentOptions,
): Promise<Interpreter | undefined> {
  const memory = join(options.cache, 'interpreters.json');
  const checked = await readChecked(memory);
  for (const candidate of await candidates(minor, options)) {
    const version = await check(candidate, checked, memory, options);
    if (version?.startsWith(`${minor}.`)) return { path: candidate, version };
  }
  return undefined;
}

async function candidates(minor: string, options: EnvironmentOptions): Promise<readonly string[]> {
  const { environment, cache } = options;
  const home = environment['HOME'] ?? '';
  const exe = `python${minor}`;
  const pyenvRoots = [environment['PYENV_ROOT'], join(home, '.pyenv')].filter((root) => root !== undefined);
  // A pyenv shim answers only where that version is switched on; the versions themselves are looked at below.
  const onPath = (environment['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && !folder.endsWith('/shims'))
    .flatMap((folder) => [join(folder, exe), join(folder, 'python3')]);
  const pyenv = await below(
    pyenvRoots.map((root) => join(root, 'versions')),
    `${minor}.`,
    join('bin', exe),
  );
  const runner = await below(
    [
      environment['RUNNER_TOOL_CACHE'],
      environment['AGENT_TOOLSDIRECTORY'],
      environment['pythonLocation'] && join(environment['pythonLocation'], '../../..'),
    ]
      .filter((root) => root !== undefined && root !== '')
      .map((root) => join(root as string, 'Python')),
    `${minor}.`,
    join(process.arch === 'arm64' ? 'arm64' : 'x64', 'bin', exe),
  );
  const managed = await below(
    [
      environment['UV_PYTHON_INSTALL_DIR'],
      join(cache, 'pythons'),
      join(environment['XDG_DATA_HOME'] ?? join(home, '.local/share'), 'uv/python'),
    ].filter((root) => root !== undefined),
    `cpython-${minor}.`,
    join('bin', exe),
  );
  return [...onPath, ...pyenv, ...runner, ...managed];
}

/** Paths `<root>/<entry with this prefix>/<tail>`, the newest patch version of each root first. */
async function below(roots: readonly string[], prefix: string, tail: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const root of new Set(roots)) {
    const entries = await readdir(root).catch(() => []);
    const matching = entries.filter((entry) => entry.startsWith(prefix));
    matching.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
    found.push(...matching.map((entry) => join(root, entry, tail)));
  }
  return found;
}

const PROBE = `
import json, struct, sys, sysconfig
import ctypes, sqlite3, ssl, venv, zlib
useless = (
    "is no CPython" if sys.implementation.name != "cpython"
    else "is a pre-release" if sys.version_info.releaselevel != "final"
    else "is free-threaded" if sysconfig.get_config_var("Py_GIL_DISABLED")
    else "is 32-bit" if struct.calcsize("P") != 8
    else None
)
print(json.dumps({"version": "%d.%d.%d" % sys.version_info[:3], "useless": useless}))
`;

async function check(
  candidate: string,
  checked: CheckedFile,
  memory: string,
  options: EnvironmentOptions,
): Promise<string | undefined> {
  const real = await realpath(candidate).catch(() => undefined);
  if (real === undefined || !basename(real).toLowerCase().startsWith('python')) return undefined;
  const { mtimeMs, size } = await stat(real);
  const known = checked[real];
  if (known !== undefined && known.mtimeMs === mtimeMs && known.size === size) return known.version;
  const result = await run(candidate, ['-I', '-c', PROBE], {
    environment: { PATH: options.environment['PATH'] ?? '', HOME: options.environment['HOME'] ?? '' },
    cwd: '/',
    timeoutMs: 20_000,
  });
  const found = verdict(result);
  // On a machine that is only busy, or when nobody interrupts, it may answer the next time.
  if (result.status === 124 || options.signal?.aborted) return undefined;
  checked[real] = { mtimeMs, size, ...found };
  await remember(memory, checked);
  return found.version;
}

function verdict(result: {
  status: number;
  stdout: string;
  stderr: string;
}): Pick<Checked, 'version' | 'useless'> {
  if (result.status !== 0)
    return { useless: result.stderr.trim().split('\n').at(-1) ?? `exit status ${result.status}` };
  const said = answerOf(result.stdout);
  if (said === undefined) return { useless: 'gives no answer' };
  return said.useless === null ? { version: said.version } : { useless: said.useless };
}

function answerOf(text: string): { version: string; useless: string | null } | undefined {
  try {
    return JSON.parse(text) as { version: string; useless: string | null };
  } catch {
    return undefined;
  }
}

/** A memory that cannot be kept only costs the time to look again. */
async function remember(memory: string, checked: CheckedFile): Promise<void> {
  try {
    await mkdir(dirname(memory), { recursive: true });
    await writeFileAtomic(memory, `${JSON.stringify(checked, null, 2)}\n`);
  } catch {
    return;
  }
}

async function readChecked(memory: string): Promise<CheckedFile> {
  try {
    return JSON.parse(await readFile(memory, 'utf8')) as CheckedFile;
  } catch {
    return {};
  }
}
