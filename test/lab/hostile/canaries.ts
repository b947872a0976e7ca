import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { environmentOptions, LAB_PYTHON } from '../fixture.js';

/** What stands in a home folder that nobody may read. */
const SECRETS = [
  '.ssh/id_ed25519',
  '.git-credentials',
  '.netrc',
  '.config/gh/hosts.yml',
  '.config/gcloud/credentials.db',
  '.aws/credentials',
  'repo/.git/config',
];
/** Whatever an attack leaves behind is called so. */
const LEFT = 'airsmith_canary';
const ENDLESS = 'sleep\u000086399';
const TIME = new Date('2026-01-01T00:00:00Z');

/**
 * A machine to attack: a home folder, a file, servers on every kind of socket, and a process, each of which shows when it
 * was read or touched.
 */
export class Canaries {
  /** Stands in every secret; whoever says it has read one. */
  readonly marker: string;
  readonly #folder: string;
  readonly #listener: ChildProcess;
  readonly #lines: Interface;
  readonly #places: { readonly [name: string]: string | number };
  #victim: ChildProcess;
  #visitors: string[] = [];

  private constructor(
    folder: string,
    marker: string,
    listener: ChildProcess,
    lines: Interface,
    places: string,
  ) {
    this.#folder = folder;
    this.marker = marker;
    this.#listener = listener;
    this.#lines = lines;
    this.#places = JSON.parse(places);
    this.#lines.on('line', (line) => this.#visitors.push(line));
    this.#victim = this.#newVictim();
  }

  static async plant(): Promise<Canaries> {
    const folder = await mkdtemp(join(tmpdir(), 'canaries-'));
    const marker = `canary-${randomBytes(12).toString('hex')}`;
    const script = join(import.meta.dirname, 'canary.py');
    const listener = spawn('python3', [script, folder, `abstract-${process.pid}`], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: listener.stdout });
    const places = await new Promise<string>((resolve) => lines.once('line', resolve));
    const canaries = new Canaries(folder, marker, listener, lines, places);
    await canaries.#fill();
    return canaries;
  }

  /** What an attack is told; `${…}` are placeholders of the example. */
  get inputs() {
    const [home, file] = [this.#home, this.#file];
    const examples = { own: '$' + '{http}', dir: '$' + '{dir}' };
    return {
      ...this.#places,
      ...examples,
      home,
      file,
      folder: this.#folder,
      pid: this.#victim.pid ?? 0,
    };
  }

  /** What was done to the machine since the last call, which is put right again. */
  async harm(): Promise<readonly string[]> {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const done = [
      ...this.#visitors.map((name) => `reached the ${name} server`),
      ...this.#harmToFile(),
      ...SECRETS.filter((path) => !existsSync(join(this.#home, path))).map((path) => `removed ${path}`),
      ...(this.#victim.exitCode !== null || this.#victim.signalCode !== null ? ['ended a process'] : []),
      ...(stateOf(this.#victim.pid ?? 0) === 'T' ? ['stopped a process'] : []),
      ...leftFiles(this.#folder).map((path) => `left ${path}`),
      ...endless().map((pid) => `left process ${pid}`),
    ];
    this.#visitors = [];
    if (done.length > 0) await this.#repair();
    return done;
  }

  async close(): Promise<void> {
    this.#listener.stdin?.end();
    this.#lines.close();
    this.#victim.kill('SIGKILL');
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #home(): string {
    return join(this.#folder, 'home');
  }

  get #file(): string {
    return join(this.#folder, 'file.txt');
  }

  #harmToFile(): readonly string[] {
    if (!existsSync(this.#file)) return ['took a file away'];
    const { mode, mtimeMs } = statSync(this.#file);
    return [
      ...(readFileSync(this.#file, 'utf8') === this.marker ? [] : ['changed a file']),
      ...((mode & 0o777) === 0o600 ? [] : ['changed the mode of a file']),
      ...(mtimeMs === TIME.getTime() ? [] : ['changed the time of a file']),
      ...((statSync(this.#home).mode & 0o777) === 0o700 ? [] : ['changed the mode of a folder']),
    ];
  }

  async #fill(): Promise<void> {
    for (const path of SECRETS) {
      await mkdir(dirname(join(this.#home, path)), { recursive: true });
      await writeFile(join(this.#home, path), `${this.marker}\n`);
    }
    await chmod(this.#home, 0o700);
    await rm(this.#file, { force: true });
    await writeFile(this.#file, this.marker, { mode: 0o600 });
    await utimes(this.#file, TIME, TIME);
  }

  async #repair(): Promise<void> {
    if (readFileSync('/proc/self/mountinfo', 'utf8').includes(this.#home))
      spawnSync('umount', ['-l', this.#home]);
    for (const path of leftFiles(this.#folder)) rmSync(path, { force: true });
    for (const pid of endless()) process.kill(pid, 'SIGKILL');
    this.#victim.kill('SIGKILL');
    this.#victim = this.#newVictim();
    await this.#fill();
  }

  #newVictim(): ChildProcess {
    return spawn('sleep', ['86398'], { stdio: 'ignore', detached: true, env: { API_KEY: this.marker } });
  }
}

/** Files that attacks left in places where the next run would find them. */
function leftFiles(folder: string): readonly string[] {
  const environments = join(environmentOptions().cache, 'environments');
  const inside = readdirSync(environments).flatMap((name) => {
    const root = join(environments, name);
    const libraries = readdirSync(join(root, 'lib')).map((python) =>
      join(root, 'lib', python, 'site-packages'),
    );
    const caches = libraries.map((library) => join(library, 'airflow', '__pycache__'));
    return [root, join(root, 'bin'), ...libraries, ...caches];
  });
  const own = [LAB_PYTHON, join(LAB_PYTHON, 'airsmith_world'), folder, join(folder, 'home')];
  const shared = ['/tmp', '/var/tmp', '/dev/shm', '/', '/etc', '/root', '/usr/lib', ...pythonLibraries()];
  return [...inside, ...own, ...shared].flatMap((place) =>
    namesIn(place)
      .filter((name) => name.startsWith(LEFT))
      .map((name) => join(place, name)),
  );
}

function pythonLibraries(): readonly string[] {
  return namesIn('/usr/lib')
    .filter((name) => name.startsWith('python3'))
    .flatMap((name) => [join('/usr/lib', name), join('/usr/lib', name, '__pycache__')]);
}

function namesIn(place: string): readonly string[] {
  try {
    return readdirSync(place);
  } catch {
    return [];
  }
}

function endless(): readonly number[] {
  return processes().filter((pid) => commandOf(pid).startsWith(ENDLESS));
}

export function processes(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

export function commandOf(pid: number): string {
  return textOf(`/proc/${pid}/cmdline`);
}

/** R, S, T, Z …; empty where there is no such process. */
export function stateOf(pid: number): string {
  return textOf(`/proc/${pid}/stat`).split(') ')[1]?.[0] ?? '';
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
