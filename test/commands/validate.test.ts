/** `airsmith validate` over a small repository: the same verdicts for code that people wrote. */

import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ValidateFlags, validateFiles } from '../../src/commands/validate.js';
import { AirsmithError } from '../../src/problems.js';

const FIXTURE = join(import.meta.dirname, 'fixtures/validate');
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'airsmith-validate-'));
  await cp(FIXTURE, root, { recursive: true });
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function ran(files: readonly string[], flags: ValidateFlags = {}, env = {}): Promise<Ran> {
  let [out, err] = ['', ''];
  const status = await validateFiles(
    files,
    { root, airflow: '2.8.1,3.3.2', ...flags },
    {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      colour: false,
      cwd: root,
      env: { ...process.env, GITHUB_ACTIONS: undefined, ...env },
      signal: new AbortController().signal,
      startedMs: 0,
    },
  );
  return { status, out, err };
}

describe('a file with a spec', () => {
  test('is proven by its examples and its tests, on a base class of the house; the spec is found by the class', async () => {
    const { status, out } = await ran(['plugins/operators/greetings.py']);
    expect(out).toMatch(/greetings\.py {2}proven on 2\.8\.1, 3\.3\.2 {2}1\/1 examples/);
    expect(out).toContain('1 of 1 component holds');
    expect(status).toBe(0);
  });

  test('fails with what the example shows, at its place, once for all Airflows', async () => {
    const { status, out } = await ran(['plugins/operators/rude.py'], {
      spec: 'specs/greet.airsmith.yaml',
      json: true,
    });
    const report = JSON.parse(out);
    expect(report).toMatchObject({
      ok: false,
      files: [{ path: 'plugins/operators/rude.py', spec: 'specs/greet.airsmith.yaml', proven: false }],
    });
    for (const { state, findings, timings } of report.files[0].environments) {
      expect(state).toBe('failed');
      expect(findings).toMatchObject([
        { code: 'AS4301', example: 'greets', expected: 'Hello Ada', actual: 'Bye Ada' },
      ]);
      expect(timings.map(({ tier }: { tier: string }) => tier)).toContain('examples');
    }
    expect(status).toBe(1);
  });
});

describe('a file without a spec', () => {
  test('holds on every Airflow and is never called proven: its behaviour is said to be unchecked', async () => {
    const { status, out } = await ran(['plugins/operators/other.py']);
    expect(out).toMatch(/other\.py {2}holds on 2\.8\.1, 3\.3\.2 {2}no spec: behaviour unchecked/);
    expect(out).not.toContain('proven');
    expect(status).toBe(0);
    const report = JSON.parse((await ran(['plugins/operators/other.py'], { json: true })).out);
    expect(report).toMatchObject({
      ok: true,
      files: [{ proven: false, holds: true, behaviour: 'unchecked', spec: null }],
    });
    for (const { state, timings } of report.files[0].environments) {
      expect(state).toBe('holds');
      expect(timings.map(({ tier }: { tier: string }) => tier)).toEqual(['syntax', 'import', 'construct']);
    }
    const { out: log } = await ran(['plugins/operators/other.py'], { sarif: '-' });
    expect(await sarifFaults(JSON.parse(log))).toEqual([]);
    expect(JSON.parse(log).runs[0].invocations[0].toolExecutionNotifications).toEqual([
      {
        level: 'note',
        message: { text: 'plugins/operators/other.py has no spec: its behaviour is unchecked' },
      },
    ]);
  });

  test.each([
    ['operators/careless.py', ['AS4114', 'AS4116', 'AS4150', 'AS4151', 'AS4155']],
    ['hooks/eager.py', ['AS4202']],
    ['operators/opaque.py', ['AS4202']],
  ])('%s fails by the rules that need no spec, and by its construction', async (file, codes) => {
    const { status, out } = await ran([`plugins/${file}`], { json: true });
    for (const { state, findings } of JSON.parse(out).files[0].environments) {
      expect(state).toBe('failed');
      expect(findings.map(({ code }: { code: string }) => code)).toEqual(expect.arrayContaining(codes));
    }
    expect(status).toBe(1);
  });

  test('a constructor that refuses its defaults in its own words is no fault', async () => {
    const { status, out } = await ran(['plugins/operators/picky.py']);
    expect(out).toContain('holds on 2.8.1, 3.3.2');
    expect(status).toBe(0);
  });

  test.each([
    ['empty.py', 'the file is empty'],
    ['plain.py', 'defines no operator, sensor, hook or trigger'],
  ])('%s holds no component, and that is said', async (file, words) => {
    const { status, out } = await ran([`plugins/operators/${file}`]);
    expect(out).toMatch(new RegExp(`AS4004 {2}plugins/operators/${file}:1 .*${words}`));
    expect(out).toContain('no component was found');
    expect(status).toBe(0);
  });

  test('fails where it cannot be imported', async () => {
    const { status, out } = await ran(['plugins/operators/moved.py']);
    expect(out).toContain('AS4501  plugins/operators/moved.py:3');
    expect(status).toBe(1);
  });
});

