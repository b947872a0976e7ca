/** Which names are let through to git. Everything else is refused before a process starts. */

import { AirsmithError, EXIT } from '../../problems.js';

const CONTROL = /\p{Cc}/u;
const BRANCH_FORBIDDEN = /[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|[/.]$|\/\.|\.lock(\/|$)|^@$/u;
const OBJECT_ID = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/** The rules of `git check-ref-format --branch`; a name that begins with `-` would be read as an option. */
export function isBranchName(name: string): boolean {
  return name.length > 0 && name.length <= 244 && !BRANCH_FORBIDDEN.test(name);
}

export function isObjectId(text: string): boolean {
  return OBJECT_ID.test(text);
}

/** A name of a configured remote. Addresses are refused: they may name a transport that runs a command. */
export function isRemoteName(name: string): boolean {
  return /^[A-Za-z0-9_][\w.-]{0,99}$/.test(name) && !name.includes('..');
}

/** A revision as people type it (`HEAD~2`, `origin/main`), which can be neither an option nor a second line. */
export function isRevision(text: string): boolean {
  return text.length > 0 && text.length <= 500 && !text.startsWith('-') && !CONTROL.test(text);
}

/**
 * A path that git and every file system agree on: relative, `/` between segments, no `.`, `..` or `.git` segment
 * (in any case, or in the disguises of NTFS and HFS+), no control characters.
 */
export function isRepositoryPath(path: string): boolean {
  if (path.length === 0 || path.length > 1000 || CONTROL.test(path) || path.includes('\\')) return false;
  return path.split('/').every((segment) => {
    if (segment === '' || segment === '.' || segment === '..') return false;
    // HFS+ ignores these code points, so `.g\u200cit` is `.git` there; NTFS reads `git~1` and `.git.` as `.git`.
    const folded = segment.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '').toLowerCase();
    return !/^(\.git|git~\d+)[. ]*(:.*)?$/.test(folded);
  });
}

/** Throws AS7011 unless `ok`; `what` names the thing, `value` is shown as JSON so that nothing in it can mislead. */
export function requireName(ok: boolean, what: string, value: string): void {
  if (ok) return;
  throw new AirsmithError(EXIT.usage, {
    code: 'AS7011',
    message: `${JSON.stringify(value.slice(0, 200))} cannot be used as ${what}`,
    remedy: `Give ${what} that git accepts and that does not begin with "-".`,
  });
}
