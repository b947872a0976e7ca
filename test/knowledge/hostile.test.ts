/** Forty stores, each with one thing in it that must not be there, on a real disk. */

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { recordsInFolder } from '../../src/adapters/records.js';
import { hash16, readKnowledge } from '../../src/knowledge/index.js';
import { pack } from '../../src/knowledge/pack.js';
import { temporaryFolder } from '../github/repositories.js';
import { known, lessons } from '../learn/story.js';

interface File {
  readonly path: string;
  readonly content: string;
}
type Bad = File | { readonly path: string; readonly link: string };

let good: readonly File[] = [];
let packed: File = { path: '', content: '' };

beforeAll(async () => {
  const all = (await lessons()).flatMap(({ records }) => records);
  const store = all.filter(({ path }) => path.endsWith('.json'));
  const evidence = store.filter(({ path }) => path.includes('/evidence/'));
  good = [...new Map(store.map((file) => [file.path, file])).values()];
  const { records } = await known([], ...evidence);
  const file = pack(records, { atLeast: 1 }).changes.find(({ path }) => path.endsWith('.jsonl'));
  packed = { path: file?.path ?? '', content: file?.content ?? '' };
});

const of = (folder: string) => good.find(({ path }) => path.includes(`/${folder}/`)) as File;
const parsed = (folder: string) => JSON.parse(of(folder).content);
/** `content` under a name that its hash agrees with. */
const named = (folder: string, content: string): File => ({
  path: `learning/${folder}/x-${hash16(content)}.json`,
  content,
});
const evidenceWith = (change: (record: Record<string, unknown>) => unknown) => {
  const content = `${JSON.stringify(change(parsed('evidence')), null, 2)}\n`;
  return { path: `${dirname(of('evidence').path)}/${hash16(content)}.json`, content };
};
const packWith = (change: (text: string) => string) => {
  const content = change(packed.content);
  return { path: `learning/packs/${hash16(content)}.jsonl`, content };
};
const rows = (change: (lines: string[]) => string[]) =>
  packWith((text) => `${change(text.trimEnd().split('\n')).join('\n')}\n`);
const header = (change: (value: Record<string, unknown>) => unknown) =>
  rows(([first = '', ...rest]) => [JSON.stringify(change(JSON.parse(first))), ...rest]);

