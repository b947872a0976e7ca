/** Environments of the user's own constraints and requirements: real ones where they resolve, problems with places where not. */

import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { cacheFolder, DEFAULT_SETTINGS } from '../../src/config.js';
import { readDeployed } from '../../src/deployed.js';
import { planTargets, prepareEnvironment } from '../../src/lab/environments/index.js';
import type { Deployed } from '../../src/lab/environments/options.js';
import { pins } from '../../src/lab/environments/requirements.js';

const LOCKS = join(import.meta.dirname, '../../src/lab/locks');
const SHARED = cacheFolder(process.env, homedir());
/** Environments of these tests are no use to others; the wheels and uv are those of everybody. */
const cache = mkdtempSync(join(tmpdir(), 'airsmith-own-'));
const options = {
  cache,
  locks: LOCKS,
  environment: { ...process.env, UV_CACHE_DIR: process.env['UV_CACHE_DIR'] ?? join(SHARED, 'wheels') },
};
afterAll(() => rmSync(cache, { recursive: true, force: true }));

async function prepared(airflow: string, deployed: Deployed, more = {}) {
  const settings = { ...DEFAULT_SETTINGS, airflowVersions: [airflow] };
  const [target] = await planTargets([DEFAULT_SETTINGS.airflow], settings, options);
  if (target === undefined) throw new Error('no target');
  return prepareEnvironment(target, { ...options, deployed: () => deployed, ...more });
}

function file(text: string, path = 'deploy/requirements.txt') {
  return { path, text };
}

/** The shipped lock as somebody's constraints file, as Airflow publishes them. */
async function shipped(airflow: string): Promise<string> {
  const text = await readFile(join(LOCKS, `airflow-${airflow}.txt`), 'utf8');
  return [...pins(text)].map(([name, version]) => `${name}==${version}\n`).join('');
}

describe('what is deployed', () => {
  test.each(['2.8.1', '3.3.2'])(
    'is what is installed with Airflow %s, and named so',
    async (airflow) => {
      const constraints = file(
        `# ours\n${await shipped(airflow)}humanize==4.9.0\n`,
        'deploy/constraints.txt',
      );
      const deployed = { constraints, requirements: file('humanize  # for people\n') };
      const first = await prepared(airflow, deployed);
      if (first.state !== 'ready') throw new Error(`${first.problem.message}: ${first.problem.cause}`);
      expect(first.lock).toMatch(
        /^deploy\/constraints\.txt\+deploy\/requirements\.txt for airflow-[\d.]+@[0-9a-f]{12}$/,
      );
      const has = pins(await readFile(first.constraints, 'utf8'));
      expect(has.get('apache-airflow')).toBe(airflow);
      expect(has.get('humanize')).toBe('4.9.0');
      const again = await prepared(airflow, deployed, { environment: { UV_OFFLINE: '1' } });
      expect(again).toMatchObject({ state: 'ready', lock: first.lock, prefix: first.prefix });
      const changed = await prepared(airflow, { ...deployed, requirements: file('humanize==9999\n') });
      expect(changed).toMatchObject({
        state: 'unavailable',
        problem: {
          code: 'AS3330',
          cause: expect.stringContaining('humanize'),
          position: { path: 'deploy/requirements.txt', line: 1 },
        },
      });
    },
    600_000,
  );

  test('may have hashes, and then nothing else is installed', async () => {
    const hash = '0'.repeat(64);
    const requirements = file(`\nhumanize==4.9.0 \\\n    --hash=sha256:${hash}\n`);
    expect(await prepared('3.3.2', { requirements })).toMatchObject({
      state: 'unavailable',
      problem: { code: 'AS3333', position: { path: 'deploy/requirements.txt', line: 2 } },
    });
  }, 300_000);
});

describe('a line that is no requirement by name', () => {
  test.each([
    '-r other.txt',
    '-e .',
    '--index-url https://example.org',
    '--extra-index-url=https://example.org',
    'x @ https://example.org/x.whl',
    'https://example.org/x.whl',
    'git+https://example.org/x',
    './x',
    'x==1 --config-settings=a',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: uv would fill in the variable
    '${NAME}',
  ])('%s is refused at its place', async (line) => {
    const deployed = { constraints: file(`requests\n\n${line}\n`, 'c.txt') };
    expect(await prepared('3.3.2', deployed)).toMatchObject({
      state: 'unavailable',
      problem: { code: 'AS3332', position: { path: 'c.txt', line: 3 } },
    });
  });
});

describe('the settings', () => {
  const settings = { constraints: { '2.8.1': 'old.txt' }, requirements: { '*': 'all.txt' } };

  test('name a file for every Airflow, or for one', async () => {
    const deployed = await readDeployed(settings, async (path) => `# ${path}`);
    expect(deployed('2.8.1')).toEqual({
      constraints: { path: 'old.txt', text: '# old.txt' },
      requirements: { path: 'all.txt', text: '# all.txt' },
    });
    expect(deployed('3.3.2')).toEqual({ requirements: { path: 'all.txt', text: '# all.txt' } });
    expect((await readDeployed(DEFAULT_SETTINGS, async () => ''))('2.8.1')).toBeUndefined();
  });

  test('that name a file which is not there leave that Airflow not run', async () => {
    const deployed = (await readDeployed(settings, async () => undefined))('3.3.2');
    expect(await prepared('3.3.2', deployed ?? {})).toMatchObject({
      state: 'unavailable',
      problem: { code: 'AS3331', message: expect.stringContaining('all.txt') },
    });
  });
});
