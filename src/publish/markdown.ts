/**
 * Puts text that others wrote into Markdown that we wrote, so that it can only be read: no markup, link, image,
 * mention, reference, HTML, table cell or fence of its own. The text may be a spec, a model's answer or a traceback.
 */

/**
 * What reorders or hides what is read: shown as its code point instead. Joiners and variation selectors that follow an
 * emoji are part of it.
 */
const INVISIBLE =
  /(?<!\p{Extended_Pictographic}\ufe0f?)[\u200d\ufe0f]|(?![\u200d\ufe0f])[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Zl}\p{Zp}\ufff9-\ufffb]/gu;

/** Characters that Markdown or GitHub could read as more than themselves. */
const MARKUP = /[&<>|\\`*_~[\]{}$#@!^]/g;

/** One line of text for anywhere inside a line or a table cell; cut to `limit` UTF-16 units. */
export function text(value: string, limit = 600): string {
  return inert(clip(visible(value.replace(/\s+/g, ' ')).trim(), limit));
}

/** As `text`; what stands between two backticks is set as code, as our own sentences and most people's mean it. */
export function prose(value: string, limit = 600): string {
  const parts = clip(value.replace(/\s+/g, ' ').trim(), limit).split('`');
  // An odd number of backticks leaves a last one without a partner: it stays what it is.
  if (parts.length % 2 === 0) parts.push([parts.pop() ?? '', parts.pop() ?? ''].reverse().join('`'));
  return parts.map((part, at) => (at % 2 === 1 ? code(part, limit) : inert(visible(part)))).join('');
}

/** As `text`, set as code. GitHub looks for no mentions and references there. */
export function code(value: string, limit = 300): string {
  const inside = text(value, limit);
  return inside === '' ? '' : `<code>${inside}</code>`;
}

/** A block of text as it stands. `limit` and `lines` cut it, and say so. */
export function fence(value: string, language = '', limit = 3_000, lines = 40): string {
  const clean = visible(value.replace(/\r\n?/g, '\n'));
  const rows = clean.split('\n');
  const kept = clip(rows.slice(0, lines).join('\n'), limit);
  const cut = rows.length > lines ? `${kept}\n… ${rows.length - lines} more lines` : kept;
  const longest = Math.max(2, ...[...cut.matchAll(/`+/g)].map(([run]) => run.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}${language}\n${cut}\n${mark}`;
}

/** A link whose address we made, from parts; its text may be anyone's. */
export function link(label: string, address: string): string {
  return /^https?:\/\/[^\s<>"()[\]\\|`]+$/.test(address) ? `[${label}](${address})` : label;
}

/** Folded away until it is clicked. `summary` is Markdown of ours. */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A table of cells that are already safe. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** At most `limit` units, never half of a surrogate pair. */
export function clip(value: string, limit: number): string {
  if (value.length <= limit) return value;
  const cut = value.slice(0, Math.max(0, limit - 1));
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** Controls go, invisible characters are named, lone surrogates become the replacement character. */
function visible(value: string): string {
  return value
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .replace(INVISIBLE, (character) => {
      const point = character.codePointAt(0) ?? 0;
      return `⟨U+${point.toString(16).toUpperCase().padStart(4, '0')}⟩`;
    });
}

/**
 * Entities stop Markdown, but GitHub looks for mentions and references in the finished page: there only a break
 * inside the word helps, so a zero-width space follows `@`, `#` and `GH-`.
 */
function inert(value: string): string {
  return value
    .replace(/\bGH-(?=\d)/gi, '$&\u0002')
    .replace(MARKUP, (mark) => `&#${mark.charCodeAt(0)};${mark === '@' || mark === '#' ? '\u0002' : ''}`)
    .replace(/:(?=\S)/g, '&#58;')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}&#46;`)
    .replaceAll('\u0002', '&#8203;');
}
