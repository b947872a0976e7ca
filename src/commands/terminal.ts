/** What a command sees of the world it was started in. Read once, so that a command can be run inside a test. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly colour: boolean;
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** Milliseconds since the process started when the command's code began to run. */
  readonly startedMs: number;
}
