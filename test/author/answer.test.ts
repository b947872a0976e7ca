import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAnswer } from '../../src/author/answer.js';
import { changesBetween } from '../../src/author/changes.js';
import { editedSource } from '../../src/author/edits.js';
import type { Json } from '../../src/flow.js';
import { aSpec } from './a-spec.js';

describe('an answer', () => {
  test('ends with one newline and has no carriage returns', async () => {
    const read = await readAnswer({ assumptions: ['a'], source: 'x = 1\r\n\r\n' });
    expect(read).toEqual({ ok: true, answer: { assumptions: ['a'], source: 'x = 1\n' } });
  });

  test.each<[string, Json]>([
    ['no object', 'text'],
    ['a list', []],
    ['no source', { assumptions: [] }],
    ['an empty source', { assumptions: [], source: '  \n' }],
    ['a null character', { assumptions: [], source: 'a\0b' }],
    ['a flood', { assumptions: [], source: 'x'.repeat(200_001) }],
    ['another field', { assumptions: [], source: 'x', command: 'rm' }],
    ['a path', { assumptions: [], source: 'x', path: '../x.py' }],
    ['assumptions that are no strings', { assumptions: [1], source: 'x' }],
    ['edits where there is no file', { assumptions: [], edits: [{ before: 'x', after: 'y' }] }],
    ['an edit with another field', { assumptions: [], edits: [{ before: 'x', after: 'y', path: 'z' }] }],
    ['both', { assumptions: [], source: 'x', edits: [{ before: 'x', after: 'y' }] }],
  ])('is refused: %s', async (_name, json) => {
    expect(await readAnswer(json)).toMatchObject({ ok: false, kind: 'form' });
  });

  test('of edits gives the whole file, and the edits', async () => {
    const edits = [{ before: 'x = 1', after: 'x = 2' }];
    expect(await readAnswer({ assumptions: [], edits }, 'x = 1\r\ny = 3\r\n')).toEqual({
      ok: true,
      answer: { assumptions: [], source: 'x = 2\ny = 3\n' },
      edits,
    });
  });

  test('of edits may come with an empty source, as some endpoints fill every field', async () => {
    const json = { assumptions: [], source: '', edits: [{ before: 'x = 1', after: 'x = 2' }] };
    expect(await readAnswer(json, 'x = 1\n')).toMatchObject({ ok: true, answer: { source: 'x = 2\n' } });
  });

  test.each<[string, readonly { before: string; after: string }[], string]>([
    ['stands nowhere', [{ before: 'z', after: '' }], 'edit 1 of 1: "z" stands nowhere in the file'],
    ['stands twice', [{ before: 'a', after: '' }], 'edit 1 of 1: "a" stands in the file more than once'],
    ['stands twice, overlapping itself', [{ before: 'bb', after: '' }], 'more than once'],
    ['is empty', [{ before: '', after: 'x' }], 'edit 1 of 1: its `before` is empty'],
    [
      'overlaps',
      [
        { before: 'c d', after: '' },
        { before: 'd e', after: '' },
      ],
      'edits 1 and 2 overlap',
    ],
    [
      'is of what another edit makes',
      [
        { before: 'c', after: 'new' },
        { before: 'new', after: 'newer' },
      ],
      'edit 2 of 2: "new" stands nowhere',
    ],
  ])('whose edit %s changes nothing and says which', async (_name, edits, fault) => {
    const read = await readAnswer({ assumptions: [], edits: [...edits] }, 'a a bbb c d e\n');
    expect(read).toMatchObject({ ok: false, kind: 'edits', fault: expect.stringContaining(fault) });
  });
});

