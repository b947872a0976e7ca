/** What a run writes to `learning/`, and what its comment says. */

import { describe, expect, test } from 'vitest';
import type { Attempt, Lesson } from '../../src/flow.js';
import type { Evidence } from '../../src/knowledge/index.js';
import { attempt, componentSource, error, known, lesson, lessons, run, specFor } from './story.js';

const SOURCE = componentSource('open_meteo_forecast_operator');
const SPEC = specFor('OpenMeteoForecastOperator');

function folders({ records }: Lesson): readonly string[] {
  return [...new Set(records.map(({ path }) => path.split('/').slice(0, 2).join('/')))].sort();
}

function evidence({ records }: Lesson): Evidence {
  const file = records.find(({ path }) => /^learning\/evidence\/.*json$/.test(path));
  return JSON.parse(file?.content ?? '{}') as Evidence;
}

describe('a component proven at the first attempt', () => {
  test('gives its patterns, its libraries, its record and one evidence file', async () => {
    const learned = await lesson({ spec: SPEC, attempts: [attempt(1, SOURCE)] });
    expect(folders(learned)).toEqual([
      'learning/components',
      'learning/evidence',
      'learning/libraries',
      'learning/patterns',
    ]);
    expect(
      learned.records.filter(({ path }) => path.startsWith('learning/evidence/')).map(({ path }) => path),
    ).toEqual([
      'learning/evidence/2026-11/.gitkeep',
      expect.stringMatching(/^learning\/evidence\/2026-11\/[0-9a-f]{16}\.json$/),
    ]);
  });

  test('is read back without a complaint', async () => {
    const { problems, knowledge } = await known(await lessons());
    expect(problems).toEqual([]);
    expect(knowledge.dangling).toEqual([]);
    expect(knowledge.metrics.overall).toMatchObject({
      subjects: 5,
      firstAttempt: 5,
      proven: 5,
      microDollars: 5 * 4100,
    });
  });

  test('gives the same bytes when the same run happens again', async () => {
    const once = await lesson({ spec: SPEC, attempts: [attempt(1, SOURCE)] });
    expect(await lesson({ spec: SPEC, attempts: [attempt(1, SOURCE)] })).toEqual(once);
  });

  test('keeps the proposed source and says where each file stands, support files aside', async () => {
    const learned = await lesson({ spec: SPEC, attempts: [attempt(1, SOURCE)] });
    const { knowledge } = await known([learned]);
    const [component] = [...knowledge.components.values()];
    expect(component?.definition.source).toBe(SOURCE);
    expect(component?.definition.files.map(({ role, path }) => `${role} ${path}`)).toEqual([
      'component plugins/operators/example.py',
      'test tests/airsmith/test_example.py',
    ]);
    expect(knowledge.componentAt(SPEC.name)).toMatchObject({
      path: 'plugins/operators/example.py',
      specFingerprint: SPEC.fingerprint,
    });
    expect(knowledge.componentAt('OtherOperator')).toBeUndefined();
  });

  test('embeds in its evidence what it introduces, so that another pull request’s revert leaves nothing dangling', async () => {
    const learned = await lesson({ spec: SPEC, attempts: [attempt(1, SOURCE)] });
    const reverted = learned.records.filter(({ path }) => !path.startsWith('learning/patterns/'));
    const { knowledge } = await known([{ ...learned, records: reverted }]);
    expect(knowledge.dangling).toEqual([]);
    expect(knowledge.patterns.size).toBe(evidence(learned).found.length);
  });

  test('holds no payload of an example and no value of a connection', async () => {
    const examples = [
      {
        name: 'opens',
        given: { connection: { password: 's3cret-token' } },
        returns: [{ customer: 'Ada Lovelace' }],
      },
    ];
    const learned = await lesson({ spec: specFor(SPEC.name, { examples }), attempts: [attempt(1, SOURCE)] });
    expect(JSON.stringify(learned)).not.toMatch(/s3cret|Lovelace/);
  });
});

