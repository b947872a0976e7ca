import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionUse, Example, Json } from '../../src/flow.js';
import { type OpenWorld, WorldServer } from '../../src/lab/world.js';
import { LAB_PYTHON } from './fixture.js';

/** The trusted side alone: it believes neither the spec, which comes from a pull request, nor the component. */
let base = '';
let worlds: WorldServer;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'airsmith-world-'));
  const started = await WorldServer.start({
    python: 'python3',
    labPython: LAB_PYTHON,
    base: join(base, 'worlds'),
  });
  if (typeof started === 'string') throw new Error(started);
  worlds = started;
});
afterAll(async () => {
  await worlds.end();
  await rm(base, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of the spec format
const ADDRESS = '${http}/b';
const SQLITE: ConnectionUse = { type: 'sqlite', default_id: 'db', input: 'conn_id' };

function open(example: Omit<Example, 'name'>, connection?: ConnectionUse) {
  return worlds.open({ ...example, name: 'x' } as Example, {
    kind: 'operator',
    ...(connection ? { connection } : {}),
  });
}

async function opened(example: Omit<Example, 'name'>, connection?: ConnectionUse): Promise<OpenWorld> {
  const answer = await open(example, connection);
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

async function judged(world: OpenWorld, observation: Json): Promise<readonly string[]> {
  const answer = await worlds.judge(world.world, observation);
  if (!answer.ok) throw new Error(answer.message);
  return answer.value.map(({ expectation, message }) => `${expectation}: ${message}`);
}

describe('what the component may know', () => {
  it('holds no expectation', async () => {
    const expectations = {
      returns: 'sesame', raises: { type: 'sesame' }, http_all: true, rendered: { a: 'sesame' }, sql: [{ query: 'sesame', rows: [] }],
      files: { sesame: 'sesame' }, xcom: { a: 'sesame' }, logs: ['sesame'], not_in_logs: ['sesame'], defers: true,
    }; // biome-ignore format: a table reads better
    const world = await opened({
      ...expectations,
      inputs: { a: 1 },
      given: { http: [{ request: { method: 'GET', path: '/sesame' }, response: { status: 200 } }] },
    });
    expect(JSON.stringify(world)).not.toContain('sesame');
    expect(world.public['inputs']).toEqual({ a: 1 });
  });

  it('is the connection, pointed at the example’s own server or database', async () => {
    const web = await opened(
      { given: { connection: { password: 'p', extra: { a: 1 } } } },
      { type: 'http', default_id: 'web', input: 'http_conn_id' },
    );
    expect(web.public['connection']).toEqual({
      id: 'web',
      fields: {
        conn_type: 'http',
        host: '127.0.0.1',
        port: web.port,
        schema: 'http',
        password: 'p',
        extra: { a: 1 },
      },
    });
    const data = await opened({ inputs: { conn_id: 'mine' }, given: { sql: [] } }, SQLITE);
    expect(data.public['connection']).toMatchObject({ id: 'mine', fields: { conn_type: 'sqlite' } });
  });
});

describe('a spec reaches nothing of the machine', () => {
  const escapes: readonly [string, Json][] = [
    ['attach', { sql: [`ATTACH DATABASE '/tmp/airsmith-stolen' AS other`] }],
    ['vacuum into', { sql: [`CREATE TABLE a (b)`, `VACUUM INTO '/tmp/airsmith-stolen'`] }],
    ['pragma', { sql: [`PRAGMA journal_mode = WAL`] }],
    ['extension', { sql: [`SELECT load_extension('/tmp/x')`] }],
    [
      'endless statement',
      { sql: ['WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n'] },
    ],
    ['parent folder', { files: { '../x': '' } }],
    ['absolute path', { files: { '/tmp/airsmith-stolen': '' } }],
    ['hidden in the middle', { files: { 'a/../../x': '' } }],
  ];
  for (const [name, given] of escapes)
    it(`through given: ${name}`, async () => {
      expect(await open({ given } as Omit<Example, 'name'>, SQLITE)).toMatchObject({
        ok: false,
        message: expect.stringMatching(/not authorized|authorization denied|interrupted|inside the example/),
      });
    });

  it('through a query or a path that is looked at afterwards', async () => {
    const queries = [
      `ATTACH DATABASE '/etc/passwd' AS x`,
      `DELETE FROM a`,
      `PRAGMA database_list`,
      `SELECT load_extension('x')`,
    ];
    const world = await opened(
      { given: { sql: ['CREATE TABLE a (b)'] }, sql: queries.map((query) => ({ query, rows: [] })) } as never,
      SQLITE,
    );
    const said = await judged(world, {});
    expect(said.filter((line) => /^sql: .*not authorized/.test(line))).toHaveLength(queries.length);
    const files = await open({ files: { '../../etc/passwd': null } });
    expect(files.ok && (await worlds.judge(files.value.world, {}))).toMatchObject({ ok: false });
  });
});

describe('an observation is believed only as far as it has the right shape', () => {
  const forged: readonly Json[] = [
    null, 1, 'x', [], { outcome: 1 }, { outcome: { state: 7 } }, { outcome: { state: 'returned' }, logs: 5, pokes: 'x', rendered: [], xcom: 3 },
    { outcome: { state: 'raised', names: 3, message: {} } }, { outcome: { state: 'raised', names: [{}] } },
  ]; // biome-ignore format: a table reads better
  for (const observation of forged)
    it(JSON.stringify(observation), async () => {
      const world = await opened({
        returns: 1,
        rendered: { a: 1 },
        xcom: { a: 1 },
        logs: ['x'],
        pokes: [true],
      } as never);
      expect((await judged(world, observation)).length).toBeGreaterThan(0);
    });

  it('and a count of changes that is none stands for no change at all', async () => {
    for (const changes of [true, '2', null, [], 1.5, undefined]) {
      const world = await opened({ between: [{ files: {} }, { files: {} }] } as never);
      const observation = { outcome: { state: 'returned' }, ...(changes === undefined ? {} : { changes }) };
      expect(await judged(world, observation)).toEqual([
        expect.stringMatching(/^between: .* 0 of the 2 changes/),
      ]);
    }
  });

  it('survives a value that is nested without end', async () => {
    let deep: Json = [];
    for (let i = 0; i < 3_000; i++) deep = [deep];
    const world = await opened({ returns: 1 });
    const answer = await worlds.judge(world.world, { outcome: { state: 'returned', value: deep } });
    expect(answer.ok === false || answer.value.length > 0).toBe(true);
    expect((await opened({})).port).toBeGreaterThan(0);
  });
});

describe('changes between pokes', () => {
  const BETWEEN = { between: [{ files: {} }, { files: {} }] };
  const cases: readonly [string, object, object, boolean][] = [
    ['all were made', {}, { outcome: { state: 'returned' }, changes: 2 }, true],
    ['one was not', {}, { outcome: { state: 'returned' }, changes: 1 }, false],
    ['an exception came first, as expected', { raises: { type: 'E' } }, { outcome: { state: 'raised', names: ['E'] }, changes: 1 }, false],
    ['the task was killed, as expected', { kill: { after: 1 } }, { outcome: { state: 'killed' }, changes: 1 }, true],
  ]; // biome-ignore format: a table reads better
  for (const [name, more, observation, holds] of cases)
    it(name, async () => {
      const world = await opened({ ...BETWEEN, ...more } as never);
      const said = await judged(world, observation as Json);
      expect(said.filter((line) => line.startsWith('between: '))).toHaveLength(holds ? 0 : 1);
    });
});

describe('the database after the run', () => {
  it('is not the file that a link points at', async () => {
    const { symlink } = await import('node:fs/promises');
    const world = await opened(
      { given: { sql: [] }, sql: [{ query: 'SELECT 1', rows: [[1]] }] } as never,
      SQLITE,
    );
    const path = (world.public['connection'] as { fields: { host: string } }).fields.host;
    await rm(path);
    await symlink('/etc/passwd', path);
    expect(await judged(world, { outcome: { state: 'returned' } })).toEqual([
      'sql: the database is a symbolic link, which is not followed',
    ]);
  });

  it('may be broken', async () => {
    const world = await opened(
      { given: { sql: [] }, sql: [{ query: 'SELECT * FROM a', rows: [] }] } as never,
      SQLITE,
    );
    const path = (world.public['connection'] as { fields: { host: string } }).fields.host;
    await writeFile(path, 'no database'.repeat(500));
    expect(await judged(world, { outcome: { state: 'returned' } })).toEqual([
      expect.stringContaining('file is not a database'),
    ]);
  });
});

describe('the server', () => {
  it('answers what is given, with substitutions, and closes with its world', async () => {
    const world = await opened({
      given: {
        http: [
          {
            request: { method: 'GET', path: '/a' },
            response: { status: 200, json: { next: ADDRESS }, headers: { 'X-A': '1' } },
            times: 'any',
          },
        ],
      },
    });
    const at = `http://127.0.0.1:${world.port}`;
    const answer = await fetch(`${at}/a`);
    expect(answer.headers.get('x-a')).toBe('1');
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({ next: `${at}/b` });
    expect((await fetch(`${at}/a`, { method: 'PUT' })).status).toBe(418);
    await worlds.close(world.world);
    await expect(fetch(`${at}/a`)).rejects.toThrow();
  });

  it('takes a body in chunks, and none that is too large', async () => {
    const world = await opened({
      given: {
        http: [
          { request: { method: 'POST', path: '/a', json: { a: 1 } }, response: { status: 200, body: 'ok' } },
        ],
      },
    });
    const chunks = async function* () {
      yield Buffer.from('{"a"');
      yield Buffer.from(':1.0}');
    };
    const send = (body: AsyncIterable<Uint8Array>) =>
      fetch(`http://127.0.0.1:${world.port}/a`, {
        method: 'POST',
        body: body as never,
        duplex: 'half',
      } as RequestInit);
    expect(await (await send(chunks())).text()).toBe('ok');
    const large = async function* () {
      for (let sent = 0; sent < 9; sent++) yield Buffer.alloc(1 << 20);
    };
    // It hangs up while the rest is still being sent, which a client may see before the status.
    const answer = await send(large()).catch(() => undefined);
    expect([413, undefined]).toContain(answer?.status);
    expect(await judged(world, { outcome: { state: 'returned' } })).toEqual([]);
  });
});

it('leaves no folder of a closed world', async () => {
  const world = await opened({ given: { files: { 'a/b': 'c' } } });
  const root = join(base, 'worlds', String(world.world));
  expect(await readFile(join(root, 'files/a/b'), 'utf8')).toBe('c');
  await worlds.close(world.world);
  // Removed beside the work: nobody waits for it.
  await expect
    .poll(() => readdir(join(base, 'worlds')), { timeout: 30_000 })
    .not.toContain(String(world.world));
});
