/** The reader is forgiving to nobody: each bad record is named with its cause and remedy, and the rest still loads. */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonical,
  digestOf,
  hash16,
  type LearningRecord,
  pack,
  readKnowledge,
  recordFile,
} from '../../src/knowledge/index.js';
import { stem } from '../../src/knowledge/layout.js';
import { catalogue } from '../../src/knowledge/problems.js';
import { attempt, componentSource, error, known, lesson, lessons, specFor } from '../learn/story.js';

const GOLDEN = fileURLToPath(new URL('fixtures/golden', import.meta.url));
const OLD_PACK = new URL('fixtures/packs/bdfe3984288a9e88.jsonl', import.meta.url);

/** One record of each kind, as a run and a person write them. */
async function specimens(): Promise<readonly { path: string; content: string }[]> {
  const source = componentSource('table_row_count_sensor');
  const { records } = await lesson({
    spec: specFor('TableRowCountSensor', { category: 'sql' }),
    attempts: [
      attempt(1, source.replace('>= self', '> self'), [
        error('example.pokes', 'expected <value>, got <value>'),
      ]),
      attempt(2, source),
    ],
  });
  const first = (folder: string) =>
    records.find(({ path }) => path.startsWith(`learning/${folder}/`) && path.endsWith('.json'));
  const learned = ['patterns/validation', 'errors', 'fixes', 'libraries', 'components', 'evidence'].flatMap(
    (folder) => first(folder) ?? [],
  );
  return [
    ...learned,
    recordFile({ schema: 'rejection/1', item: '0123456789abcdef', why: 'We have a helper for this.' }),
    recordFile({
      schema: 'retraction/1',
      evidence: 'fedcba9876543210',
      why: 'The run used a broken mirror.',
    }),
    recordFile({
      schema: 'relabel/1',
      error: '0123456789abcdef',
      evidence: 'fedcba9876543210',
      class: 'import.moved',
      why: 'The module is there under another name.',
      by: 'octocat',
      replaces: ['00000000000000ff'],
    }),
    recordFile({
      schema: 'tombstone/1',
      record: 'aaaabbbbccccdddd',
      why: 'An address of a person stood in it.',
    }),
    recordFile({
      schema: 'fallback/1',
      library: 'python-slugify',
      function: 'slugify.slugify',
      code: "import re\n\n\ndef slugify(text):\n    return re.sub(r'[^a-z0-9]+', '-', text.lower()).strip('-')\n",
      limits: 'Letters outside ASCII are dropped, not transliterated.',
    }),
    recordFile({
      schema: 'seen/1',
      source: { name: 'apache-airflow-providers-http', version: '6.3.0', sha256: 'ab'.repeat(32) },
      components: 6,
      patterns: [
        {
          id: '0123456789abcdef',
          components: 3,
          modules: 2,
          kinds: ['hook', 'trigger'],
          example: 'airflow/providers/http/hooks/http.py HttpHook',
        },
      ],
    }),
    ...(await goldenPack()),
  ];
}

/** A pack of two observations that stand nowhere else. */
async function goldenPack(): Promise<readonly { path: string; content: string }[]> {
  const evidence = (await lessons()).slice(0, 2).flatMap(({ records }) => records.filter(isEvidenceFile));
  const { records } = await known([], ...evidence);
  return pack(records, { atLeast: 1 }).changes.flatMap(({ path, content }) =>
    content && path.endsWith('.jsonl') ? [{ path, content }] : [],
  );
}

function isEvidenceFile({ path }: { path: string }): boolean {
  return path.includes('/evidence/') && path.endsWith('.json');
}

function golden(): readonly { path: string; content: string }[] {
  return readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.jsonl?$/.test(path))
    .sort()
    .map((path) => ({ path, content: readFileSync(join(GOLDEN, path), 'utf8') }));
}

