/** `.airsmith.yaml`: what may be said, and what is answered to the rest. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/config.js';
import { renderProblem } from '../../src/report/problem.js';
import { readSettings } from '../../src/spec/index.js';

async function told(text: string): Promise<string> {
  const result = await readSettings(text);
  return result.ok ? '' : result.problems.map((problem) => renderProblem(problem)).join('\n\n');
}

async function settingsOf(text: string) {
  const result = await readSettings(text);
  if (!result.ok) throw new Error(await told(text));
  return result.settings;
}

describe('settings', () => {
  test.each(['', '\n', '# nothing yet\n\n', '{}\n'])('of %j are the defaults', async (text) => {
    expect(await settingsOf(text)).toEqual(DEFAULT_SETTINGS);
  });

  test('may say everything', async () => {
    const text = [
      'specs: components/**/*.airsmith.yaml',
      'output:',
      '  component: src/shop/{kind}s/{file}.py',
      '  page: docs/{file}.md',
      'airflow-versions: [2.11.2, 3.3.2]',
      'python-versions: ["3.11", "3.12"]',
      'airflow: ">=2.11"',
      'model: claude-haiku-5',
      'escalate-to: claude-opus-5',
      'prices: {claude-haiku-5: {input: 1, output: 5}}',
      'batch: many',
      'max-attempts: 2',
      'max-cost: 0.25',
      'max-cost-per-spec: 0.1',
      'max-minutes: 30',
      'learning: .airsmith/learning/',
      'dependencies: absent',
      'trusted-dependencies: [our-client]',
      'python-path: [src/shop/, include]',
      'constraints: {2.11.2: deploy/constraints.txt}',
      'requirements: deploy/requirements.txt',
      'index-url: https://packages.example.org/simple',
      'rules: {AS4003: off}',
    ].join('\n');
    expect(await settingsOf(text)).toEqual({
      specs: ['components/**/*.airsmith.yaml'],
      output: {
        ...DEFAULT_SETTINGS.output,
        component: 'src/shop/{kind}s/{file}.py',
        page: 'docs/{file}.md',
      },
      airflowVersions: ['2.11.2', '3.3.2'],
      pythonVersions: ['3.11', '3.12'],
      airflow: '>=2.11',
      model: 'claude-haiku-5',
      escalateTo: 'claude-opus-5',
      prices: { 'claude-haiku-5': { input: 1, output: 5 } },
      batch: 'many',
      maxAttempts: 2,
      maxCost: 0.25,
      maxCostPerSpec: 0.1,
      maxMinutes: 30,
      learning: '.airsmith/learning',
      dependencies: 'absent',
      trustedDependencies: ['our-client'],
      pythonPath: ['src/shop', 'include'],
      constraints: { '2.11.2': 'deploy/constraints.txt' },
      requirements: { '*': 'deploy/requirements.txt' },
      indexUrl: 'https://packages.example.org/simple',
      rulesOff: ['AS4003'],
    });
  });

  test('that name a model mean that one: the default’s stronger one does not follow it', async () => {
    expect(await settingsOf('model: claude-haiku-5')).toMatchObject({
      model: 'claude-haiku-5',
      escalateTo: '',
    });
    expect(await settingsOf('max-cost: 2')).toMatchObject({
      model: 'claude-haiku-5-5',
      escalateTo: 'claude-opus-5-5',
    });
  });

  test('have the defaults that their schema promises to editors', () => {
    const schema = JSON.parse(
      readFileSync(new URL('../../schema/settings-1.schema.json', import.meta.url), 'utf8'),
    );
    const { properties } = schema;
    const { output, ...rest } = DEFAULT_SETTINGS;
    const promised = (key: string) => properties[key].default;
    expect(
      Object.fromEntries(Object.keys(output).map((key) => [key, properties.output.properties[key].default])),
    ).toEqual(output);
    expect(promised('specs')).toEqual(rest.specs);
    expect(promised('airflow-versions')).toEqual(rest.airflowVersions);
    expect(promised('python-versions')).toEqual(rest.pythonVersions);
    expect(promised('airflow')).toBe(rest.airflow);
    expect(promised('max-attempts')).toBe(rest.maxAttempts);
    expect(promised('max-cost')).toBe(rest.maxCost);
    expect(promised('learning')).toBe(rest.learning);
    expect(promised('dependencies')).toBe(rest.dependencies);
    expect(promised('python-path')).toEqual(rest.pythonPath);
  });
});