const CASES: readonly (readonly [what: string, code: RegExp, make: () => Bad])[] = [
  [
    'a record that was cut off',
    /AS6002/,
    () => ({ ...of('patterns'), content: of('patterns').content.slice(0, 99) }),
  ],
  ['a record of no bytes', /AS6002/, () => ({ ...of('patterns'), content: '' })],
  [
    'one byte that changed',
    /AS6001/,
    () => ({ ...of('evidence'), content: of('evidence').content.replace('1', '2') }),
  ],
  [
    'merge markers',
    /AS6003/,
    () => ({ ...of('libraries'), content: `<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> theirs\n` }),
  ],
  [
    'merge markers of diff3',
    /AS6003/,
    () => ({ ...of('libraries'), content: `{\n<<<<<<< a\n||||||| b\n=======\n>>>>>>> c\n}` }),
  ],
  ['CRLF', /AS6001/, () => ({ ...of('patterns'), content: of('patterns').content.replaceAll('\n', '\r\n') })],
  [
    'CRLF under its own hash',
    /AS6009/,
    () => named('patterns/validation', of('patterns').content.replaceAll('\n', '\r\n')),
  ],
  [
    'a byte order mark',
    /AS6001|AS6002/,
    () => ({ ...of('patterns'), content: `\ufeff${of('patterns').content}` }),
  ],
  [
    'a byte order mark under its own hash',
    /AS6002/,
    () => named('patterns/validation', `\ufeff${of('patterns').content}`),
  ],
  ['bytes that are no UTF-8', /AS6001|AS6002/, () => ({ ...of('patterns'), content: '\ud800' })],
  [
    'a link to a secret',
    /AS6006/,
    () => ({ path: 'learning/patterns/validation/a-0123456789abcdef.json', link: '/etc/passwd' }),
  ],
  [
    'a link to another record',
    /AS6006/,
    () => ({
      path: 'learning/patterns/validation/a-0123456789abcdef.json',
      link: `../../../${of('libraries').path}`,
    }),
  ],
  [
    'a link to nothing',
    /AS6006/,
    () => ({ path: 'learning/evidence/2026-11/0123456789abcdef.json', link: 'nowhere' }),
  ],
  [
    '10 MB',
    /AS6006/,
    () => ({ path: 'learning/patterns/validation/a-0123456789abcdef.json', content: ' '.repeat(10_000_000) }),
  ],
  [
    '2 MB of one string',
    /AS6006/,
    () =>
      named('patterns/validation', `{\n  "schema": "pattern/1",\n  "code": "${'x'.repeat(2_000_000)}"\n}\n`),
  ],
  [
    'bidirectional text',
    /AS6008/,
    () => evidenceWith((r) => ({ ...r, spec: { ...(r['spec'] as object), path: 'specs/\u202egnp.yaml' } })),
  ],
  ['a zero-width space', /AS6008/, () => evidenceWith((r) => ({ ...r, generator: 'claude\u200b-sonnet' }))],
  ['a control character', /AS6008/, () => evidenceWith((r) => ({ ...r, generator: 'claude\u0007' }))],
  ['letters that are not composed', /AS6009/, () => evidenceWith((r) => ({ ...r, generator: 'cafe\u0301' }))],
  ['half of a surrogate pair', /AS6009/, () => evidenceWith((r) => ({ ...r, generator: 'x\ud800' }))],
  [
    'the same record twice',
    /AS6011|AS6001/,
    () => ({
      path: of('patterns').path.replace(/[^/]*-([0-9a-f]{16})/, 'zz-copy-$1'),
      content: of('patterns').content,
    }),
  ],
  [
    'a forged id',
    /AS6001/,
    () => ({
      path: `${dirname(of('evidence').path)}/0123456789abcdef.json`,
      content: of('evidence').content,
    }),
  ],
  [
    'a folder of another kind',
    /AS6007/,
    () => ({ path: of('patterns').path.replace('/patterns/', '/fixes/'), content: of('patterns').content }),
  ],
  [
    'a month of another run',
    /AS6007/,
    () => ({ path: of('evidence').path.replace(/\d{4}-\d{2}/, '1999-01'), content: of('evidence').content }),
  ],
  ['a foreign folder', /AS6007|AS6005/, () => named('notes', '{\n  "a": 1\n}\n')],
  ['a program', /AS6007/, () => ({ path: 'learning/run.sh', content: '#!/bin/sh\nrm -rf /\n' })],
  [
    'a name in capitals',
    /AS6012/,
    () => ({ path: 'learning/patterns/validation/A-0123456789ABCDEF.json', content: '{}' }),
  ],
  [
    'a name with a line break',
    /AS6012/,
    () => ({ path: 'learning/patterns/a\nAS0000 all is well.json', content: '{}' }),
  ],
  ['an unknown version', /AS6005/, () => evidenceWith((r) => ({ ...r, schema: 'evidence/99' }))],
  ['an unknown kind', /AS6005/, () => evidenceWith((r) => ({ ...r, schema: 'constructor' }))],
  [
    'a number that overflows',
    /AS6009/,
    () => evidenceWith((r) => ({ ...r, run: { ...(r['run'] as object), number: 2 ** 60 } })),
  ],
  [
    'a negative number',
    /AS6004/,
    () => evidenceWith((r) => ({ ...r, run: { ...(r['run'] as object), number: -1 } })),
  ],
  [
    'a number without end',
    /AS6009/,
    () => {
      const content = of('evidence').content.replace(/"number": \d+/, '"number": 1e999');
      return { path: `${dirname(of('evidence').path)}/${hash16(content)}.json`, content };
    },
  ],
  [
    'lists without end',
    /AS6004|AS6006/,
    () => evidenceWith((r) => ({ ...r, found: Array.from({ length: 10_000 }, () => '0123456789abcdef') })),
  ],
  [
    'a deep nesting',
    /AS6009/,
    () =>
      named('patterns/validation', `{"schema":"pattern/1","x":${'['.repeat(90_000)}${']'.repeat(90_000)}}`),
  ],
  [
    '__proto__ as a key',
    /AS6009|AS6004/,
    () =>
      named(
        'patterns/validation',
        of('patterns').content.replace('{\n', '{\n  "__proto__": {\n    "schema": "pattern/1"\n  },\n'),
      ),
  ],
  ['a pack that was cut off', /AS6001/, () => ({ ...packed, content: packed.content.slice(0, -50) })],
  ['a pack that ends within a row', /AS6013/, () => packWith((text) => text.slice(0, -50))],
  ['a pack with merge markers', /AS6003/, () => packWith((text) => `<<<<<<< HEAD\n${text}`)],
  [
    'a pack whose columns are swapped',
    /AS6013/,
    () => rows(([first = '', ...rest]) => [first, ...rest.reverse()]),
  ],
  ['a pack that says one row more', /AS6013/, () => header((h) => ({ ...h, rows: Number(h['rows']) + 1 }))],
  ['a pack of an unknown version', /AS6005/, () => header((h) => ({ ...h, schema: 'pack/9' }))],
  [
    'a pack of __proto__',
    /AS6013|AS6004/,
    () => header((h) => ({ ...h, layout: JSON.parse('{"keys":["__proto__"],"cells":["plain"]}') })),
  ],
  [
    'a pack with a forged row',
    /AS6014/,
    () =>
      rows(([first = '', ids = '', ...rest]) => [
        first,
        ids.replace(/^\["[0-9a-f]{16}"/, '["0000000000000000"'),
        ...rest,
      ]),
  ],
];

describe('is named with file, cause and remedy, and the rest still loads', () => {
  test('forty stores and more', () => expect(CASES.length).toBeGreaterThanOrEqual(40));

  test.each(CASES)('%s', async (_, code, make) => {
    const bad = make();
    const root = temporaryFolder('hostile');
    const put = (path: string) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      return join(root, path);
    };
    const rest = good.filter(({ path }) => path !== bad.path);
    for (const { path, content } of rest) writeFileSync(put(path), content);
    if ('link' in bad) symlinkSync(bad.link, put(bad.path));
    else writeFileSync(put(bad.path), bad.content);

    const source = recordsInFolder(root, 'learning');
    const { problems, knowledge, records } = await readKnowledge(source);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem.code).toMatch(code);
      expect(problem.severity).toBe('error');
      expect(problem.position?.path).toBe(bad.path);
      // A name that hides something is shown escaped.
      expect(problem.message).toContain(/^[a-z0-9./_-]*$/.test(bad.path) ? bad.path : '"learning/patterns/');
      expect(problem.message).not.toMatch(/[\n\u202e\u200b]/);
      expect(problem.cause?.length).toBeGreaterThan(40);
      expect(problem.remedy.length).toBeGreaterThan(20);
    }
    const hashes = new Set(rest.map(({ content }) => hash16(content)));
    const loaded = new Set(records.map(({ hash }) => hash));
    expect([...hashes].filter((hash) => !loaded.has(hash))).toEqual([]);
    expect(knowledge.counts.evidence).toBe(
      new Set(records.flatMap(({ hash, record }) => (record.schema === 'evidence/1' ? [hash] : []))).size,
    );
    await expect(readKnowledge(source, { strict: true })).rejects.toThrow(
      bad.path === '' ? /./ : /bad in the learning store/,
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('schema');
  });
});
