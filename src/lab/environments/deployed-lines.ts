import type { Position, Problem } from '../../flow.js';
import type { DeployedFile } from './options.js';
import { named } from './requirements.js';

/** One requirement of a user's file. */
export interface Line {
  /** Without its hashes. */
  readonly text: string;
  /** Normalised name of the distribution. */
  readonly name: string;
  /** SHA-256 that were written behind it, lower case. */
  readonly hashes: readonly string[];
  readonly position?: Position;
}

/** The requirements of a file, by name alone, or the problem of its first line that is something else. */
export function readLines({ path, text }: DeployedFile): readonly Line[] | Problem {
  if (text === undefined) return absent(path);
  const lines: Line[] = [];
  for (const { content, number } of logicalLines(text)) {
    const hashes = [...content.matchAll(/(?<=\s)--hash=sha256:([0-9a-fA-F]{64})(?=\s|$)/g)].map(
      ([, hash]) => hash ?? '',
    );
    const requirement = content
      .replace(/\s--hash=sha256:[0-9a-fA-F]{64}(?=\s|$)/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    const position = { path, line: number, column: 1 };
    const found = named(requirement);
    if (!found) return refused(requirement, position);
    lines.push({
      text: requirement,
      name: found.name,
      hashes: hashes.map((hash) => hash.toLowerCase()),
      position,
    });
  }
  return lines;
}

/** As pip reads them: a backslash continues a line, `#` after a space or at the start begins a comment. */
function logicalLines(text: string): readonly { readonly content: string; readonly number: number }[] {
  const found: { content: string; number: number }[] = [];
  let open: { content: string; number: number } | undefined;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.replace(/(^|\s)#.*$/, '');
    const goesOn = line.endsWith('\\');
    const content = goesOn ? line.slice(0, -1) : line;
    open = open ? { ...open, content: `${open.content} ${content}` } : { content, number: index + 1 };
    if (goesOn) continue;
    found.push(open);
    open = undefined;
  }
  if (open) found.push(open);
  return found.filter(({ content }) => content.trim() !== '');
}

function absent(path: string): Problem {
  return {
    code: 'AS3331',
    severity: 'error',
    message: `${path}, which .airsmith.yaml names, is not there`,
    remedy: 'commit it on the base branch, or correct the path in .airsmith.yaml',
  };
}

function refused(requirement: string, position: Position): Problem {
  return {
    code: 'AS3332',
    severity: 'error',
    message: `${JSON.stringify(requirement.slice(0, 120))} is no requirement by name`,
    cause: 'environments are made from wheels of an index alone, without options, URLs and paths',
    remedy: 'write a name with a version range; the index is named in `index-url`',
    position,
  };
}