describe('edits', () => {
  const lines = fc
    .uniqueArray(
      fc.string({ minLength: 1, maxLength: 12 }).map((text) => text.replace(/[\r\n]/g, '')),
      {
        minLength: 1,
        maxLength: 20,
      },
    )
    .map((texts) => texts.map((text, at) => `${at}:${text}\n`));

  test('of whole lines make exactly these lines others, in whatever order they come', () => {
    fc.assert(
      fc.property(
        lines,
        fc.infiniteStream(fc.string()),
        fc.infiniteStream(fc.boolean()),
        (file, texts, picks) => {
          const source = `\n${file.join('')}`;
          const chosen = file.map((line) =>
            picks.next().value ? { line, after: texts.next().value ?? '' } : { line },
          );
          const edits = chosen.flatMap(({ line, after }) =>
            after === undefined
              ? []
              : [{ before: `\n${line.slice(0, -1)}`, after: `\n${after}`.replace(/\r\n?/g, '\n') }],
          );
          const expected = `\n${chosen.map(({ line, after }) => (after === undefined ? line : `${after.replace(/\r\n?/g, '\n')}\n`)).join('')}`;
          const edited = editedSource(source, [...edits].reverse());
          // A line may begin another one: `1:a`, `1:ab` cannot, for their numbers differ, but `1:` stands in `11:`.
          if (!edited.ok) expect(edited.fault).toMatch(/more than once/);
          else expect(edited.source).toBe(expected);
        },
      ),
    );
  });

  test('never throw, and leave what no edit names where it was', () => {
    const edit = fc.record({ before: fc.string({ maxLength: 4 }), after: fc.string({ maxLength: 4 }) });
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.array(edit, { maxLength: 4 }), (text, edits) => {
        const source = text.replace(/\r/g, '');
        const edited = editedSource(source, edits);
        if (!edited.ok) {
          expect(edited.fault).toMatch(/^edits? \d/);
          return;
        }
        const kept = edits.reduce(
          (rest, { before }) => rest.replace(before.replace(/\r\n?/g, '\n'), ''),
          source,
        );
        expect(edited.source.length).toBeGreaterThanOrEqual(kept.length);
      }),
    );
  });
});

describe('what is different between two specs', () => {
  const fields = fc.record({
    description: fc.string(),
    hints: fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }),
    inputs: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('a', 'b', 'c'),
        type: fc.constantFrom('str', 'int'),
        description: fc.string(),
        template: fc.boolean(),
      }),
      { maxLength: 3, selector: ({ name }) => name },
    ),
  });

  test('is nothing exactly where an author sees the same', () => {
    fc.assert(
      fc.property(fields, fields, fc.boolean(), (one, other, same) => {
        const [before, after] = [aSpec(one), aSpec(same ? structuredClone(one) : other)];
        const equal = JSON.stringify(before) === JSON.stringify(after);
        expect(changesBetween(before, after).length === 0).toBe(equal);
      }),
    );
  });

  test('is said by field, of things with a name whatever their place', () => {
    const input = (name: string, type: string) => ({ name, type, description: name, template: false });
    const before = aSpec({ summary: 'Old.', inputs: [input('a', 'str'), input('b', 'str')] });
    const after = aSpec({
      summary: 'New.',
      inputs: [input('a', 'int'), input('c', 'str')],
      deferrable: true,
    });
    expect(changesBetween(before, after)).toEqual([
      { at: '/summary', before: 'Old.', after: 'New.' },
      { at: '/inputs/a/type', before: 'str', after: 'int' },
      { at: '/inputs/b', before: input('b', 'str') },
      { at: '/inputs/c', after: input('c', 'str') },
      { at: '/deferrable', before: false, after: true },
    ]);
  });

  test('is the order too, for it is that of the arguments', () => {
    const input = (name: string) => ({ name, type: 'str', description: '', template: false });
    const [one, two] = [input('a'), input('b')];
    expect(changesBetween(aSpec({ inputs: [one, two] }), aSpec({ inputs: [two, one] }))).toEqual([
      { at: '/inputs', before: ['a', 'b'], after: ['b', 'a'] },
    ]);
  });
});
