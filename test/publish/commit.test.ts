/** What the one commit holds and says. */

import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/config.js';
import { AirsmithError } from '../../src/problems.js';
import { commitMessage, isFromRunOn, isOwnMessage, planCommit } from '../../src/publish/commit.js';
import { type OutcomeParts, outcomeOf, verdictOf } from './outcomes.js';

const FILES = [
  { path: 'plugins/operators/orders_operator.py', content: 'class OrdersOperator: ...\n' },
  { path: 'tests/airsmith/test_orders_operator.py', content: 'def test(): ...\n' },
  { path: 'tests/airsmith/airsmith_world/__init__.py', content: '' },
  { path: 'dags/examples/orders_operator_example.py', content: 'dag = 1\n' },
  { path: 'docs/components/orders_operator.md', content: '# Orders\n' },
];
const EVIDENCE = { path: 'learning/evidence/2026-01/0123456789abcdef.json', content: '{}\n' };
const PATTERN = { path: 'learning/patterns/import/x-0123456789abcdef.json', content: '{"a":1}\n' };
const BASE: OutcomeParts = {
  name: 'OrdersOperator',
  path: 'specs/orders.airsmith.yaml',
  examples: ['a', 'b'],
  environments: [verdictOf('2.8.1', 2, 2), verdictOf('3.3.2', 2, 2)],
  files: FILES,
  records: [EVIDENCE, PATTERN],
};
const failing = [
  verdictOf('3.3.2', 0, 2, [{ code: 'AS4001', severity: 'error', tier: 'import', message: 'no' }]),
];
const nothing = async () => undefined;

const plan = (
  parts: Partial<OutcomeParts>,
  present: (path: string) => Promise<string | undefined> = nothing,
) => planCommit([outcomeOf({ ...BASE, ...parts })], DEFAULT_SETTINGS, present);

async function refusal(parts: Partial<OutcomeParts>): Promise<string> {
  const error = await plan(parts).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AirsmithError);
  return (error as AirsmithError).problem.code;
}

describe('the commit', () => {
  test('holds component, tests, DAG, page and records of a proven spec, sorted', async () => {
    const paths = (await plan({})).map(({ path }) => path);
    expect(paths).toEqual([...[...FILES, EVIDENCE, PATTERN].map(({ path }) => path)].sort());
  });

  test('holds only the evidence of a spec that is not proven', async () => {
    expect(await plan({ environments: failing, records: [EVIDENCE] })).toEqual([EVIDENCE]);
  });

  test('may hold the empty file that keeps a folder of records, and no other hidden file', async () => {
    const keep = { path: 'learning/evidence/2026-01/.gitkeep', content: '' };
    expect(await plan({ environments: failing, records: [EVIDENCE, keep] })).toEqual([keep, EVIDENCE]);
    expect(await refusal({ records: [{ ...keep, content: 'x' }] })).toBe('AS7003');
    expect(await refusal({ records: [{ path: 'learning/.gitattributes', content: '' }] })).toBe('AS7003');
    expect(await refusal({ records: [{ path: '.gitkeep', content: '' }] })).toBe('AS7003');
  });

  test('of one spec that failed holds back no other', async () => {
    const other = outcomeOf({
      ...BASE,
      name: 'BrokenOperator',
      environments: failing,
      records: [],
      files: [],
    });
    expect(await planCommit([other, outcomeOf(BASE)], DEFAULT_SETTINGS, nothing)).toHaveLength(7);
  });

  test('leaves out what the branch holds already, so that a re-run changes nothing', async () => {
    const branch = new Map([...FILES, EVIDENCE, PATTERN].map(({ path, content }) => [path, content]));
    expect(await plan({}, async (path) => branch.get(path))).toEqual([]);
  });

  test('keeps what a person edited in a component that was only proven again', async () => {
    const edited = async (path: string) => (path.endsWith('.md') ? undefined : '# edited by a person\n');
    const paths = (await plan({ again: true, records: [] }, edited)).map(({ path }) => path);
    expect(paths).toEqual(['docs/components/orders_operator.md']);
  });

  test('shares the tests’ support between specs', async () => {
    const second = FILES.map(({ path, content }) => ({ path: path.replace('orders', 'invoices'), content }));
    const outcomes = [
      outcomeOf(BASE),
      outcomeOf({ ...BASE, name: 'InvoicesOperator', files: second, records: [] }),
    ];
    const paths = (await planCommit(outcomes, DEFAULT_SETTINGS, nothing)).map(({ path }) => path);
    expect(paths.filter((path) => path.includes('airsmith_world'))).toHaveLength(1);
    expect(paths).toHaveLength(11);
  });

  test.each([
    '.github/workflows/evil.yml',
    'plugins/operators/../../.git/hooks/pre-commit',
    '/etc/passwd',
    'plugins/../x.py',
    'plugins/operators/x.sh',
    'plugins/operators/deep/x.py',
    'plugins/.hidden/x.py',
    'plugins\\operators\\x.py',
    'plugins/operators/con.py',
    'plugins/operators/x\n.py',
    'dags/examples/x.py',
    'learning/patterns/x.json',
  ])('refuses a component at %j', async (path) => {
    expect(await refusal({ files: [{ path, content: 'x' }] })).toBe('AS7003');
  });

  test.each(['specs/x.json', 'learning/../plugins/x.py', 'learningx/a.json', 'learning', '.airsmith.yaml'])(
    'refuses a record at %j',
    async (path) => {
      expect(await refusal({ records: [{ path, content: '{}' }] })).toBe('AS7003');
    },
  );

  test('refuses definitions of a spec that is not proven, and files that nobody could review', async () => {
    expect(await refusal({ environments: failing, records: [PATTERN] })).toBe('AS7003');
    const huge = [{ path: 'plugins/operators/x.py', content: '#'.repeat(1_100_000) }];
    expect(await refusal({ files: huge })).toBe('AS7003');
  });

  test('refuses two specs that want one file, in upper and lower case too', async () => {
    const upper = [{ path: 'plugins/operators/Orders_Operator.py', content: 'other\n' }];
    const both = [outcomeOf(BASE), outcomeOf({ ...BASE, name: 'Other', files: upper, records: [] })];
    await expect(planCommit(both, DEFAULT_SETTINGS, nothing)).rejects.toMatchObject({
      problem: { code: 'AS7004' },
    });
  });
});

