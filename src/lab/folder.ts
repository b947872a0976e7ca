import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AirsmithError, EXIT } from '../problems.js';
import { discard } from './discard.js';

/** A temporary folder that goes with the process, however that ends short of SIGKILL. */
export interface TemporaryFolder {
  readonly path: string;
  /** Removes it. Never fails: what cannot be removed is the system's to clear, and spoils no finished work. */
  remove(): Promise<void>;
}

/** A new folder whose name is random and that only its owner may enter. Throws AS3210. `onExit` ends who might still write there. */
export function temporaryFolder(prefix: string, onExit: () => void): TemporaryFolder {
  const path = make(prefix);
  const last = () => {
    onExit();
    removeNow(path);
  };
  process.once('exit', last);
  return {
    path,
    async remove() {
      await discard(path);
      process.removeListener('exit', last);
    },
  };
}

function make(prefix: string): string {
  try {
    return mkdtempSync(join(tmpdir(), prefix));
  } catch (error) {
    throw new AirsmithError(
      EXIT.world,
      {
        code: 'AS3210',
        message: `no temporary folder can be made in ${tmpdir()}`,
        cause: error instanceof Error ? error.message : String(error),
        remedy: 'Make room there, or name another folder in TMPDIR.',
      },
      { cause: error },
    );
  }
}

/** At the end of the process nothing asynchronous runs any more. */
function removeNow(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  } catch {
    try {
      execFileSync('rm', ['-rf', '--', path], { stdio: 'ignore' });
    } catch {
      // Whoever made what cannot be removed is not us.
    }
  }
}
