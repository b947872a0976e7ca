/** Errors that a person can see: each has a code, a cause and a next step. Codes never change their meaning. */

import type { Problem } from './flow.js';

/** What `docs/errors/<code>.md` says of a code. Each room keeps its own catalogue beside the code that reports it. */
export interface CatalogueEntry {
  readonly title: string;
  /** Why it is a problem, and how it comes about. Markdown. */
  readonly why: string;
  /** What to do. Markdown. */
  readonly next: string;
  /** Python that shows the fault, and the same without it. */
  readonly wrong?: string;
  readonly right?: string;
}

export type Catalogue = { readonly [code: `AS${number}`]: CatalogueEntry };

/** Exit status of the command; the same numbers in every sub-command. */
export const EXIT = { done: 0, unproven: 1, usage: 2, world: 3, interrupted: 130 } as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

const REFUSALS = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EIO']);

/** The error of the world that `error` is: an `AirsmithError`, or a file system that refuses. Undefined for a bug. */
export function worldError(error: unknown): AirsmithError | undefined {
  if (error instanceof AirsmithError) return error;
  const { code, path, syscall, message } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined || !REFUSALS.has(code)) return undefined;
  return new AirsmithError(
    EXIT.world,
    {
      code: 'AS2030',
      message: `${path ?? 'a file'} cannot be used: ${code} (${syscall})`,
      cause: message,
      remedy: 'Give airsmith the right to write there, or make room on the disk, then run again.',
    },
    { cause: error },
  );
}

/** The tool was used wrongly, or the world failed. Everything a spec or a draft can do is a value, not an exception. */
export class AirsmithError extends Error {
  readonly problem: Problem;
  readonly exit: ExitStatus;

  constructor(exit: ExitStatus, problem: Omit<Problem, 'severity'>, options?: { cause?: unknown }) {
    super(problem.message, options);
    this.name = 'AirsmithError';
    this.exit = exit;
    this.problem = { severity: 'error', ...problem };
  }
}