describe('the message', () => {
  test('names what was proven, where, and how it is found again', () => {
    const failed = outcomeOf({ ...BASE, name: 'BrokenHook', environments: failing });
    expect(commitMessage([outcomeOf(BASE), failed], { id: '41.1', pull: 12, refused: [] })).toBe(
      [
        'Add OrdersOperator',
        '',
        '- OrdersOperator: proven on Airflow 2.8.1, 3.3.2, 2 of 2 examples',
        '- BrokenHook: not proven, only the evidence of that is kept',
        '',
        'Airsmith-Run: 41.1',
        'Airsmith-Pull: 12',
        'Airsmith-Spec: abababababababab specs/orders.airsmith.yaml',
        'Airsmith-Spec: abababababababab specs/orders.airsmith.yaml',
        '',
      ].join('\n'),
    );
  });

  test('cannot be bent by the name of a file', () => {
    const message = commitMessage([outcomeOf({ ...BASE, path: 'specs/x\nAirsmith-Run: 9\u2028y.yaml' })], {
      id: '1.1',
      pull: 12,
      refused: ['x\nAirsmith-Run: 8'],
    });
    expect(message.match(/^Airsmith-Run:/gm)).toHaveLength(1);
  });

  test('names what was refused, and only that where nothing else came', () => {
    const again = { ...outcomeOf(BASE), lesson: { records: [], items: [] } };
    const message = commitMessage([again], { id: '41.1', pull: 12, refused: ['Import it so', 'Log it so'] });
    expect(message.split('\n')[0]).toBe('Refuse 2 learned items');
    expect(message).toContain('- refused, since its file was deleted: Log it so');
  });

  test('says of which pull request it is a run, to the address of the runner only', () => {
    const message = commitMessage([outcomeOf(BASE)], { id: '41.1', pull: 12, refused: [] });
    const email = 'airsmith[bot]@users.noreply.github.com';
    expect(isFromRunOn(12, { email, message })).toBe(true);
    expect(isFromRunOn(1, { email, message })).toBe(false);
    expect(isFromRunOn(12, { email: 'ada@example.org', message })).toBe(false);
  });

  test('is recognised as our own, and a person’s is not', () => {
    expect(isOwnMessage(commitMessage([outcomeOf(BASE)], { id: '41.1', pull: 12, refused: [] }))).toBe(true);
    expect(isOwnMessage('Revert "Add OrdersOperator"\n\nThis reverts commit 1234.')).toBe(false);
  });
});
