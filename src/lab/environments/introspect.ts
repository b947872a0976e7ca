import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { complaint, run } from './command.js';
import { type Unavailable, unavailable } from './options.js';

/** Name to what it is, for the base class of each kind. */
export interface BaseAttributes {
  readonly [kind: string]: { readonly [name: string]: string };
}

/** What an Airflow said of itself. */
export interface Introspection {
  readonly state: 'ready';
  /** Lines of the index, as `src/validate/airflow-index/read.ts` describes them. */
  readonly index: string;
  readonly bases: BaseAttributes;
}

/** A whole Airflow is imported, module by module, on a machine that may be busy. */
const INTROSPECT_MS = 600_000;

/**
 * Asks the Airflow of an environment what can be imported from it. `labPython` is the folder of the lab's Python. Throws the reason
 * of `signal` where it is aborted.
 */
export async function introspect(
  python: string,
  labPython: string,
  signal?: AbortSignal,
): Promise<Introspection | Unavailable> {
  const home = await mkdtemp(join(tmpdir(), 'airsmith-introspect-'));
  try {
    const result = await run(python, ['-I', join(labPython, 'introspect.py')], {
      environment: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        HOME: home,
        TMPDIR: home,
        LANG: 'C.UTF-8',
        TZ: 'UTC',
      },
      cwd: home,
      timeoutMs: INTROSPECT_MS,
      signal,
    });
    signal?.throwIfAborted();
    if (result.status !== 0) return didNotAnswer(complaint(result));
    return { state: 'ready', ...(JSON.parse(result.stdout) as Omit<Introspection, 'state'>) };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function didNotAnswer(cause: string): Unavailable {
  return unavailable({
    code: 'AS3304',
    message: 'this Airflow did not say what can be imported from it',
    cause,
    remedy:
      'read the cause; an Airflow older than 2.8 or with packages that do not fit it cannot be imported',
  });
}
