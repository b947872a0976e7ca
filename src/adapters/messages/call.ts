/** One call: what can end it before its answer comes, and which of these did. */

/** `cancelled`: a person ended the run; `run`: it has no more time; `call`: this call has none; `broken`: see the wire. */
export type Ending = 'cancelled' | 'run' | 'call' | 'broken';

export interface Call extends Disposable {
  /** Reaches down to the socket. */
  readonly signal: AbortSignal;
  end(why: Ending): void;
  reason(): Ending | undefined;
  remainingMs(): number;
}

/** A call that ends with whatever comes first: the run's signal, the run's deadline, its own time limit. */
export function openCall(
  ends: { readonly signal?: AbortSignal; readonly deadline?: AbortSignal },
  timeoutMs: number,
): Call {
  const controller = new AbortController();
  const until = performance.now() + timeoutMs;
  let reason: Ending | undefined;
  const end = (why: Ending) => {
    reason ??= why;
    controller.abort();
  };
  const [cancelled, late] = [() => end('cancelled'), () => end('run')];
  const timer = setTimeout(() => end('call'), timeoutMs);
  ends.signal?.addEventListener('abort', cancelled, { once: true });
  ends.deadline?.addEventListener('abort', late, { once: true });
  if (ends.signal?.aborted) cancelled();
  else if (ends.deadline?.aborted) late();
  return {
    signal: controller.signal,
    end,
    reason: () => reason,
    remainingMs: () => until - performance.now(),
    [Symbol.dispose]() {
      clearTimeout(timer);
      ends.signal?.removeEventListener('abort', cancelled);
      ends.deadline?.removeEventListener('abort', late);
    },
  };
}
