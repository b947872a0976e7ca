/** Which mistakes of two verdicts are the same, wherever edits moved the lines. */

import type { DiagnosedError } from '../flow.js';
import type { Lines } from './lines.js';
import { wordsOf } from './mistakes.js';

/**
 * Which mistakes are still where they were, which went away, and which are more. What says the same is looked up by its words, since a
 * file may have thousands of mistakes.
 */
export function matched(was: readonly DiagnosedError[], is: readonly DiagnosedError[], lines: Lines) {
  const reach = ({ finding }: DiagnosedError): readonly [number, number] | undefined =>
    finding.position !== undefined && lines.counts(finding) ? lines.range(finding.position.line) : undefined;
  const now = named(is);
  const old = named(was);
  const standing = new Map([...now].map(([name, errors]) => [name, placesOf(errors)]));
  const reached = new Map([...old].map(([name, errors]) => [name, errors.map(reach)]));
  const covered = new Map([...reached].map(([name, ranges]) => [name, linesIn(ranges)]));
  const stays = (error: DiagnosedError) => {
    const places = standing.get(nameOf(error));
    const range = reach(error);
    if (places === undefined || range === undefined || places.has(undefined)) return places !== undefined;
    for (let line = range[0]; line <= range[1]; line += 1) if (places.has(line)) return true;
    return false;
  };
  const isKnown = (error: DiagnosedError) => {
    const places = covered.get(nameOf(error));
    const line = error.finding.position?.line;
    if (places === undefined || line === undefined || places.has(undefined)) return places !== undefined;
    return places.has(line);
  };
  const kept = new Set(was.filter(stays));
  return {
    kept,
    away: was.filter((error) => !kept.has(error)),
    more: is.filter((error) => !isKnown(error)),
  };
}

/** What two mistakes have in common that are the same, wherever they stand. */
function nameOf({ errorClass, finding }: DiagnosedError): string {
  const { tier, example, expectation, position } = finding;
  return JSON.stringify([errorClass, tier, example, expectation, wordsOf(finding), position?.path]);
}

function named(errors: readonly DiagnosedError[]): Map<string, readonly DiagnosedError[]> {
  const groups = new Map<string, DiagnosedError[]>();
  for (const error of errors) {
    const group = groups.get(nameOf(error)) ?? [];
    groups.set(nameOf(error), group);
    group.push(error);
  }
  return groups;
}

/** Lines; undefined among them where a mistake has no place. */
function placesOf(errors: readonly DiagnosedError[]): ReadonlySet<number | undefined> {
  return new Set(errors.map(({ finding }) => finding.position?.line));
}

function linesIn(
  ranges: readonly (readonly [number, number] | undefined)[],
): ReadonlySet<number | undefined> {
  const lines = new Set<number | undefined>();
  for (const range of ranges) {
    if (range === undefined) lines.add(undefined);
    else for (let line = range[0]; line <= range[1]; line += 1) lines.add(line);
  }
  return lines;
}

/** What came though the same went from another line: it is neither new nor gone, each with the nearest of those. */
export function movedAmong(
  away: readonly DiagnosedError[],
  more: readonly DiagnosedError[],
  lines: Lines,
): ReadonlyMap<DiagnosedError, DiagnosedError> {
  const moved = new Map<DiagnosedError, DiagnosedError>();
  const free = named(away);
  const wanted = new Set(more.map(nameOf));
  const places = new Map(
    away
      .filter((error) => wanted.has(nameOf(error)))
      .map((error) => [error, lines.first(error.finding.position?.line ?? 0)]),
  );
  for (const error of more) {
    const name = nameOf(error);
    const line = error.finding.position?.line ?? 0;
    const distance = (other: DiagnosedError) => Math.abs((places.get(other) ?? 0) - line);
    const [first, ...others] = free.get(name) ?? [];
    if (first === undefined) continue;
    const nearest = others.reduce((best, other) => (distance(other) < distance(best) ? other : best), first);
    free.set(
      name,
      [first, ...others].filter((other) => other !== nearest),
    );
    moved.set(error, nearest);
  }
  return moved;
}

/** Same class, same place, same words in one source; numbers and addresses differ from run to run. */
export function isSame(one: DiagnosedError, other: DiagnosedError): boolean {
  const [line, another] = [one.finding.position?.line, other.finding.position?.line];
  return (
    one.errorClass === other.errorClass &&
    (line === undefined || another === undefined || line === another) &&
    nameOf(one) === nameOf(other)
  );
}