describe('a mistake in the settings', () => {
  test.each([
    ['an unquoted Python 3.10', 'python-versions: [3.10]', 'AS1013', 'Put it in quotes: "3.10".'],
    ['a key in another spelling', 'max_cost: 1', 'AS1009', 'Did you mean `max-cost`?'],
    ['too many attempts', 'max-attempts: 9', 'AS1039', 'The most is 4.'],
    ['a rule that is no code', 'rules: {lint: off}', 'AS1039', 'no code of a rule'],
    ['a rule of the spec itself', 'rules: {AS1007: off}', 'AS1039', 'cannot be switched off'],
    ['what an example showed', 'rules: {AS4301: off}', 'AS1039', 'cannot be switched off'],
    ['what an index shows', 'rules: {AS4507: off}', 'AS1039', 'a warning already where nothing fails'],
    ['a syntax error', 'rules: {AS4001: off}', 'AS1039', 'never what execution showed'],
    ['a rule that is on', 'rules: {AS4003: on}', 'AS1012', 'Allowed: `off`.'],
    ['an output outside', 'output: {component: "../{file}.py"}', 'AS1049', 'leaves its folder'],
    ['an output that is absolute', 'output: {component: "/{file}.py"}', 'AS1049', 'is absolute'],
    [
      'an output in the workflows',
      'output: {page: ".github/workflows/{file}.md"}',
      'AS1049',
      'steers the repository',
    ],
    ['an output in the root', 'output: {component: "{file}.py"}', 'AS1049', 'no place'],
    [
      'an output with another placeholder',
      'output: {component: "a/{name}.py"}',
      'AS1050',
      '`{kind}` and `{file}`',
    ],
    ['an output for all components', 'output: {component: a/b.py}', 'AS1050', '`{file}`'],
    ['an output of another kind', 'output: {component: "a/{file}.txt"}', 'AS1050', '`.py`'],
    ['the whole repository on the path', 'python-path: [.]', 'AS1049', 'such as `include`'],
    ['a hidden folder on the path', 'python-path: [.git]', 'AS1049', 'such as `include`'],
    ['a folder on the path twice', 'python-path: [a, a/]', 'AS1016', 'Delete one'],
    ['constraints outside', 'constraints: ../constraints.txt', 'AS1049', 'leaves its folder'],
    ['constraints for no Airflow', 'constraints: {2.7.0: c.txt}', 'AS1039', 'airflow-versions'],
    ['an index with a password', 'index-url: https://a:b@example.org/simple', 'AS1039', 'UV_DEFAULT_INDEX'],
    ['learning outside', 'learning: ../learning', 'AS1049', 'leaves its folder'],
    ['specs outside', 'specs: [/etc/*.yaml]', 'AS1049', 'is absolute'],
    ['an Airflow that is a range', 'airflow-versions: [">=2.8"]', 'AS1039', '2.11.2'],
    ['an Airflow twice', 'airflow-versions: [2.8.1, 2.8.1]', 'AS1016', 'Delete one'],
    ['a range that no version meets', 'airflow: ">=4"', 'AS1021', '2.8.1, 2.11.2, 3.3.2'],
    ['a range that is none', 'airflow: ^2.8', 'AS1020', '">=2.8,<3"'],
    ['an alias', 'specs: &a [x]\nlearning: *a', 'AS1005', 'is not allowed'],
    ['a list', '- specs', 'AS1011', 'not a map'],
  ])('%s is %s → answered', async (_, text, code, words) => {
    const answer = await told(text);
    expect(answer).toMatch(/^\.airsmith\.yaml:\d+:\d+ {2}AS/);
    expect(answer).toContain(code);
    expect(answer).toContain(words);
  });
});
