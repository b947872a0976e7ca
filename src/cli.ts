/** The `airsmith` command as a process: streams, signals and the exit status. */

import { setMaxListeners } from 'node:events';
import type { Terminal } from './commands/terminal.js';
import { AirsmithError, EXIT } from './problems.js';

const started = performance.now();
/** For what an interrupted run still clears away after it has ended. */
const LAST_MS = 5_000;

/** As `engines` in package.json says. */
const OLDEST_NODE = 20;

/** Runs the command line `args` and gives its exit status. Never throws. */
async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    refuseOldNode(process.versions.node);
    if (asksForEverything(args)) {
      const { foundNothing } = await import('./commands/idle.js');
      if (await foundNothing({ json: args.includes('--json') }, terminal)) return EXIT.done;
    }
    const { runProgram } = await import('./commands/program.js');
    return await runProgram(args, terminal);
  } catch (error) {
    const { showFailure } = await import('./commands/failure.js');
    return showFailure(error, terminal, args.includes('--json'));
  }
}

/** Before anything else is loaded: an older Node would fail later, anywhere, with words that say nothing of it. */
function refuseOldNode(version: string): void {
  if (Number.parseInt(version, 10) >= OLDEST_NODE) return;
  throw new AirsmithError(EXIT.usage, {
    code: 'AS2020',
    message: `airsmith needs Node ${OLDEST_NODE} or later, and this is Node ${version}`,
    remedy: `Install Node ${OLDEST_NODE} or later, or put it first on the path.`,
  });
}

/** What jobs run on every push: it must cost nothing where there is nothing to do, not even the parser of options. */
function asksForEverything([command, ...rest]: readonly string[]): boolean {
  return command === 'generate' && rest.every((option) => option === '--json');
}

async function main(): Promise<void> {
  // Whoever reads may stop reading, as `head` does: the command goes on, and nobody is told of it.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  const cancel = new AbortController();
  // Every file and every Airflow waits for it: any number is right.
  setMaxListeners(0, cancel.signal);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Somebody is in a hurry: what is temporary goes when the process does, without waiting for anything.
      if (cancel.signal.aborted) process.exit(EXIT.interrupted);
      cancel.abort(
        new AirsmithError(EXIT.interrupted, {
          code: 'AS2009',
          message: `interrupted by ${signal}`,
          remedy: 'Run again: nothing partial was written.',
        }),
      );
    });
  }
  const terminal: Terminal = {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    colour: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
    cwd: process.cwd(),
    env: process.env,
    signal: cancel.signal,
    startedMs: started,
  };
  process.exitCode = await run(process.argv.slice(2), terminal);
  // Whatever still waits for the world then waits in vain.
  if (cancel.signal.aborted) setTimeout(() => process.exit(), LAST_MS).unref();
}

await main();