describe('what is known already', () => {
  test('is not written again, and grows stronger', async () => {
    const { knowledge } = await known(await lessons());
    const again = specFor('OpenMeteoForecastOperator', { summary: 'Another spec with the same component.' });
    const learned = await lesson({ spec: again, attempts: [attempt(1, SOURCE)], run: run(9), knowledge });
    expect(folders(learned)).toEqual(['learning/components', 'learning/evidence']);
    const item = learned.items.find(({ what }) => what === 'Import BaseHook on both majors of Airflow');
    expect(item).toEqual({
      what: 'Import BaseHook on both majors of Airflow',
      kind: 'pattern',
      change: 'strengthened',
      before: { confidence: 833, margin: 232 },
      after: { confidence: 857, margin: 203 },
    });
  });

  test('is weakened when a component that was told of it fails at its first attempt', async () => {
    const { knowledge } = await known(await lessons());
    const [id = '', pattern] = [...knowledge.patterns].find(([, { tally }]) => tally.subjects === 4) ?? [];
    const briefing = {
      strategy: 'one-item',
      considered: [],
      items: [{ id, title: '', when: '', notWhen: '', code: '' }],
    };
    const attempts = [
      attempt(1, SOURCE.replace('>= 400', '> 400'), [error('example.raises')]),
      attempt(2, SOURCE),
    ];
    const learned = await lesson({
      spec: specFor('WeatherOperator'),
      attempts,
      briefing,
      knowledge,
      run: run(9),
    });
    expect(learned.items.find(({ what }) => what === pattern?.definition.title)).toMatchObject({
      change: 'weakened',
    });
  });

  test('counts a re-run of the same subject once, so its comment claims no new strength', async () => {
    const first = await lesson({ spec: SPEC, attempts: [attempt(1, SOURCE)] });
    const { knowledge } = await known([first]);
    const again = await lesson({ spec: SPEC, attempts: [attempt(1, SOURCE)], run: run(1, 2), knowledge });
    expect(again.items).toEqual([]);
    const after = await known([first, again]);
    expect(after.knowledge.metrics.overall).toMatchObject({ subjects: 1, runs: 2 });
    expect([...after.knowledge.patterns.values()].every(({ tally }) => tally.subjects === 1)).toBe(true);
  });

  test('is not learned again after a person rejected it', async () => {
    const first = await lesson({ spec: SPEC, attempts: [attempt(1, SOURCE)] });
    const { knowledge } = await known([first]);
    const [id = ''] = [...knowledge.patterns.keys()];
    const rejected = { ...knowledge, patterns: new Map(), rejected: new Set([id]) };
    const learned = await lesson({ spec: SPEC, attempts: [attempt(1, SOURCE)], knowledge: rejected });
    const written = await known([learned]);
    expect(written.knowledge.patterns.has(id)).toBe(false);
    expect(written.knowledge.patterns.size).toBeGreaterThan(5);
  });
});

describe('a component that needed two attempts', () => {
  const broken = SOURCE.replace(
    /try:\n {4}from airflow\.sdk[\s\S]*?import BaseOperator\n\n/,
    'from airflow.sdk import BaseHook, BaseOperator\n\n',
  );
  const attempts = [
    attempt(1, broken, [error('import.missing', "No module named '<name>'")]),
    attempt(2, SOURCE),
  ];

  test('teaches the mistake and the contrast that mended it', async () => {
    const { knowledge, problems } = await known([await lesson({ spec: SPEC, attempts })]);
    expect(problems).toEqual([]);
    const [fix] = [...knowledge.fixes.values()];
    expect(fix?.definition).toMatchObject({ class: 'import.missing', strategy: 'rewrite' });
    expect(fix?.definition.before).toBe('from airflow.sdk import BaseHook, BaseOperator\n');
    expect(fix?.definition.after).toBe(
      'try:\n    from airflow.sdk import BaseHook, BaseOperator\nexcept ImportError:\n' +
        '    from airflow.hooks.base import BaseHook\n    from airflow.models import BaseOperator\n',
    );
    expect(fix?.definition.title).toBe(
      'import.missing: try … except ImportError instead of from airflow.sdk import BaseHook, BaseOperator',
    );
    const [mistake] = [...knowledge.errors.values()];
    expect(mistake).toMatchObject({
      subjects: 1,
      fixed: 1,
      fixes: new Map([[fix?.id, 1]]),
      airflow: new Map([['3.3.2', 1]]),
    });
  });

  test('is no first-attempt success, and every attempt is paid', async () => {
    const { knowledge } = await known([await lesson({ spec: SPEC, attempts })]);
    expect(knowledge.metrics.overall).toMatchObject({
      firstAttempt: 0,
      proven: 1,
      attempts: 2,
      microDollars: 8200,
    });
  });

  test('teaches no fix when the next draft was written anew', async () => {
    const anew = attempt(
      1,
      componentSource('nemo_question_answering_operator').replace(
        /NeMoQuestionAnsweringOperator/g,
        SPEC.name,
      ),
      [error('import.missing')],
    );
    const { knowledge } = await known([await lesson({ spec: SPEC, attempts: [anew, attempt(2, SOURCE)] })]);
    expect(knowledge.fixes.size).toBe(0);
    expect([...knowledge.errors.values()][0]).toMatchObject({ fixed: 1 });
  });
});

