/** A whole component with a dependency, from its spec to what people are told, on real Airflows: with it and without it. */

import { afterAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/flow.js';
import { renderComment } from '../../src/publish/comment.js';
import { jsonReport } from '../../src/report/json.js';
import { outcomeLines } from '../../src/report/terminal.js';
import { openLab } from '../lab/fixture.js';
import { type Told, tell } from './story.js';

const lab = openLab();
afterAll(() => lab.close());

const BOTH = { airflowVersions: ['2.8.1', '3.3.2'] };

function told({ outcome, result }: Told) {
  const { environments, money, problems } = result;
  const run = { id: '1.1', number: 1, attempt: 1, at: '2026-11-24T00:00:00Z', origin: 'test' };
  const context = {
    environments,
    spent: money.spent,
    problems,
    run,
    budget: 1,
    ms: 1,
    author: 'a',
    deleted: [],
    renamed: [],
  };
  return {
    comment: renderComment([outcome], context),
    terminal: outcomeLines(outcome),
    json: JSON.stringify(jsonReport([outcome], problems, [], money, undefined)),
  };
}

function environments({ outcome }: Told) {
  return outcome.best?.verdict?.environments ?? [];
}

function errors(story: Told): readonly Finding[] {
  return environments(story).flatMap(({ findings }) =>
    findings.filter(({ severity }) => severity === 'error'),
  );
}

/** The part of the prompt that speaks of dependencies. */
function toldTheAuthor({ asked }: Told) {
  const text = asked[0]?.messages[0]?.content ?? '';
  return JSON.parse(/<dependencies>([\s\S]*)<\/dependencies>/.exec(text)?.[1] ?? 'null');
}

describe('a library that no lock has', () => {
  test('is there while the component is proven, and the author is told its version', async () => {
    const story = await tell('feed', lab, BOTH);
    expect(errors(story)).toEqual([]);
    expect(story.outcome.proven).toBe(true);
    const version = environments(story)[0]?.libraries['xmltodict'];
    expect(version).toMatch(/^\d+\.\d+/);
    for (const verdict of environments(story)) {
      expect(verdict).toMatchObject({
        libraries: { xmltodict: version },
        absent: [],
        examples: { passed: 3 },
      });
    }
    expect(toldTheAuthor(story)).toMatchObject([
      { airflow: '2.8.1', there: { xmltodict: version }, absent: {} },
      { airflow: '3.3.2', there: { xmltodict: version }, absent: {} },
    ]);
    expect(told(story).comment).not.toContain('AS3363');
  });

  test('is absent where the settings say so, and everybody is told', async () => {
    const story = await tell('feed', lab, { ...BOTH, dependencies: 'absent' });
    expect(errors(story)).toEqual([]);
    expect(story.outcome.proven).toBe(true);
    for (const verdict of environments(story)) {
      expect(verdict).toMatchObject({ absent: ['xmltodict>=0.13'], examples: { passed: 3 } });
      expect(verdict.libraries).not.toHaveProperty('xmltodict');
    }
    expect(toldTheAuthor(story)).toMatchObject([
      { there: {}, absent: { 'xmltodict>=0.13': expect.stringContaining('dependencies: absent') } },
      { there: {}, absent: { 'xmltodict>=0.13': expect.stringContaining('dependencies: absent') } },
    ]);
    for (const [where, text] of Object.entries(told(story))) {
      expect(text, where).toContain('AS3363');
      expect(text, where).toMatch(/xmltodict&?.*0\.13 is not installed/);
    }
  });

  test('that a component cannot do without is only proven where it is there', async () => {
    const eager = (text: string) =>
      text.replace(
        /try:\n {4}import xmltodict\nexcept ImportError:\n {4}xmltodict = None\n/,
        'import xmltodict\n',
      );
    const newest = { airflowVersions: ['3.3.2'] };
    expect((await tell('feed', lab, newest, eager)).outcome.proven).toBe(true);
    const without = await tell('feed', lab, { ...newest, dependencies: 'absent' }, eager);
    expect(without.outcome.proven).toBe(false);
    expect(errors(without)).toMatchObject([{ code: 'AS4201', exception: 'ModuleNotFoundError' }]);
  });
});

test('a provider works beside a bare Airflow 3, hook and all', async () => {
  const story = await tell('people', lab, { airflowVersions: ['3.3.2'] });
  expect(errors(story)).toEqual([]);
  expect(story.outcome.proven).toBe(true);
  expect(environments(story)).toMatchObject([{ airflow: '3.3.2', examples: { passed: 2, total: 2 } }]);
  expect(toldTheAuthor(story)).toMatchObject([
    { there: { 'apache-airflow-providers-http': expect.stringMatching(/^\d/) } },
  ]);
});