describe('golden records, version 1', () => {
  test('are what this version writes (AIRSMITH_GOLDEN=write writes them anew)', async () => {
    const files = await specimens();
    if (process.env['AIRSMITH_GOLDEN'] === 'write') {
      rmSync(GOLDEN, { recursive: true, force: true });
      for (const { path, content } of files) {
        mkdirSync(join(GOLDEN, dirname(path)), { recursive: true });
        writeFileSync(join(GOLDEN, path), content);
      }
    }
    expect(golden()).toEqual([...files].sort((a, b) => (a.path < b.path ? -1 : 1)));
  });

  test('there is one of each kind, and each is read', async () => {
    const { records, problems } = await known([], ...golden());
    expect(problems).toEqual([]);
    expect([...new Set(records.map(({ record }) => record.schema))].sort()).toEqual([
      'component/1',
      'error/1',
      'evidence/1',
      'fallback/1',
      'fix/1',
      'library/1',
      'pattern/1',
      'rejection/1',
      'relabel/1',
      'retraction/1',
      'seen/1',
      'tombstone/1',
    ]);
  });

  test('a pack that version 1 wrote holds the records of the pack that is written today', async () => {
    const old = { path: 'learning/packs/bdfe3984288a9e88.jsonl', content: readFileSync(OLD_PACK, 'utf8') };
    const packs = golden().filter(({ path }) => path.endsWith('.jsonl'));
    const [before, now] = await Promise.all([known([], old), known([], ...packs)]);
    expect(before.problems).toEqual([]);
    expect(before.records).toHaveLength(2);
    const plain = ({ records }: typeof now) => records.map(({ hash, record }) => ({ hash, record }));
    expect(plain(before)).toEqual(plain(now));
    expect(digestOf(before.knowledge)).toBe(digestOf(now.knowledge));
  });

  test('are written back as the same bytes at the same path', async () => {
    const { records } = await known([], ...golden());
    for (const { record, path: from } of records.filter(({ path }) => path?.endsWith('.json'))) {
      const { path, content } = recordFile(record);
      expect(from).toBe(path);
      expect(golden()).toContainEqual({ path, content });
    }
  });
});

const PATTERN = () => golden().find(({ path }) => path.includes('/patterns/')) ?? { path: '', content: '' };

/** A record with these bytes under a name that agrees with them. */
function forged(folder: string, content: string, slug = 'x-'): { path: string; content: string } {
  return { path: `learning/${folder}/${slug}${hash16(content)}.json`, content };
}

function changed(change: (record: Record<string, unknown>) => unknown, folder = 'patterns/validation') {
  const record = JSON.parse(PATTERN().content) as Record<string, unknown>;
  return forged(folder, canonical(change(record)));
}

/** Records in the golden files: the pack holds two. */
function goodRecords(): number {
  return golden().length + 1;
}