describe('a draft with several mistakes', () => {
  const broken = SOURCE.replace('from airflow.models import', 'from airflow.model import').replace(
    '        *,\n',
    '        *,\n        surprise: str,\n',
  );
  const at = (text: string) => ({
    path: 'plugins/operators/example.py',
    line: broken.split('\n').findIndex((line) => line.includes(text)) + 1,
    column: 1,
  });
  const placed = {
    ...error('import.moved', "No module named 'airflow.model'"),
    at: at('airflow.model import'),
  };
  const named = {
    ...error('contract.extra-parameter'),
    finding: { ...error('x').finding, message: 'the constructor demands `surprise`' },
  };
  const symptom = error('example.logs');

  const contrasts = async () => {
    const attempts = [attempt(1, broken, [placed, named, symptom]), attempt(2, SOURCE)];
    const { knowledge } = await known([await lesson({ spec: SPEC, attempts })]);
    return new Map([...knowledge.fixes.values()].map(({ definition }) => [definition.class, definition]));
  };

  test('teaches for each only the change of its own line, or of the name in its message', async () => {
    expect(broken).toContain('surprise');
    const found = await contrasts();
    expect(found.get('import.moved')).toMatchObject({
      before: 'from airflow.model import BaseOperator\n',
      after: 'from airflow.models import BaseOperator\n',
    });
    expect(found.get('contract.extra-parameter')?.before).toMatch(/^def __init__\(self, .*value: str.*\)/);
  });

  test('teaches nothing of a mistake that no change can be told for', async () => {
    expect((await contrasts()).has('example.logs')).toBe(false);
  });

  test('shows of a signature only the arguments that changed', async () => {
    expect((await contrasts()).get('contract.extra-parameter')).toMatchObject({
      before: 'def __init__(self, *, value: str) -> None:\n    ...\n',
      after: 'def __init__(self) -> None:\n    ...\n',
    });
  });
});

test('the same mistake in another component is the same item, so that evidence adds up', async () => {
  const story = (file: string, name: string, number: number) => {
    const source = componentSource(file);
    const broken = source.replace(/from airflow\.hooks\.base import/, 'from airflow.hooks.base_hook import');
    expect(broken).not.toBe(source);
    const line = broken.split('\n').findIndex((text) => text.includes('base_hook')) + 1;
    const mistake = {
      ...error('import.moved', "No module named '<name>'"),
      at: { path: 'plugins/operators/example.py', line, column: 1 },
    };
    return lesson({
      spec: specFor(name),
      attempts: [attempt(1, broken, [mistake]), attempt(2, source)],
      run: run(number),
    });
  };
  const { knowledge } = await known([
    await story('open_meteo_forecast_operator', 'OpenMeteoForecastOperator', 1),
    await story('table_row_count_sensor', 'TableRowCountSensor', 2),
  ]);
  expect([...knowledge.fixes.values()].map(({ helped, status }) => ({ helped, status }))).toEqual([
    { helped: 2, status: 'active' },
  ]);
});

