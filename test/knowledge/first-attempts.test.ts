/** What first attempts showed: counted apart for those who were told, for a told author who makes no mistake proves nothing about others. */

import { describe, expect, test } from 'vitest';
import type { Attempt, Briefing } from '../../src/flow.js';
import { definitionId, editRecord } from '../../src/knowledge/index.js';
import { attempt, componentSource, error, known, lesson, run, specFor } from '../learn/story.js';

const SOURCE = componentSource('table_row_count_sensor');
const OTHER = SOURCE.replace('>= self', '> self');
const FIX = { id: 'poke-value', title: 'Compare the other way', prompt: 'Mind the bound.' };
const ABOUT_POKES = definitionId(editRecord(FIX, 'example.pokes'));

/** A run of a sensor whose first draft had these mistakes; `left` are those that a mending could not take away. */
function story(
  name: string,
  number: number,
  mistakes: readonly string[],
  left: readonly string[],
  told: readonly string[] = [],
) {
  const briefing: Briefing = {
    strategy: told.length > 0 ? 'one-item' : 'none',
    considered: [],
    items: told.map((id) => ({ id, title: 'x', when: 'x', notWhen: 'x', code: 'x' })),
  };
  const trial = (errorClass: string) => ({
    fix: FIX.id,
    title: FIX.title,
    prompt: FIX.prompt,
    error: error(errorClass),
    edits: [],
    ms: 1,
    helped: !left.includes(errorClass),
  });
  const mending: Attempt = {
    ...attempt(
      1,
      SOURCE,
      left.map((one) => error(one)),
    ),
    author: { model: 'edits', promptFingerprint: '', replayed: false },
    mending: mistakes.map(trial),
  };
  const attempts =
    mistakes.length === 0
      ? [attempt(1, SOURCE)]
      : [
          attempt(
            1,
            OTHER,
            mistakes.map((one) => error(one)),
          ),
          mending,
          ...(left.length > 0 ? [attempt(2, SOURCE)] : []),
        ];
  return lesson({
    spec: specFor(`${name}Sensor`, { category: 'sql' }),
    attempts,
    run: run(number),
    briefing,
  });
}

async function counts(...stories: readonly ReturnType<typeof story>[]) {
  const { knowledge } = await known(await Promise.all(stories));
  return knowledge;
}

describe('first attempts', () => {
  test('are counted by kind and category, with their mistakes and what no fix mended', async () => {
    const { first } = await counts(
      story('A', 1, ['example.pokes', 'import.moved'], ['import.moved']),
      story('B', 2, ['example.pokes'], []),
      story('C', 3, [], []),
    );
    expect(first).toHaveLength(1);
    expect(first[0]).toMatchObject({ kind: 'sensor', category: 'sql', subjects: 3 });
    expect([...(first[0]?.mistakes ?? [])]).toEqual([
      ['example.pokes', { made: 2, asked: 0, told: 0 }],
      ['import.moved', { made: 1, asked: 1, told: 0 }],
    ]);
  });

  test('of authors who were told of a class do not make it look rarer or more frequent', async () => {
    const { first, told } = await counts(
      story('A', 1, ['example.pokes'], []),
      story('B', 2, [], [], [ABOUT_POKES]),
      story('C', 3, ['example.pokes'], [], [ABOUT_POKES]),
    );
    expect(first[0]?.subjects).toBe(3);
    expect(first[0]?.mistakes.get('example.pokes')).toEqual({ made: 1, asked: 0, told: 2 });
    expect([...told]).toEqual([[ABOUT_POKES, { subjects: 2, kept: 1 }]]);
  });

  test('include what came to light only while the draft was mended, and whether a fix took it away', async () => {
    const hidden = async (helped: boolean) => {
      const late = error('name.undefined');
      const draft = attempt(1, OTHER, [error('example.pokes')]);
      const trial = { fix: FIX.id, title: FIX.title, prompt: FIX.prompt, edits: [], ms: 1 };
      const mending: Attempt = {
        ...attempt(1, SOURCE, helped ? [] : [late]),
        author: { model: 'edits', promptFingerprint: '', replayed: false },
        mending: [
          { ...trial, error: error('example.pokes'), helped: true },
          { ...trial, error: late, helped },
        ],
      };
      const { first } = await counts(
        lesson({ spec: specFor('LateSensor', { category: 'sql' }), attempts: [draft, mending] }),
      );
      return first[0]?.mistakes.get('name.undefined');
    };
    expect(await hidden(true)).toEqual({ made: 1, asked: 0, told: 0 });
    expect(await hidden(false)).toEqual({ made: 1, asked: 1, told: 0 });
  });

  test('without a draft that was executed say nothing', async () => {
    const { draft: _, verdict: __, ...nothing } = attempt(1, SOURCE);
    const { first } = await counts(lesson({ spec: specFor('MuteSensor'), attempts: [nothing] }));
    expect(first).toEqual([]);
  });

  test('count a mistake under the class that a person gave it', async () => {
    const stories = await Promise.all([story('A', 1, ['example.pokes'], [])]);
    const { knowledge: before } = await known(stories);
    const [mistake] = [...before.errors.keys()];
    const { recordFile } = await import('../../src/knowledge/index.js');
    const said = recordFile({
      schema: 'relabel/1',
      error: mistake ?? '',
      class: 'sensor.poke',
      why: 'the sensor compares wrongly',
    });
    const { knowledge, problems } = await known(stories, said);
    expect(problems).toEqual([]);
    expect([...(knowledge.first[0]?.mistakes.keys() ?? [])]).toEqual(['sensor.poke']);
  });
});