describe('a bad record is named and the rest still loads', () => {
  const cases: readonly (readonly [
    string,
    keyof typeof catalogue,
    () => { path: string; content: string | undefined },
    RegExp,
  ])[] = [
    [
      'edited by hand',
      'AS6001',
      () => ({ ...PATTERN(), content: PATTERN().content.replace('"when": "', '"when": "only ') }),
      /bytes hash to/,
    ],
    [
      'with CRLF line ends',
      'AS6001',
      () => ({ ...PATTERN(), content: PATTERN().content.replaceAll('\n', '\r\n') }),
      /CRLF/,
    ],
    [
      'without a hash in its name',
      'AS6001',
      () => ({ ...PATTERN(), path: 'learning/patterns/validation/mine.json' }),
      /does not end in the hash/,
    ],
    [
      'that was cut off',
      'AS6002',
      () => ({ ...PATTERN(), content: PATTERN().content.slice(0, 60) }),
      /not JSON/,
    ],
    ['that is empty', 'AS6002', () => ({ ...PATTERN(), content: '' }), /not JSON/],
    ['that is a list', 'AS6002', () => forged('patterns/validation', '[]\n'), /no JSON object/],
    [
      'with merge markers',
      'AS6003',
      () => ({ ...PATTERN(), content: `{\n<<<<<<< HEAD\n  "a": 1\n=======\n  "a": 2\n>>>>>>> branch\n}\n` }),
      /merge markers/,
    ],
    ['with an unknown field', 'AS6004', () => changed((record) => ({ ...record, author: 'me' })), /"author"/],
    ['without a title', 'AS6004', () => changed(({ title: _, ...record }) => record), /title/],
    [
      'of a type that does not exist',
      'AS6004',
      () => changed((record) => ({ ...record, type: 'magic' }), 'patterns/magic'),
      /\/type/,
    ],
    [
      'of a newer version',
      'AS6005',
      () => changed((record) => ({ ...record, schema: 'pattern/2' })),
      /pattern\/2/,
    ],
    ['of no kind at all', 'AS6005', () => forged('patterns/validation', '{}\n'), /says it is ""/],
    [
      'of a kind that comes later',
      'AS6005',
      () => forged('experiments', '{\n  "schema": "experiment/1"\n}\n'),
      /does not know/,
    ],
    [
      'that is a link or too large for git to hand over',
      'AS6006',
      () => ({ ...PATTERN(), content: undefined }),
      /no plain file/,
    ],
    ['of 10 MB', 'AS6006', () => ({ ...PATTERN(), content: ' '.repeat(10_000_000) }), /larger than/],
    [
      'in the folder of another type',
      'AS6007',
      () => ({ ...PATTERN(), path: PATTERN().path.replace('/validation/', '/logging/') }),
      /belongs in patterns\/validation\//,
    ],
    [
      'in no folder',
      'AS6007',
      () => ({ ...PATTERN(), path: `learning/x-${hash16(PATTERN().content)}.json` }),
      /belongs in/,
    ],
    [
      'that is no record',
      'AS6007',
      () => ({ path: 'learning/patterns/validation/notes.txt', content: 'hello' }),
      /is no record/,
    ],
    [
      'that reverses its text',
      'AS6008',
      () => changed((record) => ({ ...record, code: 'x = 1 \u202e# 2 = y\n' })),
      /U\+202E/,
    ],
    [
      'with a control character',
      'AS6008',
      () => changed((record) => ({ ...record, title: 'a\u0007b' })),
      /U\+0007/,
    ],
    [
      'with its keys in another order',
      'AS6009',
      () =>
        forged(
          'patterns/validation',
          `${JSON.stringify(JSON.parse(PATTERN().content), Object.keys(JSON.parse(PATTERN().content)).reverse(), 2)}\n`,
        ),
      /not canonical/,
    ],
    [
      'with a key twice',
      'AS6009',
      () => forged('patterns/validation', PATTERN().content.replace('{\n', '{\n  "code": "x\\n",\n')),
      /not canonical/,
    ],
    [
      'with a float',
      'AS6009',
      () => forged('evidence/2026-11', '{\n  "schema": "evidence/1",\n  "x": 0.5\n}\n', ''),
      /no safe integer/,
    ],
    [
      'nested without end',
      'AS6009',
      () =>
        forged(
          'patterns/validation',
          `{"schema":"pattern/1","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
        ),
      /nested deeper/,
    ],
  ];

  test.each(cases)('%s (%s)', async (_, code, make, message) => {
    const bad = make();
    const good = golden().filter(({ path }) => path !== bad.path);
    const files = new Map<string, string | undefined>(
      [...good, bad].map(({ path, content }) => [path, content]),
    );
    const { problems, records } = await readKnowledge({
      list: async () => [...files.keys()],
      read: async (path) => files.get(path),
    });
    expect(problems).toMatchObject([{ code, severity: 'error', position: { path: bad.path } }]);
    expect(problems[0]?.message).toMatch(message);
    expect(problems[0]?.message).toContain(bad.path);
    expect(problems[0]?.remedy.length).toBeGreaterThan(20);
    expect(records.length).toBe(goodRecords() - (good.length < golden().length ? 1 : 0));
  });

  test('evidence that embeds something else than a definition', async () => {
    const evidence = JSON.parse(golden().find(({ path }) => path.includes('/evidence/'))?.content ?? '{}');
    const nested = (introduces: readonly unknown[]) =>
      forged('evidence/2026-11', canonical({ ...evidence, introduces }), '');
    const rejection: LearningRecord = { schema: 'rejection/1', item: '0'.repeat(16), why: 'smuggled' };
    for (const file of [
      nested([rejection]),
      nested([{ schema: 'pattern/1' }]),
      nested([{ ...rejection, schema: 'pattern/9' }]),
    ]) {
      const { problems, records } = await known([], file);
      expect(problems.map(({ code }) => code)).toEqual(['AS6004']);
      expect(records).toEqual([]);
    }
  });
});

test('anything at all in place of a record is a problem and never an exception', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.jsonValue(), async (raw, json) => {
      const texts = [raw, JSON.stringify(json), canonicalOr(json)];
      const files = new Map(
        texts.map((content) => [`learning/patterns/import/x-${hash16(content)}.json`, content]),
      );
      const { problems, records } = await readKnowledge({
        list: async () => [...files.keys()],
        read: async (path) => files.get(path),
      });
      expect(problems.length).toBe(files.size);
      expect(records).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

function canonicalOr(json: unknown): string {
  try {
    return canonical({ schema: 'pattern/1', json });
  } catch {
    return '{}';
  }
}

test('an empty store, and one with only its folders, is no knowledge and no problem', async () => {
  expect(await known([])).toMatchObject({ problems: [], records: [] });
  const kept = { path: 'learning/patterns/.gitkeep', content: '' };
  expect(await known([], kept)).toMatchObject({ problems: [], records: [] });
});

test('every code has a title, a why and a next step', () => {
  for (const entry of Object.values(catalogue)) {
    expect(entry.title && entry.why && entry.next).toBeTruthy();
  }
});

test('the folder of every record is its type’s, and names have room for no path', async () => {
  for (const { path, content } of golden().filter((file) => file.path.endsWith('.json'))) {
    const record = JSON.parse(content) as LearningRecord;
    expect(path).toBe(`learning/${stem(record)}${hash16(content)}.json`);
  }
});
