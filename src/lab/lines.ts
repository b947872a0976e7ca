import { type ChildProcess, spawn } from 'node:child_process';

/** For ending by itself. */
const PATIENCE_MS = 30_000;
/** Between being told to end and being ended. */
const LAST_MS = 2_000;
const STDERR_KEPT = 4_000;
const LONGEST_LINE = 64 << 20;

/** How a process that speaks JSON lines is started. */
export interface LineProcessOptions {
  readonly program: string;
  readonly args: readonly string[];
  /** The whole environment: nothing is inherited. */
  readonly environment: { readonly [name: string]: string };
  readonly onLine: (line: string) => void;
  /** Called once, when it is gone; `complaint` is the end of what it wrote to stderr. */
  readonly onEnd: (complaint: string) => void;
}

/** A child process that reads and writes lines. */
export class LineProcess {
  readonly #child: ChildProcess;
  readonly #options: LineProcessOptions;
  #pending: Buffer[] = [];
  #size = 0;
  #stderr = '';
  #ended: Promise<void>;
  #last: NodeJS.Timeout | undefined;

  constructor(options: LineProcessOptions) {
    this.#options = options;
    this.#child = spawn(options.program, [...options.args], {
      env: { ...options.environment },
      cwd: '/',
      stdio: ['pipe', 'pipe', 'pipe'],
      // A Ctrl+C on the terminal reaches the group: we end it ourselves, after what is under way.
      detached: true,
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-STDERR_KEPT);
    });
    // A write to a process that just ended fails; that it ended is reported by `onEnd`.
    this.#child.stdin?.on('error', () => undefined);
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => this.#finish(error.message, resolve));
      this.#child.once('close', () => this.#finish('', resolve));
    });
  }

  /** Undefined where it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(message: object): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  /** Closes its input, which ends it; kills it when it does not end within `graceMs`: it may have much to clear away. */
  async end(graceMs = PATIENCE_MS): Promise<void> {
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.kill(), graceMs);
    await this.#ended;
    clearTimeout(timer);
  }

  /** Ends it at once: a guard that is told so ends everything below it, and has a moment for that. */
  kill(): void {
    this.#child.kill('SIGTERM');
    // One that somebody stopped hears that only when it goes on.
    this.#child.kill('SIGCONT');
    this.#last ??= setTimeout(() => this.#child.kill('SIGKILL'), LAST_MS);
  }

  #finish(note: string, resolve: () => void): void {
    clearTimeout(this.#last);
    this.#options.onEnd((this.#stderr.trim() || note).slice(-STDERR_KEPT));
    resolve();
  }

  #take(chunk: Buffer): void {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = Buffer.concat([...this.#pending, rest.subarray(0, end)]).toString('utf8');
      this.#pending = [];
      this.#size = 0;
      rest = rest.subarray(end + 1);
      this.#options.onLine(line);
    }
    this.#size += rest.length;
    if (this.#size > LONGEST_LINE) this.kill();
    else if (rest.length > 0) this.#pending.push(rest);
  }
}
