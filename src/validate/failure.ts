import type { Finding, Position, Problem, Tier } from '../flow.js';
import type { LabFailure } from '../ports.js';
import { redactor } from '../safety/redaction.js';

/** A draft runs without secrets, but may hold one that its author or a person wrote into it. */
export const redact = redactor([]);
const MOST_TRACEBACK = 4_000;
const MOST_MESSAGE = 1_000;

/** What a failed job says about the draft. `code` is for an exception; a hang or a death has a code of its own. */
export function failureFinding(
  failure: LabFailure,
  found: { readonly code: string; readonly tier: Tier; readonly path: string; readonly example?: string },
): Finding {
  const { code, tier, path, example } = found;
  const position = positionOf(failure, path);
  return {
    code: codeOf(failure, code),
    severity: 'error',
    tier,
    message: sentence(failure),
    stage: failure.stage,
    ...(isFileGone(failure) ? { remedy: READS_NO_FILES } : {}),
    ...(position ? { position } : {}),
    ...(example === undefined ? {} : { example }),
    ...(failure.exception === undefined ? {} : { exception: failure.exception }),
    ...(failure.traceback === undefined
      ? {}
      : { traceback: shorten(redact(failure.traceback), MOST_TRACEBACK) }),
  };
}

const READS_NO_FILES =
  'The sandbox shows a component only its own files, and importing or constructing must read none: move it into `execute`, `poke` or a method.';

function isFileGone({ stage, exception }: LabFailure): boolean {
  return (
    (stage === 'import' || stage === 'construct') &&
    /^(FileNotFoundError|PermissionError)$/.test(exception ?? '')
  );
}

function codeOf(failure: LabFailure, code: string): string {
  if (failure.kind === 'timeout') return 'AS4205';
  if (failure.kind === 'killed') return 'AS4206';
  if (failure.kind === 'protocol') return 'AS4207';
  return code;
}

function sentence(failure: LabFailure): string {
  const message = shorten(redact(failure.message), MOST_MESSAGE);
  if (failure.kind !== 'exception') return `${message} (during ${failure.stage})`;
  const name = failure.exception?.split('.').at(-1);
  return name === undefined || message.startsWith(name) ? message : `${name}: ${message}`;
}

function positionOf(failure: LabFailure, path: string): Position | undefined {
  if (failure.line === undefined) return undefined;
  return { path: failure.path ?? path, line: failure.line, column: failure.column ?? 1 };
}

/** The end of a traceback says what happened, its beginning where: the middle goes. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = Math.floor(most / 3);
  return `${text.slice(0, head)}\n  …\n${text.slice(text.length - (most - head))}`;
}

/** Why a dependency of the spec is not there. */
export function absenceFinding({ code, severity, message, cause, remedy }: Problem): Finding {
  return { code, severity, tier: 'import', message: cause ? `${message}: ${cause}` : message, remedy };
}

/** The lab's own words for a module without the class: no line of the draft raised it. */
export function lacksClass({ exception, message }: LabFailure, name: string): boolean {
  return exception === 'ImportError' && message.endsWith(` has no class ${name}`);
}
