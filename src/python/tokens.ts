/** Texts and comments of a source, found without a parser, so that it works on source that no parser takes. */

/** Offsets in the source; the end is exclusive. */
export interface Token {
  readonly type: 'comment' | 'text';
  readonly start: number;
  readonly end: number;
  /** Letters before the quotes, in lower case, and the quotes: of texts. */
  readonly prefix: string;
  readonly quote: string;
  /** False for a text that ends nowhere. */
  readonly closed: boolean;
}

const OPENING = /(?<![A-Za-z0-9_])([rbuf]{0,2})("""|'''|"|')|#/iy;

/** Comments and texts in the order of the source. Quotes inside the braces of an f-string end it, as before Python 3.12. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    OPENING.lastIndex = at;
    const found = OPENING.exec(source);
    if (found === null) {
      at += 1;
      continue;
    }
    const token = found[0] === '#' ? commentAt(source, at) : textAt(source, at, found);
    tokens.push(token);
    at = Math.max(token.end, at + 1);
  }
  return tokens;
}

function commentAt(source: string, start: number): Token {
  const rest = source.slice(start).search(/[\r\n]/);
  const end = rest < 0 ? source.length : start + rest;
  return { type: 'comment', start, end, prefix: '', quote: '', closed: true };
}

function textAt(source: string, start: number, opening: RegExpExecArray): Token {
  const [all, prefix = '', quote = '"'] = opening;
  let at = start + all.length;
  const token = (end: number, closed: boolean): Token => ({
    type: 'text',
    start,
    end,
    prefix: prefix.toLowerCase(),
    quote,
    closed,
  });
  while (at < source.length) {
    if (source.startsWith(quote, at)) return token(at + quote.length, true);
    if (source[at] === '\\') at += 1;
    else if (quote.length === 1 && /[\r\n]/.test(source[at] ?? '')) return token(at, false);
    at += 1;
  }
  return token(source.length, false);
}

/** Comments of a piece of source, without the blanks at their ends. */
export function commentsIn(source: string): readonly string[] {
  return tokensOf(source)
    .filter(({ type }) => type === 'comment')
    .map(({ start, end }) => source.slice(start, end).trimEnd());
}
