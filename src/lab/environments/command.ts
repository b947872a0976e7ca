import { spawn } from 'node:child_process';

export interface CommandResult {
  /** Exit status; 127 where the program does not exist, 124 where it was ended at the deadline, 130 where the run was interrupted. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** The whole environment of the program: nothing is inherited beside it. */
  readonly environment: { readonly [name: string]: string };
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const LIMIT = 1 << 20;
/** Status of a program that was ended at its deadline. */
export const LATE = 124;

/** Runs a program to its end without a shell, with its output kept to 1 MiB a stream. Never rejects. */
export function run(
  program: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  if (options.signal?.aborted) return Promise.resolve({ status: 130, stdout: '', stderr: 'interrupted' });
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: options.environment,
      cwd: options.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out = collect(child.stdout);
    const err = collect(child.stderr);
    let late = false;
    const deadline = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, options.timeoutMs);
    // Gently: package tools end the programs that they started.
    const stop = () => child.kill('SIGTERM');
    options.signal?.addEventListener('abort', stop, { once: true });
    const settle = (status: number, note = '') => {
      clearTimeout(deadline);
      options.signal?.removeEventListener('abort', stop);
      resolve({ status, stdout: out(), stderr: withoutCredentials(err() + note) });
    };
    child.on('error', (error) => settle(127, error.message));
    child.on('close', (status) =>
      late
        ? settle(LATE, `ended after ${options.timeoutMs / 1000} s without a result`)
        : settle(status ?? (options.signal?.aborted ? 130 : 1)),
    );
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= LIMIT) chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

/** Index addresses may carry a password, and package tools print them in their errors. */
function withoutCredentials(text: string): string {
  return text.replace(/(:\/\/)[^/\s@]+@/g, '$1***@');
}

/** The end of a program's complaint, short enough for a report. */
export function complaint(result: CommandResult): string {
  const text = (result.stderr.trim() || result.stdout.trim() || `exit status ${result.status}`).replace(
    /\s*\n\s*/g,
    ' · ',
  );
  return text.length <= 600 ? text : `…${text.slice(-600)}`;
}
