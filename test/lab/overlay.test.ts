/** Dependencies beside real Airflows: what fits is importable in the child and nowhere else, what does not says why. */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Environment, ReadyEnvironment } from '../../src/flow.js';
import { furnish, prepareEnvironment } from '../../src/lab/environments/index.js';
import type { Furnishing, LabJob, LabResult } from '../../src/ports.js';
import { environmentOptions, openLab, readyEnvironments, toDraft } from './fixture.js';
import { makeWheel } from './wheel.js';

const lab = openLab();
let environments: readonly ReadyEnvironment[] = [];
beforeAll(async () => {
  environments = await readyEnvironments(lab);
}, 900_000);
afterAll(() => lab.close());

async function furnished(
  environment: ReadyEnvironment,
  ...requirements: string[]
): Promise<ReadyEnvironment> {
  return ready(await lab.furnish(environment, installing(...requirements)));
}

function installing(...requirements: string[]): Furnishing {
  return { requirements, how: 'install', known: new Set(['airsmith-hostile', 'airsmith-quarrel']) };
}

function ready(environment: Environment): ReadyEnvironment {
  if (environment.state === 'ready') return environment;
  throw new Error(`${environment.problem.message}: ${environment.problem.cause}`);
}

async function run(environment: ReadyEnvironment, source: string, job: LabJob): Promise<LabResult> {
  const staged = await lab.stage(toDraft('Made', source));
  try {
    return await lab.run(environment, staged, job);
  } finally {
    await staged.dispose();
  }
}

const operator = (imports: string, body = 'return None') => `
try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models.baseoperator import BaseOperator
${imports}


class Made(BaseOperator):
    def execute(self, context):
        ${body}
`;

function newest(): ReadyEnvironment {
  const found = environments.at(-1);
  if (found === undefined) throw new Error('no Airflow');
  return found;
}

describe('a dependency that is not in the lock', () => {
  it('is importable where it was asked for, with its version, and nowhere else', async () => {
    for (const environment of environments) {
      const requirements = ['humanize>=4'];
      const job = { op: 'inspect', requirements } as const;
      const source = operator('import humanize');
      const beside = await furnished(environment, ...requirements);
      expect(await run(beside, source, job)).toMatchObject({
        ok: true,
        value: { libraries: { humanize: beside.overlay?.packages['humanize'] }, absent: [] },
      });
      expect(await run(environment, source, job)).toMatchObject({
        ok: false,
        failure: { exception: 'ModuleNotFoundError' },
      });
    }
  }, 300_000);

  it('is a provider on a bare Airflow 3, beside the packages that Airflow has loaded already', async () => {
    const beside = await furnished(newest(), 'apache-airflow-providers-http');
    const source = operator('from airflow.providers.http.hooks.http import HttpHook');
    const result = await run(beside, source, { op: 'inspect' });
    const version = beside.overlay?.packages['apache-airflow-providers-http'];
    expect(version).toMatch(/^\d/);
    expect(result).toMatchObject({
      ok: true,
      value: { libraries: { 'apache-airflow-providers-http': version } },
    });
  }, 300_000);

  it('needs no folder where the lock has it', async () => {
    for (const environment of environments) {
      const { overlay } = await furnished(environment, 'requests>=2.31');
      expect(overlay).toEqual({ packages: {}, there: { requests: expect.any(String) }, absent: [] });
    }
  });
});

