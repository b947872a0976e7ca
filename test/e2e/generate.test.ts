/** The command as a user meets it: the committed bundle, real git, real Airflow, recorded answers. */

import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { project } from './project.js';

const ECHO = join(import.meta.dirname, 'fixtures/echo');
const BOTH = 'airflow-versions: ["2.8.1", "3.3.2"]\n';

describe('airsmith generate', () => {
  test('mends a wrong draft with what real runs showed, and commits everything at once', async () => {
    await using repository = await project(ECHO, BOTH);
    const before = (await repository.git('rev-list', '--count', 'HEAD')).trim();
    const ran = await repository.airsmith(
      'generate',
      'specs/echo.airsmith.yaml',
      '--replay',
      'recordings',
      '--json',
      '--commit',
    );
    expect(ran.status, ran.stderr).toBe(0);
    const report = JSON.parse(ran.stdout);
    expect(report).toMatchObject({
      proven: true,
      attempts: 2,
      airflow: { '2.8.1': 'proven', '3.3.2': 'proven' },
      cost_usd: 0,
    });
    const committed = (await repository.git('show', '--name-only', '--format=', 'HEAD'))
      .trim()
      .split('\n')
      .sort();
    expect(committed).toEqual(report.files);
    expect(committed).toEqual(
      expect.arrayContaining([
        'plugins/operators/echo_operator.py',
        'tests/airsmith/test_echo_operator.py',
        'dags/examples/echo_operator_example.py',
        'docs/components/echo_operator.md',
      ]),
    );
    expect(committed.filter((path) => /^learning\/evidence\/.*json$/.test(path))).toHaveLength(1);
    expect(Number(await repository.git('rev-list', '--count', 'HEAD'))).toBe(Number(before) + 1);
    expect(await repository.git('status', '--porcelain')).toBe('');
  });

  test('a second run of the same work changes nothing and asks nobody', async () => {
    await using repository = await project(ECHO);
    const args = ['generate', 'specs/echo.airsmith.yaml', '--replay', 'recordings', '--json', '--commit'];
    await repository.airsmith(...args);
    const head = await repository.git('rev-parse', 'HEAD');
    const again = await repository.airsmith('generate', 'specs/echo.airsmith.yaml', '--json', '--commit');
    expect(again.status, again.stderr).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ proven: true, attempts: 0, files: [] });
    expect(await repository.git('rev-parse', 'HEAD')).toBe(head);
  });

  test('an unproven component leaves only the evidence of that, holds back no other, and says why', async () => {
    await using repository = await project(ECHO);
    const specs = ['specs/stubborn.airsmith.yaml', 'specs/broken.airsmith.yaml', 'specs/echo.airsmith.yaml'];
    const ran = await repository.airsmith('generate', ...specs, '--replay', 'recordings', '--json');
    expect(ran.status).toBe(1);
    const report = JSON.parse(ran.stdout);
    expect(report.proven).toBe(false);
    expect(report.airflow).toEqual({ '3.3.2': 'failed' });
    const stubborn = report.components.find(
      (component: { name: string }) => component.name === 'StubbornOperator',
    );
    expect(stubborn).toMatchObject({ proven: false, attempts: 2, problems: [{ code: 'AS5016' }] });
    expect(stubborn.environments[0].findings).toContainEqual(
      expect.objectContaining({ example: 'adds', expected: 5, actual: 6 }),
    );
    expect(report.problems).toContainEqual(expect.objectContaining({ code: 'AS1007' }));
    expect(existsSync(join(repository.root, 'plugins/operators/echo_operator.py'))).toBe(true);
    expect(
      report.files.filter(
        (path: string) => path.includes('stubborn') && !path.startsWith('learning/evidence/'),
      ),
    ).toEqual([]);
  });

  test('a file that airsmith did not write is never overwritten', async () => {
    await using repository = await project(ECHO);
    const file = join(repository.root, 'plugins/operators/echo_operator.py');
    await repository.airsmith('generate', 'specs/echo.airsmith.yaml', '--replay', 'recordings');
    const made = await readFile(file, 'utf8');
    await repository.git('clean', '-q', '-fd', 'learning');
    await writeFile(file, `${made}\n# by hand\n`);
    const ran = await repository.airsmith('generate', 'specs/echo.airsmith.yaml', '--replay', 'recordings');
    expect(ran.status).toBe(1);
    expect(ran.stdout + ran.stderr).toContain('AS7001');
    expect(await readFile(file, 'utf8')).toContain('# by hand');
  });

  test.each([
    'tests/airsmith/test_echo_operator.py',
    'dags/examples/echo_operator_example.py',
    'docs/components/echo_operator.md',
  ])('nor is %s, which a person wrote, committed or not', async (path) => {
    await using repository = await project(ECHO);
    const file = join(repository.root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, 'mine\n');
    const ran = await repository.airsmith('generate', 'specs/echo.airsmith.yaml', '--replay', 'recordings');
    expect(ran.status).toBe(1);
    expect(ran.stdout).toContain(`${path} exists, and airsmith did not write it`);
    expect(await readFile(file, 'utf8')).toBe('mine\n');
    expect(existsSync(join(repository.root, 'plugins'))).toBe(false);
  });

  test('what a person changed in a component is written anew only where a commit keeps it', async () => {
    await using repository = await project(ECHO);
    const args = ['generate', 'specs/echo.airsmith.yaml', '--replay', 'recordings'];
    await repository.airsmith(...args, '--commit');
    const spec = join(repository.root, 'specs/echo.airsmith.yaml');
    await writeFile(spec, `${await readFile(spec, 'utf8')}# another wording\n`);
    await repository.git('commit', '-q', '-am', 'Word the spec differently');
    const file = join(repository.root, 'plugins/operators/echo_operator.py');
    const edited = `${await readFile(file, 'utf8')}\n# by hand\n`;
    await writeFile(file, edited);
    const refused = await repository.airsmith(...args);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toContain('AS7005');
    expect(await readFile(file, 'utf8')).toBe(edited);
    await repository.git('commit', '-q', '-am', 'Edit the component');
    expect((await repository.airsmith(...args)).status).toBe(0);
    expect(await readFile(file, 'utf8')).not.toContain('# by hand');
  });

  test('an Airflow that cannot be had is reported as not run, and nothing is called proven', async () => {
    await using repository = await project(
      ECHO,
      'airflow-versions: ["3.3.2", "2.7.3"]\nairflow: ">=2.7,<4"\n',
    );
    await writeFile(
      join(repository.root, 'specs/echo.airsmith.yaml'),
      (await readFile(join(ECHO, 'specs/echo.airsmith.yaml'), 'utf8')).replace('>=2.8', '>=2.7'),
    );
    const ran = await repository.airsmith(
      'generate',
      'specs/echo.airsmith.yaml',
      '--replay',
      'recordings',
      '--json',
    );
    expect(ran.status).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      proven: false,
      airflow: { '2.7.3': 'not-run', '3.3.2': 'proven' },
    });
    expect(existsSync(join(repository.root, 'plugins/operators/echo_operator.py'))).toBe(false);
  });

  test('nobody is asked and nothing is written where no Airflow can be had: the world failed', async () => {
    await using repository = await project(ECHO, 'airflow-versions: ["3.99.0"]\n');
    const ran = await repository.airsmith(
      'generate',
      '--replay',
      'recordings',
      '--json',
      'specs/echo.airsmith.yaml',
    );
    expect(ran.status, ran.stderr).toBe(3);
    const report = JSON.parse(ran.stdout);
    expect(report).toMatchObject({ proven: false, attempts: 0, files: [], airflow: { '3.99.0': 'not-run' } });
    expect(report.components[0]).toMatchObject({ reused: false, problems: [{ code: 'AS3108' }] });
    expect(await repository.git('status', '--porcelain')).toBe('');
  });

  test('works in a folder without git', async () => {
    await using repository = await project(ECHO);
    await repository.git('status');
    const { rm } = await import('node:fs/promises');
    await rm(join(repository.root, '.git'), { recursive: true });
    const ran = await repository.airsmith(
      'generate',
      'specs/echo.airsmith.yaml',
      '--replay',
      'recordings',
      '--json',
    );
    expect(ran.status, ran.stderr).toBe(0);
    expect(JSON.parse(ran.stdout).files).toContain('plugins/operators/echo_operator.py');
  });
});

describe('wrong use ends with status 2, one clear message and no stack trace', () => {
  test.each([
    ['an unknown command', ['forge'], /unknown command/],
    ['an unknown option', ['generate', '--fast'], /unknown option/],
    ['a spec that does not exist', ['generate', 'specs/none.airsmith.yaml'], /AS2002/],
    ['a budget that is no number', ['generate', '--max-cost', 'much', 'specs/echo.airsmith.yaml'], /AS2001/],
    [
      'no branch to commit to',
      ['generate', '--replay', 'recordings', '--commit', 'specs/echo.airsmith.yaml'],
      /AS2004/,
    ],
  ])('%s', async (name, args, message) => {
    await using repository = await project(ECHO);
    if (name.includes('branch')) await repository.git('switch', '-q', '--detach');
    const ran = await repository.airsmith(...args);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
  });
});
