import { LineProcess, type LineProcessOptions } from './lines.js';

/** A message of a server: the answer to a request has its `id`. */
export interface Message {
  readonly id?: number;
  readonly [name: string]: unknown;
}

/** What became of a request: the server's answer, or that none came. */
export type Answer<T> =
  | { readonly state: 'answered'; readonly message: T }
  | { readonly state: 'late' }
  | { readonly state: 'ended'; readonly complaint: string };

type Waiting = (answer: Answer<Message>) => void;

/** Requests and answers over a process that speaks JSON lines; many at once. */
export class Exchange {
  readonly #process: LineProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #first: Promise<Answer<Message>>;
  #greet: Waiting = () => undefined;
  #count = 0;
  #complaint: string | undefined;

  constructor(options: Omit<LineProcessOptions, 'onLine' | 'onEnd'>) {
    this.#first = new Promise((resolve) => {
      this.#greet = resolve;
    });
    this.#process = new LineProcess({
      ...options,
      onLine: (line) => this.#hear(line),
      onEnd: (complaint) => this.#over(complaint),
    });
  }

  /** Of the process that was started; what serves may be one below it. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  get over(): boolean {
    return this.#complaint !== undefined;
  }

  /** Its first line, which says that it is ready. */
  greeting(timeoutMs: number): Promise<Answer<Message>> {
    return withDeadline(this.#first, timeoutMs);
  }

  /** One request. `T` is what the server promises to answer; the caller owns that promise. */
  async ask<T extends Message>(request: object, timeoutMs: number): Promise<Answer<T>> {
    if (this.#complaint !== undefined) return { state: 'ended', complaint: this.#complaint };
    const id = ++this.#count;
    const answer = new Promise<Answer<Message>>((resolve) => this.#waiting.set(id, resolve));
    this.#process.send({ ...request, id });
    const settled = await withDeadline(answer, timeoutMs);
    this.#waiting.delete(id);
    return settled as Answer<T>;
  }

  /** See `LineProcess.end`. */
  end(graceMs?: number): Promise<void> {
    return this.#process.end(graceMs);
  }

  kill(): void {
    this.#process.kill();
  }

  #hear(line: string): void {
    const message = parsed(line);
    if (message === undefined) this.kill();
    else if (message.id === undefined) this.#greet({ state: 'answered', message });
    else this.#waiting.get(message.id)?.({ state: 'answered', message });
  }

  #over(complaint: string): void {
    this.#complaint = complaint;
    this.#greet({ state: 'ended', complaint });
    for (const waiting of this.#waiting.values()) waiting({ state: 'ended', complaint });
    this.#waiting.clear();
  }
}

function parsed(line: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Message) : undefined;
  } catch {
    return undefined;
  }
}

async function withDeadline<T>(answer: Promise<Answer<T>>, timeoutMs: number): Promise<Answer<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer<T>>((resolve) => {
    timer = setTimeout(() => resolve({ state: 'late' }), timeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