describe('--all', () => {
  test('validates every component that has a spec, and says which spec cannot be read', async () => {
    const { status, out } = await ran([], { all: true, json: true });
    const report = JSON.parse(out);
    const named = report.files.map(({ path, proven }: { path: string; proven: boolean }) => [path, proven]);
    expect(named).toEqual([
      ['plugins/operators/greetings.py', true],
      ['plugins/operators/rude.py', false],
    ]);
    expect(report.problems.map(({ code }: { code: string }) => code)).toContain('AS1010');
    expect(status).toBe(1);
  });
});

/** What the published schema of SARIF 2.1.0 (as `@microsoft/jest-sarif` ships it) says against a document. */
async function sarifFaults(document: unknown): Promise<readonly unknown[]> {
  const text = await readFile(join(import.meta.dirname, 'fixtures/sarif-2.1.0-rtm.5.json'), 'utf8');
  // It is written in draft 4, of which it uses nothing that draft 7 changed but the name of its own id.
  const { id: _, $schema: __, ...schema } = JSON.parse(text);
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  formats.default(ajv);
  const check = ajv.compile(schema);
  return check(document) ? [] : (check.errors ?? []);
}

describe('--sarif', () => {
  test('the schema that it is held against refuses what is no SARIF', async () => {
    expect(await sarifFaults({ version: '2.1.0', runs: [{ tool: {} }] })).not.toEqual([]);
  });

  test('writes rules with pages and results with places', async () => {
    const file = join(root, 'report.sarif');
    const { status } = await ran(['plugins/operators/moved.py', 'plugins/operators/rude.py'], {
      sarif: file,
    });
    expect(status).toBe(1);
    const log = JSON.parse(await readFile(file, 'utf8'));
    expect(await sarifFaults(log)).toEqual([]);
    const [run] = log.runs;
    const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(expect.arrayContaining(['AS4501', 'AS4301']));
    for (const { helpUri, id, help } of run.tool.driver.rules) {
      expect(helpUri).toBe(`https://github.com/airsmith/airsmith/blob/main/docs/errors/${id}.md`);
      expect(help.text).not.toBe('');
    }
    for (const { ruleId, ruleIndex } of run.results) expect(ids[ruleIndex]).toBe(ruleId);
    expect(run.results).toContainEqual(
      expect.objectContaining({
        ruleId: 'AS4501',
        level: 'error',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'plugins/operators/moved.py', uriBaseId: '%SRCROOT%' },
              region: expect.objectContaining({ startLine: 3 }),
            },
          },
        ],
        properties: { airflow: ['2.8.1', '3.3.2'] },
      }),
    );
  });
});