describe('a component that stayed unproven', () => {
  const attempts = [
    attempt(1, SOURCE, [error('example.returns')]),
    attempt(2, SOURCE, [error('example.returns'), error('timeout')]),
  ];

  test('leaves only the evidence of that', async () => {
    const learned = await lesson({ spec: SPEC, attempts });
    expect(folders(learned)).toEqual(['learning/evidence']);
    expect(evidence(learned)).toMatchObject({
      outcome: { proven: false, first_attempt: false, attempts: 2 },
      found: [],
    });
    expect(evidence(learned).component).toBeUndefined();
  });

  test('still tells the next run what went wrong', async () => {
    const { knowledge, problems } = await known([await lesson({ spec: SPEC, attempts })]);
    expect(problems).toEqual([]);
    expect([...knowledge.errors.values()].map(({ definition }) => definition.class).sort()).toEqual([
      'example.returns',
      'timeout',
    ]);
    expect(knowledge.patterns.size + knowledge.components.size).toBe(0);
  });

  test('also when the author gave no draft at all', async () => {
    const { draft: _, verdict: __, ...nothing } = attempt(1, SOURCE);
    const refused = {
      ...nothing,
      problem: { code: 'AS5003', severity: 'error' as const, message: 'refused', remedy: 'x' },
    };
    const learned = await lesson({ spec: SPEC, attempts: [refused] });
    expect(evidence(learned).attempts).toMatchObject([{ result: 'absent', problem: 'AS5003' }]);
    expect((await known([learned])).problems).toEqual([]);
  });
});

describe('hostile input', () => {
  test('an error class that is a path, and a message that reverses text, stay data', async () => {
    const nasty = error('../../.github/workflows', `x\u202Egpj.exe \u0000 \ud800 ${'y'.repeat(5000)}`);
    const learned = await lesson({ spec: SPEC, attempts: [attempt(1, SOURCE, [nasty]), attempt(2, SOURCE)] });
    expect(
      learned.records.every(
        ({ path }) => /^learning\/[a-z0-9][a-zA-Z0-9_./-]*$/.test(path) && !path.includes('..'),
      ),
    ).toBe(true);
    expect((await known([learned])).problems).toEqual([]);
  });

  test.each([
    ['nothing', ''],
    ['a syntax error', 'class OpenMeteoForecastOperator(:\n'],
    ['deep nesting', `x = ${'('.repeat(5000)}1${')'.repeat(5000)}\n`],
    ['a long chain', `x = ${'1 + '.repeat(20000)}1\n`],
    ['binary rubbish', '\u0000\u0001\ufffd{{{'],
  ])('a proven draft with %s for a source teaches no pattern and breaks nothing', async (_, source) => {
    const learned = await lesson({ spec: SPEC, attempts: [attempt(1, source)] });
    expect(learned.records.filter(({ path }) => path.includes('/patterns/'))).toEqual([]);
    expect(learned.records.some(({ path }) => path.includes('/evidence/'))).toBe(true);
  });
});

describe('a draft that edits mended', () => {
  const source = componentSource('table_row_count_sensor');
  const met = error('example.pokes');
  const trial = {
    fix: 'poke-value',
    title: 'Compare the other way',
    prompt: 'Mind the bound.',
    error: met,
    edits: [],
    ms: 3,
  };
  const mending = (helped: boolean): Attempt => ({
    ...attempt(1, helped ? source : source.replace('>= self', '> self'), helped ? [] : [met]),
    author: { model: 'edits', promptFingerprint: '', replayed: false },
    mending: [{ ...trial, helped }],
  });
  const learned = (helped: boolean) =>
    lesson({
      spec: specFor('TableRowCountSensor', { category: 'sql' }),
      attempts: [attempt(1, source.replace('>= self', '> self'), [met]), mending(helped)],
    });

  test('teaches the contrast as an edit, and how the fix did by its name alone', async () => {
    const { records } = await learned(true);
    const fixes = records
      .filter(({ path }) => path.startsWith('learning/fixes/'))
      .map(({ content }) => JSON.parse(content));
    expect(fixes.map(({ strategy }) => strategy).sort()).toEqual(['edit', 'edit.poke-value']);
    expect(fixes.find(({ strategy }) => strategy === 'edit').before).toContain('>');
    expect(fixes.find(({ strategy }) => strategy === 'edit.poke-value')).toMatchObject({
      before: '',
      after: '',
    });
  });

  test('teaches that a fix failed too, though nothing but evidence lands', async () => {
    const { records } = await learned(false);
    const [evidence, ...others] = records.filter(({ path }) => path.endsWith('.json'));
    expect(others).toEqual([]);
    const { attempts, introduces } = JSON.parse(evidence?.content ?? '');
    expect(attempts[1].fixes).toMatchObject([{ helped: false }]);
    expect(introduces.map(({ strategy }: { strategy?: string }) => strategy)).toContain('edit.poke-value');
  });
});
