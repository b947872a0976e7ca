/** A Markdown spec: YAML between two lines of `---`, then the body, which is the description. */

import type { Problem } from '../flow.js';
import { problem } from './problems.js';
import { placeAt, type Source } from './source.js';

export type FrontMatter =
  | {
      readonly ok: true;
      /** Offsets of the YAML between the markers. */
      readonly start: number;
      readonly end: number;
      /** The Markdown after the second marker, trimmed. */
      readonly body: string;
      readonly bodyStart: number;
    }
  | { readonly ok: false; readonly problems: Problem[] };

/** Splits a Markdown spec. The markers stand alone on their lines; `...` closes as well. */
export function splitFrontMatter(source: Source): FrontMatter {
  const opening = /^---[ \t]*\r?\n/.exec(source.text);
  if (!opening) {
    return refuse(source, 0, 'the file does not begin with front matter', {
      cause: 'The fields of a Markdown spec stand in YAML between two lines of `---`.',
      remedy: 'Make `---` the first line, then the fields, then `---` again, then the description.',
    });
  }
  const start = opening[0].length;
  const closing = /^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m.exec(source.text.slice(start));
  if (!closing) {
    return refuse(source, 0, 'the front matter has no end', {
      remedy: 'Put a line `---` between the fields and the description.',
    });
  }
  const end = start + closing.index;
  const bodyStart = end + closing[0].length;
  const body = source.text.slice(bodyStart);
  const lead = body.length - body.trimStart().length;
  return { ok: true, start, end, body: body.replaceAll('\r\n', '\n').trim(), bodyStart: bodyStart + lead };
}

function refuse(
  source: Source,
  offset: number,
  message: string,
  details: { cause?: string; remedy: string },
): FrontMatter {
  return {
    ok: false,
    problems: [problem('AS1042', message, { ...details, ...placeAt(source, offset, offset + 3) })],
  };
}