describe('a dependency that cannot be had', () => {
  const cases = [
    ['is there in another version', ['requests<2.19'], 'AS3321', /requests/],
    ['is in another version', ['humanize>=9999'], 'AS3321', /only humanize/],
    ['is unknown', ['airsmith-no-such-distribution'], 'AS3322', /not found in the package registry/],
    ['has no wheel', ['pyspark==3.5.0; python_version > "3"'], 'AS3323', /no usable wheels/],
    ['would replace Airflow', ['apache-airflow<2'], 'AS3321', /apache-airflow/],
  ] as const;
  it.each(cases)(
    'says that it %s, in the words of uv',
    async (_, requirements, code, reason) => {
      const { overlay } = await furnished(newest(), ...requirements);
      expect(overlay?.folder).toBeUndefined();
      expect(overlay?.absent.map((problem) => [problem.code, problem.severity])).toEqual([[code, 'notice']]);
      expect(overlay?.absent[0]?.cause).toMatch(reason);
    },
    300_000,
  );

  it('says which version is there, and which was asked for', async () => {
    for (const environment of environments) {
      const { overlay } = await furnished(environment, 'requests<2.19');
      const has = (await furnished(environment, 'requests')).overlay?.there['requests'];
      expect(has).toMatch(/^2\.\d+/);
      expect(overlay?.absent[0]?.message).toBe(
        `requests<2.19 is not installed beside ${environment.lock}: requests ${has} is there already`,
      );
    }
  }, 300_000);

  it('contradicts another one of the same spec', async () => {
    const { overlay } = await furnished(newest(), 'humanize>=4.1', 'humanize<3');
    expect(overlay?.absent).toMatchObject([
      {
        requirement: 'humanize>=4.1',
        code: 'AS3329',
        severity: 'warning',
        message: 'humanize>=4.1 is not installed: it contradicts humanize<3 in the same spec',
        cause: expect.stringContaining('humanize<3'),
      },
    ]);
  }, 300_000);

  it('keeps back no other', async () => {
    const { overlay } = await furnished(newest(), 'humanize', 'requests<2.20');
    expect(Object.keys(overlay?.packages ?? {})).toEqual(['humanize']);
    expect(overlay?.absent).toHaveLength(1);
  }, 300_000);

  it.each([
    'x @ https://example.org/x.whl',
    '-r /etc/passwd',
    '--index-url=https://example.org',
    './local',
    'git+https://example.org/x',
    'x\n--index-url https://example.org',
    'x\\',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: uv would fill in the variable
    '${HOME}',
    'file.whl/',
    'x # y',
    'x==1 --config-settings=a',
    'x>1 -r requirements.txt',
    'x; python_version > "3" --config-settings=a',
  ])('is not even tried as %j', async (requirement) => {
    const { overlay } = await furnished(newest(), requirement);
    expect(overlay).toMatchObject({ packages: {}, absent: [{ code: 'AS3327' }] });
  });
});

describe('a registry that cannot be reached', () => {
  const unreachable = { UV_DEFAULT_INDEX: 'http://127.0.0.1:9/simple', UV_HTTP_RETRIES: '0' };

  it('is no absence: the environment is not run', async () => {
    const beside = await prepareEnvironment(newest(), environmentOptions());
    if (beside.state !== 'ready') throw new Error(beside.problem.message);
    const environment = { ...process.env, ...unreachable };
    const found = await furnish(beside, installing('inflect'), { ...environmentOptions(), environment });
    expect(found).toMatchObject({ state: 'unavailable', problem: { code: 'AS3325' } });
  });

  it('is not needed a second time', async () => {
    const beside = await prepareEnvironment(newest(), environmentOptions());
    if (beside.state !== 'ready') throw new Error(beside.problem.message);
    const first = await furnish(beside, installing('humanize'), environmentOptions());
    const environment = { ...process.env, UV_OFFLINE: '1' };
    const second = await furnish(beside, installing('humanize'), { ...environmentOptions(), environment });
    expect(second).toEqual(first);
    expect(first.state).toBe('ready');
  }, 300_000);
});

describe('a resolution that does not come to an end', () => {
  // An index that takes a question and never answers it: no time-out of uv is as short as our limit.
  const server = createServer(() => undefined);
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is given up, and is neither an absence nor a registry that cannot be reached', async () => {
    const beside = await prepareEnvironment(newest(), environmentOptions());
    if (beside.state !== 'ready') throw new Error(beside.problem.message);
    const { port } = server.address() as AddressInfo;
    const environment = { ...process.env, UV_DEFAULT_INDEX: `http://127.0.0.1:${port}/simple` };
    const limited = { ...environmentOptions(), environment, resolveMs: 1_000 };
    const found = await furnish(beside, installing('inflect'), limited);
    expect(found).toMatchObject({
      state: 'unavailable',
      problem: {
        code: 'AS3328',
        cause: 'ended after 1 s without a result',
        remedy: expect.stringContaining('narrow the ranges'),
      },
    });
  });
});

