import { describe, expect, test } from 'vitest';
import { reviewed } from '../../bench/house/reviews.js';
import { mergedIn, modulesOf, openHouse } from '../../bench/specs/houses.js';
import { readSet } from '../../bench/specs/set.js';
import { habitsOf, type Reviewed, review } from '../../src/conventions/review.js';

const SOURCE = `from acme import Client


class MakeOperator(Base):
    """Makes."""

    def __init__(self, *, order: str, **kwargs):
        super().__init__(**kwargs)
        self.order = order

    def execute(self, context):
        answer = Client(timeout=30).get(self.order)
        self.log.info("made %s", answer)
        return answer
`;

function edited(...edits: readonly (readonly [string, string])[]) {
  const merged = edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(from);
    return text.replace(from, to);
  }, SOURCE);
  return review(SOURCE, merged);
}

function changesOf(found: ReturnType<typeof review>) {
  return found.kind === 'changed' ? found.changes.map(({ before, after: now }) => [before, now]) : found.kind;
}

describe('a review', () => {
  test('changes nothing by spelling, comments and newlines', () => {
    expect(edited(['"made %s", answer)', "'made %s', answer)  # as before"]).kind).toBe('unchanged');
    expect(edited(['(timeout=30)', '(\n            timeout=30,\n        )']).kind).toBe('unchanged');
  });

  test.each([
    ['an argument', ['timeout=30', 'timeout=60'], ['timeout=30', 'timeout=60']],
    [
      'an added line',
      ['    def execute', '    ui_color = "#fff"\n\n    def execute'],
      ['', "ui_color = '#fff'"],
    ],
    [
      'a line taken out',
      ['        self.log.info("made %s", answer)\n', ''],
      ["self.log.info('made %s', x)", ''],
    ],
    ['a value that is returned', ['return answer', 'return answer.id'], ['return x', 'return x.id']],
  ] as const)('names %s, without the names of the component', (_, edit, expected) => {
    const [[before, now] = []] = changesOf(edited(edit)) as string[][];
    expect([before, now].map((text) => text?.replaceAll('"', "'"))).toEqual(expected);
  });

  test('tells how far the result is from what was proposed', () => {
    const small = edited(['timeout=30', 'timeout=60']);
    const large = edited(
      ['timeout=30', 'timeout=60'],
      ['"made %s"', '"done %s"'],
      ['return answer', 'return 1'],
    );
    if (small.kind !== 'changed' || large.kind !== 'changed') throw new Error('changed');
    expect(small.distance).toBeGreaterThan(0);
    expect(large.distance).toBe(3 * small.distance);
  });

  test('says nothing of what cannot be read', () => {
    expect(review(SOURCE, 'def (').kind).toBe('unreadable');
    expect(review('def (', SOURCE).kind).toBe('unreadable');
  });
});

describe('what reviewers do again and again', () => {
  const one = (name: string, ...edits: readonly (readonly [string, string])[]): Reviewed => ({
    name,
    review: edited(...edits),
  });

  test('is a habit from three reviews on, with how many there were', () => {
    const twice = [one('a', ['timeout=30', 'timeout=60']), one('b', ['timeout=30', 'timeout=60'])];
    expect(habitsOf(twice)).toEqual([]);
    const habits = habitsOf([...twice, one('c', ['timeout=30', 'timeout=60'], ['"made', '"done']), one('d')]);
    expect(habits).toEqual([{ before: 'timeout=30', after: 'timeout=60', count: 3, of: 4 }]);
  });

  test('is told without its texts where these differ', () => {
    const colours = ['#fff', '#eee', '#ddd'].map((colour) =>
      one(colour, ['    def execute', `    ui_color = "${colour}"\n\n    def execute`]),
    );
    expect(habitsOf(colours).map(({ after: now }) => now)).toEqual(['ui_color = "…"']);
  });

  test('is no habit where nine of ten do otherwise', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      index < 3 ? one(`${index}`, ['timeout=30', 'timeout=60']) : one(`${index}`),
    );
    expect(habitsOf(many)).toEqual([]);
  });

  test('reaches the author of the next component, and nothing that only one of them did', async () => {
    const house = openHouse('quillpay');
    const spec = (await readSet()).find((entry) => entry.house === 'quillpay')?.visible;
    if (!spec) throw new Error('a spec');
    expect(await reviewed(await modulesOf(house), await mergedIn(house), spec)).toEqual({
      told: 3,
      besides: 0,
    });
  });
});
