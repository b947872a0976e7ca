/** YAML (and JSON, its subset) to a document tree, within limits. */

import { Composer, type CST, type Document, Lexer, Parser, type YAMLError } from 'yaml';
import type { Problem } from '../flow.js';
import { problem } from './problems.js';
import { joinProse } from './prose-commas.js';
import { placeAt, type Source } from './source.js';

/** Deeper than any answer of a real service; shallow enough for every recursive reader behind this one. */
const MAX_DEPTH = 64;

/** A stretch of a source that holds YAML: the whole file, or the front matter of a Markdown one. */
export interface YamlStretch {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

export type DocumentResult =
  | { readonly ok: true; readonly document: Document }
  | { readonly ok: false; readonly problems: Problem[] };

/** Parses exactly one YAML 1.2 document. */
export function parseYaml(stretch: YamlStretch): DocumentResult {
  const text = stretch.source.text.slice(stretch.start, stretch.end);
  const { tokens, deep } = tokenise(text);
  if (deep !== undefined) {
    return refuse(
      problem('AS1006', `values are nested more than ${MAX_DEPTH} levels deep`, {
        remedy: 'Flatten them.',
        ...at(stretch, deep, deep + 1),
      }),
    );
  }
  // Merge keys are off in the core schema, so `<<` arrives as a key and is refused by name.
  const composer = new Composer({ version: '1.2', schema: 'core', uniqueKeys: false });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  const error = document?.errors[0] ?? second?.errors[0];
  if (error) return refuse(syntaxProblem(stretch, text, tokens, error));
  if (second?.contents) {
    const start = second.range[0];
    return refuse(
      problem('AS1005', 'the file holds more than one YAML document', {
        remedy: 'Keep one spec per file: move what follows `---` or `...` to a file of its own.',
        ...at(stretch, start, start + 1),
      }),
    );
  }
  if (!document) return refuse(emptyProblem(stretch));
  const version = document.directives?.yaml;
  if (version?.explicit && version.version !== '1.2') {
    return refuse(
      problem('AS1005', 'a %YAML directive changes the version of YAML', {
        remedy: 'Remove the directive: specs are YAML 1.2.',
        ...at(stretch, 0, text.indexOf('\n')),
      }),
    );
  }
  if (document.contents === null) return refuse(emptyProblem(stretch));
  joinProse(document, text);
  return { ok: true, document };
}

function refuse(found: Problem): DocumentResult {
  return { ok: false, problems: [found] };
}

function at(stretch: YamlStretch, start: number, end: number) {
  const limit = (offset: number) => Math.min(stretch.start + Math.max(0, offset), stretch.end);
  return placeAt(stretch.source, limit(start), limit(end));
}

function emptyProblem(stretch: YamlStretch): Problem {
  return problem('AS1004', 'the file holds nothing', {
    remedy: 'Begin with `airsmith: 1`, then `name`, `kind`, `category` and `summary`.',
    ...at(stretch, 0, 0),
  });
}

/**
 * The parser's tokens, or where it went too deep. Fed piece by piece, since the time to parse what is too deep, and the
 * stack to compose it, would otherwise be the file's to choose.
 */
function tokenise(text: string): { readonly tokens: readonly CST.Token[]; readonly deep?: number } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    // On the stack are the document and a scalar besides the collections that are open.
    if (parser.stack.length > MAX_DEPTH + 2) return { tokens, deep: parser.offset - lexeme.length };
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}

/** Every token, at whatever depth. */
function* walk(tokens: readonly unknown[]): Generator<Token> {
  const open = [...tokens];
  while (open.length > 0) {
    const token = open.pop();
    if (typeof token !== 'object' || token === null) continue;
    const fields = token as Token;
    yield fields;
    open.push(...(Array.isArray(fields.items) ? fields.items : []), fields.key, fields.value);
  }
}

/** What the parser's tokens have in common, as far as it is needed here. */
interface Token {
  readonly type?: string;
  readonly offset?: number;
  readonly source?: string;
  readonly key?: unknown;
  readonly value?: unknown;
  readonly items?: unknown;
}

/** Where the quoted text begins that has no end. */
function lastOpening(text: string, quote: string, tokens: readonly unknown[]): number {
  for (const token of walk(tokens)) {
    if (!token.type?.endsWith('-quoted-scalar') || !token.source?.startsWith(quote)) continue;
    if (token.source.length === 1 || !token.source.endsWith(quote)) return token.offset ?? 0;
  }
  return text.lastIndexOf(quote);
}

/** What a person did, for the parser's codes. The parser's own words stand in `cause`. */
const SYNTAX: { readonly [code: string]: { readonly message: string; readonly remedy: string } } = {
  TAB_AS_INDENT: {
    message: 'a tab is used for indentation',
    remedy: 'Indent with spaces; YAML allows no tabs.',
  },
  BAD_INDENT: {
    message: 'the indentation or a closing bracket is wrong here',
    remedy: 'Align it with its neighbours, and close each `[` and `{` on a line that is indented.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a second `: ` stands on the line',
    remedy: 'Quote a text that holds `: `, for example "note: this", or begin it on the next line after `|`.',
  },
  BLOCK_IN_FLOW: {
    message: 'a second `: ` stands inside braces',
    remedy: 'Quote a text that holds `: `, for example {when: "status: closed"}.',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'a line has no `: ` after its key',
    remedy: 'Write `key: value`, and quote or indent a text that goes over several lines.',
  },
  BAD_SCALAR_START: {
    message: 'a text begins with a character that YAML reserves',
    remedy: 'Put the text in quotes.',
  },
  BAD_DQ_ESCAPE: {
    message: 'a backslash in double quotes is no escape that YAML knows',
    remedy: "Double it (`\\\\d`), or use single quotes ('\\d').",
  },
};

function syntaxProblem(
  stretch: YamlStretch,
  text: string,
  tokens: readonly unknown[],
  error: YAMLError,
): Problem {
  const [start, end] = error.pos;
  const where = at(stretch, start, end);
  const quote = error.code === 'MISSING_CHAR' ? /closing (["'])/.exec(error.message)?.[1] : undefined;
  if (quote) {
    const opening = lastOpening(text, quote, tokens);
    return problem('AS1004', 'a quote is opened and never closed', {
      remedy: `Put ${quote} at the end of the text.`,
      ...at(stretch, opening, text.indexOf('\n', opening)),
    });
  }
  if (error.code === 'UNEXPECTED_TOKEN' && text[start] === '[') {
    const type = /[A-Za-z_]+$/.exec(text.slice(0, start))?.[0] ?? 'list';
    return problem('AS1004', `\`${type}[…]\` inside braces has to be quoted`, {
      cause: 'YAML takes the bracket for the begin of a list.',
      remedy: `Write type: "${type}[…]" with the quotes.`,
      ...where,
    });
  }
  const known = SYNTAX[error.code];
  const own = error.message.split('\n')[0] ?? error.code;
  return problem('AS1004', known?.message ?? lowerFirst(own), {
    ...(known ? { cause: `The parser says: ${own}.` } : {}),
    remedy: known?.remedy ?? remedyFor(error.code),
    ...where,
  });
}

function remedyFor(code: string): string {
  if (code === 'MISSING_CHAR') return 'Close the quote or bracket, or add the missing colon.';
  return 'Correct the YAML here; a text with special characters is best put in quotes.';
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
