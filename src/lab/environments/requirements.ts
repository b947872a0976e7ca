/** Requirements as uv may be given them: by name alone, and held against what an environment has already. */

import { satisfies } from '@renovatebot/pep440';

const VERSION = '(?:===|~=|==|!=|<=|>=|<|>) ?[A-Za-z0-9][A-Za-z0-9.*+!_-]*';
/** No word of a marker begins with `-`: behind a space that would be an option. */
const MARKER = '(?:(?! -)[A-Za-z0-9_.<>=!~\'"() -])*';
/**
 * A name, extras, a version range, a marker. uv reads a line of a requirements file, where a URL, a path, an option, a variable or
 * a continued line would mean something else: none of them has this form.
 */
const BY_NAME = new RegExp(
  `^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?) ?(\\[[A-Za-z0-9._, -]*\\])? ?\\(?(${VERSION}(?: ?, ?${VERSION})*)?\\)? ?(;${MARKER})?$`,
);

export interface Named {
  /** As it was written. */
  readonly text: string;
  /** As registries compare names: lower case, `-` alone. */
  readonly name: string;
  readonly extras: string;
  readonly specifier: string;
  readonly marker: string;
}

/** The parts of a requirement by name; undefined for everything else that pip would take. */
export function named(text: string): Named | undefined {
  const match = text.length <= 500 ? BY_NAME.exec(text.trim()) : null;
  if (!match?.[1]) return undefined;
  const [, name, extras = '', specifier = '', marker = ''] = match;
  return { text, name: normalised(name), extras, specifier, marker };
}

export function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Name → version of every `name==version` in a requirements file. */
export function pins(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name, version] of text.matchAll(
    /^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)/gm,
  )) {
    if (name && version) found.set(normalised(name), version);
  }
  return found;
}

/** Whether an environment with these pins has it in that range, whatever its extras and its marker ask for beside it. */
export function isPinned({ name, specifier }: Named, has: ReadonlyMap<string, string>): boolean {
  const version = has.get(name);
  return version !== undefined && (specifier === '' || satisfies(version, specifier));
}

/** Whether an environment with these pins meets a requirement for certain, so that nobody has to be asked. */
export function isMet(one: Named, has: ReadonlyMap<string, string>): boolean {
  return one.extras === '' && one.marker === '' && isPinned(one, has);
}