describe('wrong use', () => {
  test.each([
    ['nothing named', [], {}, 'AS2010'],
    ['files and --all', ['a.py'], { all: true }, 'AS2010'],
    ['a spec for several files', ['a.py', 'b.py'], { spec: 'c.yaml' }, 'AS2011'],
    ['two reports on standard output', ['a.py'], { json: true, sarif: '-' }, 'AS2014'],
    ['a file that is not there', ['no.py'], {}, 'AS2002'],
    ['no Python', ['specs/greet.airsmith.yaml'], {}, 'AS2012'],
    ['a report in no folder', ['a.py'], { sarif: 'no/such/report.sarif' }, 'AS2013'],
    ['a report that is a folder', ['a.py'], { sarif: 'plugins' }, 'AS2013'],
    ['no such Airflow', ['plugins/operators/other.py'], { airflow: '9.9' }, 'AS2016'],
    ['one such Airflow of two', ['plugins/operators/other.py'], { airflow: '2.7.0,3.3.2' }, 'AS2016'],
    ['a spec that is not there', ['plugins/operators/other.py'], { spec: 'no.yaml' }, 'AS2002'],
  ] as const)('%s', async (_, files, flags, code) => {
    const error = await ran(files, flags).then(
      () => undefined,
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(AirsmithError);
    expect(error).toMatchObject({ exit: 2, problem: { code } });
  });

  test.each([
    ['.hidden/x.py', 'hidden', 'dot'],
    ['some name/x.py', 'space', 'rename'],
    ['linked.py', 'symbolic link', 'points to'],
  ])('%s is refused with its reason', async (file, what, remedy) => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    if (file === 'linked.py') await symlink('plugins/operators/other.py', join(root, file));
    else await writeFile(join(root, file), '');
    await expect(ran([file])).rejects.toMatchObject({
      problem: {
        code: 'AS2012',
        message: expect.stringContaining(what),
        remedy: expect.stringContaining(remedy),
      },
    });
  });

  test('a file outside of the repository, and one that no module can be', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'airsmith-outside-'));
    await mkdir(join(root, 'odd name'));
    await writeFile(join(outside, 'x.py'), '');
    await writeFile(join(root, 'odd name/x.py'), '');
    for (const file of [join(outside, 'x.py'), 'odd name/x.py'])
      await expect(ran([file])).rejects.toMatchObject({ exit: 2, problem: { code: 'AS2012' } });
    await rm(outside, { recursive: true });
  });
});

describe('with settings', () => {
  const FILE = ['plugins/operators/other.py'];
  const settings = (text: string) => writeFile(join(root, '.airsmith.yaml'), text);
  afterEach(() => rm(join(root, '.airsmith.yaml')));

  test('an Airflow outside of what is supported is not run, and that is said', async () => {
    await settings('airflow: ">=3,<4"\n');
    const { status, out, err } = await ran(FILE);
    expect(err).toContain('nothing is run on 2.8.1: supported is >=3,<4');
    expect(out).toContain('holds on 3.3.2');
    expect(status).toBe(0);
    await expect(ran(FILE, { airflow: '2.8.1' })).rejects.toMatchObject({
      exit: 2,
      problem: { code: 'AS2016', message: '--airflow names 2.8.1, and supported is >=3,<4' },
    });
  });

  test('that --airflow leaves out the range of a spec says nothing against the spec', async () => {
    const spec = join(root, 'specs/narrow.airsmith.yaml');
    const text = await readFile(join(root, 'specs/greet.airsmith.yaml'), 'utf8');
    await settings('');
    await writeFile(spec, text.replace(/^airflow:.*\n/m, '').concat('airflow: ">=2.8,<3"\n'));
    await expect(ran(['plugins/operators/greetings.py'], { airflow: '3.3.2', spec })).rejects.toMatchObject({
      exit: 2,
      problem: { code: 'AS2016', message: '--airflow names 3.3.2, and supported is >=2.8,<3' },
    });
    await rm(spec);
  });

  test('an Airflow that cannot be had is no failure of the code, and no success either', async () => {
    await settings('airflow-versions: ["2.9.0"]\n');
    const { status, out } = await ran(FILE, { airflow: '' });
    expect(out).toMatch(/not run on 2\.9\.0/);
    expect(out).toMatch(/ AS\d{4} {2}Airflow 2\.9\.0: /);
    expect(status).toBe(3);
  });
});
