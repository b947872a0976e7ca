/** Python's rules for names. */

import { snakeCase } from '../python/names.js';

/** CPython's `keyword.kwlist`, equal in 3.10 to 3.13. Soft keywords (`match`, `type`) are fine as names. */
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** Names that the constructor's own signature uses. */
const SIGNATURE: ReadonlySet<string> = new Set(['self', 'cls', 'kwargs']);

export type NameFault = { readonly reason: string; readonly better: string };

/** Why a text cannot be the name of an argument or a method, with a name that can; undefined where it can. */
export function nameFault(name: string): NameFault | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    if (isForeignIdentifier(name)) {
      return { reason: 'holds more than ASCII letters, digits and `_`', better: identifierFrom(name) };
    }
    return { reason: 'is not a Python identifier', better: identifierFrom(name) };
  }
  if (KEYWORDS.has(name)) return { reason: 'is a keyword of Python', better: `${name.toLowerCase()}_value` };
  if (SIGNATURE.has(name))
    return { reason: "is taken by the method's own signature", better: `${name}_value` };
  if (name.startsWith('__')) {
    return {
      reason: 'is mangled by Python, since it begins with two underscores',
      better: identifierFrom(name),
    };
  }
  return undefined;
}

/** A name that Python takes and specs do not: letters that look alike, such as those of Cyrillic, hide another name. */
export function isForeignIdentifier(name: string): boolean {
  return /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(name) && /\P{ASCII}/u.test(name);
}

/** The nearest lower-case identifier: `Max Rows` → `max_rows`. */
export function identifierFrom(text: string): string {
  const words = snakeCase(text.replaceAll('ß', 'ss').normalize('NFKD').replace(/\p{M}/gu, ''))
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
  if (words === '') return 'value';
  const safe = /^[0-9]/.test(words) ? `n_${words}` : words;
  return KEYWORDS.has(safe) || SIGNATURE.has(safe) ? `${safe}_value` : safe;
}
