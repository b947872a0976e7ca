import { describe, expect, it } from 'vitest';
import { commentsOf, lostComments } from '../../bench/repair/comments.js';
import { corpus } from '../../bench/repair/corpus.js';

describe('the drafts by hand that repair is measured by', async () => {
  const { subjects, drafts } = await corpus();

  it('a hundred, of twenty specs or more, in every kind and several categories', () => {
    expect(drafts).toHaveLength(100);
    expect(subjects.length).toBeGreaterThanOrEqual(20);
    expect(new Set(subjects.map(({ spec }) => spec.kind))).toEqual(new Set(['operator', 'sensor', 'hook']));
    expect(new Set(subjects.map(({ spec }) => spec.category)).size).toBeGreaterThanOrEqual(8);
    expect(subjects.some(({ spec }) => spec.deferrable)).toBe(true);
    expect(subjects.every(({ spec }) => spec.examples.length > 0)).toBe(true);
  });

  it.each(drafts.map((draft) => [draft.id, draft] as const))('%s says where its faults are', (_, draft) => {
    const lines = draft.source.split('\n');
    expect(draft.faults.length).toBeGreaterThanOrEqual(2);
    expect(draft.faults.length).toBeLessThanOrEqual(4);
    for (const { line, classes, what } of draft.faults) {
      expect(lines[line - 1]?.trim()).toBeTruthy();
      expect(classes.length).toBeGreaterThan(0);
      expect(what).not.toBe('');
    }
    expect(draft.source).not.toBe(draft.subject.right);
  });

  it('every one has a comment that must survive', () => {
    const bare = drafts.filter(({ source }) => commentsOf(source).length === 0).map(({ id }) => id);
    expect(bare).toEqual([]);
  });

  it('no two are the same', () => {
    expect(new Set(drafts.map(({ source }) => source)).size).toBe(drafts.length);
  });
});

describe('comments of Python', () => {
  it('are not in strings', () => {
    const source = [
      'a = "#1"  # one',
      "b = '''",
      "# no ' comment",
      "''' # two",
      String.raw`c = "\"# no"`,
      'd = rb\'#\'; e = f"{a}#"#three',
      '"""it\'s # in a docstring"""',
      '    # four  ',
    ].join('\n');
    expect(commentsOf(source)).toEqual(['# one', '# two', '#three', '# four']);
  });

  it('are lost as often as they are missing', () => {
    expect(lostComments('# a\n# a\n# b\n', 'x = 1  # a\n')).toEqual(['# a', '# b']);
    expect(lostComments('x = 1  # a\n', '# a\nx = 1\n# new\n')).toEqual([]);
  });
});
