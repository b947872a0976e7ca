/** Tries again what a busy server refused, and nothing else. */

export interface Patience {
  readonly wait: (ms: number) => Promise<void>;
}

const TRIES = 3;
const LONGEST_MS = 60_000;

const real: Patience = { wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

/**
 * Runs `work` up to three times. Server errors and lost connections are worth a second try, and so is a rate limit that says
 * how long to wait, where that is a minute or less. `work` must bear to be run again after it succeeded unheard.
 */
export async function patiently<T>(work: () => Promise<T>, patience: Patience = real): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const pause = attempt < TRIES ? pauseAfter(error, attempt) : undefined;
      if (pause === undefined) throw error;
      await patience.wait(pause);
    }
  }
}

interface Answered {
  readonly status?: number;
  readonly response?: { readonly headers?: { readonly [name: string]: string | number | undefined } };
}

/** Milliseconds to wait, or undefined when another try would fail in the same way. */
function pauseAfter(error: unknown, attempt: number): number | undefined {
  const { status, response } = error as Answered;
  const backoff = 1_000 * 2 ** (attempt - 1);
  // Octokit reports a lost connection as 500 without a response.
  if (status !== undefined && status >= 500) return backoff;
  if (status !== 403 && status !== 429) return undefined;
  const named = Number(response?.headers?.['retry-after'] ?? Number.NaN) * 1_000;
  if (named >= 0) return named <= LONGEST_MS ? Math.max(named, 1_000) : undefined;
  return status === 429 ? backoff : undefined;
}