describe('a wheel of an index of one’s own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'airsmith-links-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('that wants what conflicts with the lock is absent for that reason', async () => {
    makeWheel(folder, 'airsmith_quarrel', '1.0', { 'airsmith_quarrel.py': '' }, ['requests<2']);
    const environment = { ...process.env, UV_FIND_LINKS: folder };
    const beside = await prepareEnvironment(newest(), environmentOptions());
    if (beside.state !== 'ready') throw new Error(beside.problem.message);
    const found = await furnish(beside, installing('airsmith-quarrel'), {
      ...environmentOptions(),
      environment,
    });
    expect(found).toMatchObject({
      state: 'ready',
      overlay: {
        packages: {},
        absent: [
          {
            code: 'AS3320',
            message: expect.stringMatching(/: it conflicts with requests 2[\d.]+$/),
            cause: expect.stringContaining('requests'),
          },
        ],
      },
    });
  }, 300_000);
});

describe('dependencies that need what contradicts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'airsmith-links-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are named, and nobody else is', async () => {
    makeWheel(folder, 'airsmith_quarrel', '1.0', { 'airsmith_quarrel.py': '' }, ['humanize<3']);
    const environment = { ...process.env, UV_FIND_LINKS: folder };
    const beside = await prepareEnvironment(newest(), environmentOptions());
    if (beside.state !== 'ready') throw new Error(beside.problem.message);
    const all = installing('humanize>=4.1', 'airsmith-quarrel', 'html2text');
    const found = await furnish(beside, all, { ...environmentOptions(), environment });
    const message = 'humanize>=4.1 is not installed: it contradicts airsmith-quarrel in the same spec';
    expect(found).toMatchObject({ state: 'ready', overlay: { absent: [{ code: 'AS3329', message }] } });
  }, 300_000);
});

describe('a hostile wheel', () => {
  const folder = mkdtempSync(join(tmpdir(), 'airsmith-links-'));
  const marks = mkdtempSync(join(tmpdir(), 'airsmith-marks-'));
  afterAll(() => {
    for (const path of [folder, marks]) rmSync(path, { recursive: true, force: true });
  });
  const mark = (name: string) =>
    `import pathlib; pathlib.Path(${JSON.stringify(join(marks, name))}).write_text("x")\n`;

  it('runs none of its code outside the sandbox, nor shadows Airflow or what Airflow brings', async () => {
    makeWheel(folder, 'airsmith_hostile', '1.0', {
      'airsmith_hostile/__init__.py': `try:\n    ${mark('import').trim()}\nexcept OSError as error:\n    REFUSED = type(error).__name__\n`,
      'airsmith_hostile.pth': mark('pth'),
      'sitecustomize.py': mark('sitecustomize'),
      'usercustomize.py': mark('usercustomize'),
      'requests/__init__.py': 'raise RuntimeError("shadowed")\n',
      'airflow/__init__.py': 'raise RuntimeError("shadowed")\n',
      'airflow/providers/common/sql/hooks/sql.py': 'raise RuntimeError("shadowed")\n',
    });
    const environment = { ...process.env, UV_FIND_LINKS: folder };
    const own = openLab({ environment });
    try {
      for (const one of await readyEnvironments(own)) {
        const beside = ready(await own.furnish(one, installing('airsmith-hostile')));
        expect(beside.overlay).toMatchObject({ packages: { 'airsmith-hostile': '1.0' }, absent: [] });
        expect(await readdir(beside.overlay?.folder ?? '')).toContain('airsmith_hostile.pth');
        const source = operator(
          'import airsmith_hostile, requests, airflow.providers.common.sql.hooks.sql\n\n' +
            'assert requests.get and airsmith_hostile.REFUSED',
        );
        const staged = await own.stage(toDraft('Made', source));
        expect(await own.run(beside, staged, { op: 'inspect' })).toMatchObject({ ok: true });
        await staged.dispose();
      }
    } finally {
      await own.close();
    }
    expect(await readdir(marks)).toEqual([]);
  }, 300_000);

  it('leaves the environment as it was', () => {
    for (const { lock, python } of environments) {
      const prefix = join(
        environmentOptions().cache,
        'environments',
        `${lock.replace('@', '-')}-py${python}`,
      );
      const stamp = JSON.parse(readFileSync(join(prefix, 'airsmith.json'), 'utf8'));
      expect(stamp.lock).toBe(lock);
      const site = join(prefix, 'lib', `python${python}`, 'site-packages');
      expect(existsSync(join(site, 'airsmith_hostile'))).toBe(false);
      expect(existsSync(join(site, 'humanize'))).toBe(false);
    }
  });
});
