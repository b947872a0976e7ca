/** PEP 508 requirements, as far as airsmith installs them: by name from an index, never from a URL or a path. */

import { explain, satisfies, validRange } from '@renovatebot/pep440';

export type RequirementResult =
  | { readonly ok: true; readonly name: string; readonly specifier: string }
  | {
      readonly ok: false;
      readonly kind: 'location' | 'syntax';
      readonly reason: string;
      readonly better?: string;
    };

const NAME = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*/;
const EXTRAS = /^\[\s*(?:[A-Za-z0-9][A-Za-z0-9._-]*\s*(?:,\s*[A-Za-z0-9][A-Za-z0-9._-]*\s*)*)?\]\s*/;

/** Judges one requirement such as `nemo_toolkit[nlp]>=1.23; python_version < "3.12"`. */
export function parseRequirement(text: string): RequirementResult {
  const trimmed = text.trim();
  const location = locationOf(trimmed);
  if (location) return { ok: false, kind: 'location', ...location };
  const [head = '', marker] = splitMarker(trimmed);
  const name = NAME.exec(head)?.[1];
  if (name === undefined)
    return { ok: false, kind: 'syntax', reason: 'it does not begin with the name of a package' };
  let rest = head.slice(NAME.exec(head)?.[0].length ?? 0);
  if (rest.startsWith('[')) {
    const extras = EXTRAS.exec(rest);
    if (!extras)
      return { ok: false, kind: 'syntax', reason: 'its extras are not a list of names in brackets' };
    rest = rest.slice(extras[0].length);
  }
  const specifier = rest
    .trim()
    .replace(/^\((.*)\)$/, '$1')
    .trim();
  if (specifier !== '' && !isRange(specifier)) return badSpecifier(head, specifier);
  if (marker !== undefined && !isMarker(marker)) {
    return { ok: false, kind: 'syntax', reason: `\`${marker.trim()}\` is not an environment marker` };
  }
  return { ok: true, name, specifier };
}

function locationOf(text: string): { reason: string; better?: string } | undefined {
  if (/^-/.test(text)) return { reason: 'it is an option of pip' };
  const direct = /^([A-Za-z0-9._-]+(?:\[[^\]]*\])?)\s*@/.exec(text);
  if (direct?.[1]) return { reason: 'it names a URL', better: direct[1] };
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text) || /^(git|hg|svn|bzr)\+/.test(text))
    return { reason: 'it is a URL' };
  if (/^[./~]|^[A-Za-z]:\\|\.(whl|zip|tar\.gz)$|^[\w.-]+\//.test(text)) return { reason: 'it is a path' };
  return undefined;
}

/** Splits at the first `;` that is not in quotes. */
function splitMarker(text: string): [string, string?] {
  let quoted = '';
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (quoted) quoted = character === quoted ? '' : quoted;
    else if (character === '"' || character === "'") quoted = character;
    else if (character === ';') return [text.slice(0, index).trim(), text.slice(index + 1)];
  }
  return [text];
}

function badSpecifier(head: string, specifier: string): RequirementResult {
  const base = head.slice(0, head.length - specifier.length).trim();
  const better = betterRange(specifier);
  return {
    ok: false,
    kind: 'syntax',
    reason: `\`${specifier}\` is not a version range`,
    ...(better === undefined ? {} : { better: `${base}${better}` }),
  };
}

/** Whether a text is a non-empty PEP 440 range. */
export function isRange(text: string): boolean {
  return text.trim() !== '' && !text.includes('===') && validRange(text);
}

/** Whether a version is in a range; false where either cannot be read, for which the library throws. */
export function isInRange(version: string, range: string): boolean {
  return isVersion(version) && isRange(range) && satisfies(version, range);
}

/** A PEP 440 range for what people write instead: `2.8`, `^2.8`, `>=2.8 <4`, `2.8.x`, `=1.0`. */
export function betterRange(text: string): string | undefined {
  const candidates = [
    text.replace(/=([<>])/g, '$1='),
    text.replace(/(\d)\s+(?=[<>=!~])/g, '$1,'),
    text.replace(/^=\s*(?=\d)/, '=='),
    text.replace(/^v?(\d[\d.]*)\.[x*]$/i, '==$1.*'),
    `>=${text.replace(/^[\^~v=\s]+/, '')}`,
    `==${text}`,
  ];
  const caret = /^\^\s*(\d+)((?:\.\d+)*)$/.exec(text);
  if (caret) candidates.unshift(`>=${caret[1]}${caret[2]},<${Number(caret[1]) + 1}`);
  const tilde = /^~\s*(\d+(?:\.\d+)+)$/.exec(text);
  if (tilde) candidates.unshift(`~=${tilde[1]}`);
  const or = /^(\d+)(?:\.x)?$/.exec(text);
  if (or) candidates.unshift(`>=${or[1]},<${Number(or[1]) + 1}`);
  return candidates.map((candidate) => candidate.replace(/\s+/g, '')).find((c) => c !== text && isRange(c));
}

/** Whether a text is one version, such as `2.11.2`. */
export function isVersion(text: string): boolean {
  return explain(text) !== null && /^\d/.test(text);
}

const MARKER_TOKENS = /\s*(?:("[^"]*"|'[^']*')|([A-Za-z_.]+)|(===|==|~=|!=|<=|>=|<|>)|([()]))/y;
const MARKER_VARIABLES =
  /^(python_version|python_full_version|os_name|os\.name|sys_platform|sys\.platform|platform_(release|system|version|machine|python_implementation)|implementation_(name|version)|extra|extras|dependency_groups)$/;

/** Whether a text has the grammar of a marker: comparisons joined with `and`, `or` and parentheses. */
function isMarker(text: string): boolean {
  const words: string[] = [];
  MARKER_TOKENS.lastIndex = 0;
  for (let end = 0; end < text.trimEnd().length; end = MARKER_TOKENS.lastIndex) {
    const match = MARKER_TOKENS.exec(text);
    if (!match) return false;
    words.push(match[0].trim());
  }
  // Reduced to one letter a token, the grammar is small enough to rewrite away.
  let shape = words.map(markerLetter).join('').replaceAll('ni', 'o');
  for (let before = ''; before !== shape; ) {
    before = shape;
    shape = shape.replace(/[vs]o[vs]/g, 'c').replace(/[vs]i[vs]/g, 'c');
    shape = shape.replace(/\(c\)/g, 'c').replace(/c[&|]c/g, 'c');
  }
  return shape === 'c';
}

function markerLetter(word: string): string {
  if (/^["']/.test(word)) return 's';
  if (word === 'and') return '&';
  if (word === 'or') return '|';
  if (word === 'in') return 'i';
  if (word === 'not') return 'n';
  if (word === '(' || word === ')') return word;
  if (MARKER_VARIABLES.test(word)) return 'v';
  return /^[=~!<>]/.test(word) ? 'o' : '?';
}
