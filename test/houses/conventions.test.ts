import { describe, expect, it } from 'vitest';
import { broken, type Convention, conventionsFor } from '../../bench/specs/conventions.js';
import { openHouse } from '../../bench/specs/houses.js';
import { LAPSES } from '../../bench/specs/lapses.js';
import { readSet } from '../../bench/specs/set.js';

const SOURCE = `"""A docstring with self.log and print(."""

from a.b import c
import d.e as f  # never requests


class One(f.Base):
    """requests"""

    def perform(self):
        """print( """
        text = """print("""
        return c(text)  # self.log
`;

function check(given: Partial<Convention>, source = SOURCE): string | undefined {
  return broken(source, { id: 'x', says: 'x', applies: ['operator'], ...given });
}

describe('a check of a convention', () => {
  it.each<[string, Partial<Convention>, string | undefined]>([
    ['a base by its last name', { base: 'Base' }, undefined],
    ['another base', { base: 'Other' }, 'Other'],
    ['a module that is imported', { imports: ['a.b'] }, undefined],
    ['a package of it', { imports: ['a', 'd'] }, undefined],
    ['a name of it', { imports: ['a.b.c'] }, undefined],
    ['one that is not', { imports: ['a.bc'] }, 'a.bc'],
    ['one that may not be', { 'never-imports': ['d'] }, 'd.e'],
    ['one that only begins alike', { 'never-imports': ['a.b.cc', 'requests'] }, undefined],
    ['a text that must be there', { must: ['def perform'] }, undefined],
    ['one that is only in a docstring', { must: ['requests'] }, 'requests'],
    ['one that must not be there', { 'must-not': ['return c'] }, 'return c'],
    ['one that is only in comments and docstrings', { 'must-not': ['self\\.log', 'requests'] }, undefined],
    ['one that is in a text of the code', { 'must-not': ['print\\('] }, 'print('],
  ])('%s', (_, given, says) => {
    if (says === undefined) expect(check(given)).toBeUndefined();
    else expect(check(given)).toContain(says);
  });

  it('fails for a source that does not parse', () => {
    expect(check({}, 'def (')).toContain('parse');
  });

  it('holds for the kinds that the convention names, and for those that a spec names', () => {
    const all: Convention[] = [
      { id: 'a', says: 'a', applies: ['operator'] },
      { id: 'b', says: 'b', applies: ['operator', 'hook'] },
    ];
    const ids = (kind: string, conventions?: readonly string[]) =>
      conventionsFor(all, { kind, conventions }).map(({ id }) => id);
    expect(ids('operator')).toEqual(['a', 'b']);
    expect(ids('hook')).toEqual(['b']);
    expect(ids('operator', ['b'])).toEqual(['b']);
    expect(() => ids('operator', ['c'])).toThrow('no convention c');
  });
});

describe('each convention of a house', async () => {
  const set = await readSet();

  it.each(LAPSES)('of %s: %s to %s is noticed', (id, from, to, notices) => {
    const entry = set.find((one) => one.id === id);
    const lapsed = entry?.source.replace(from, to) ?? '';
    expect(lapsed).not.toBe(entry?.source);
    const conventions = openHouse(entry?.house ?? '').conventions;
    const unkept = conventionsFor(conventions, { kind: entry?.kind ?? '' }).filter((one) =>
      broken(lapsed, one),
    );
    expect(unkept.map(({ id: name }) => name)).toContain(notices);
  });

  it('has such a lapse', () => {
    const ids = ['quillpay', 'northfreight'].flatMap((name) =>
      openHouse(name).conventions.map(({ id }) => id),
    );
    expect([...new Set(LAPSES.map(([, , , notices]) => notices))].sort()).toEqual(ids.sort());
  });
});
