import type { Problem } from '../flow.js';
import { EXIT, worldError } from '../problems.js';
import { renderProblem } from '../report/problem.js';
import type { Terminal } from './terminal.js';

/**
 * Shows what ended a command, and with `json` also prints it as the one object. A bug shows its stack, since nobody but its
 * author can mend it; all else does not.
 */
export function showFailure(error: unknown, terminal: Terminal, json = false): number {
  if (terminal.signal.aborted) {
    const reason = worldError(terminal.signal.reason);
    if (json && reason) printFailure(reason.problem, terminal);
    terminal.err('interrupted: nothing partial was written; run the same command again\n');
    return EXIT.interrupted;
  }
  const known = worldError(error);
  if (known) {
    if (json) printFailure(known.problem, terminal);
    terminal.err(`${renderProblem(known.problem, { colour: terminal.colour })}\n`);
    return known.exit;
  }
  if (json) printFailure(bug(error), terminal);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err(`AS2099  this is a bug in airsmith, please report it with the lines below\n${stack}\n`);
  return EXIT.world;
}

/** What `--json` prints where a command came to no result of its own. */
export function printFailure(problem: Problem, terminal: Terminal): void {
  terminal.out(`${JSON.stringify({ ok: false, proven: false, problems: [problem] }, null, 2)}\n`);
}

function bug(error: unknown): Problem {
  return {
    code: 'AS2099',
    severity: 'error',
    message: error instanceof Error ? error.message : String(error),
    remedy: 'This is a bug in airsmith: please report it with what was printed to standard error.',
  };
}
