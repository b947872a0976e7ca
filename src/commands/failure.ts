import { EXIT, worldError } from '../problems.js';
import { renderProblem } from '../report/problem.js';
import type { Terminal } from './terminal.js';

/** Shows what ended a command. A bug shows its stack, since nobody but its author can mend it; all else does not. */
export function showFailure(error: unknown, terminal: Terminal): number {
  if (terminal.signal.aborted) {
    terminal.err('interrupted: nothing partial was written; run the same command again\n');
    return EXIT.interrupted;
  }
  const known = worldError(error);
  if (known) {
    terminal.err(`${renderProblem(known.problem, { colour: terminal.colour })}\n`);
    return known.exit;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err(`AS2099  this is a bug in airsmith, please report it with the lines below\n${stack}\n`);
  return EXIT.world;
}
