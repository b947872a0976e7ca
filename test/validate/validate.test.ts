/** Real drafts on every shipped Airflow. A wrong component's file says which finding it must get: `AS4105-no-kwargs.py`. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Draft, Finding, ReadyEnvironment, Spec, Verdict } from '../../src/flow.js';
import type { Lab } from '../../src/ports.js';
import { validate } from '../../src/validate/index.js';
import { draftOf, openLab, readDraft, readFixtureSpec, readyEnvironments, wrongOnes } from './fixture.js';

let lab: Lab;
let environments: readonly ReadyEnvironment[];

beforeAll(async () => {
  lab = openLab();
  environments = await readyEnvironments(lab);
});
afterAll(() => lab.close());

function prove(draft: Draft, spec: Spec, rulesOff: readonly string[] = []): Promise<Verdict> {
  return validate(draft, spec, lab, environments, { rulesOff });
}

function errorsOf({ environments: all }: Verdict): readonly (readonly Finding[])[] {
  return all.map(({ findings }) => findings.filter(({ severity }) => severity === 'error'));
}

describe.each(['price_operator', 'price_hook', 'price_sensor'])('%s', async (folder) => {
  const wrong = await wrongOnes(folder);

  test('a right component is proven on every Airflow, by examples and by its own tests', async () => {
    const spec = await readFixtureSpec(folder);
    const verdict = await prove(await readDraft(spec, folder, 'right.py'), spec);
    expect(errorsOf(verdict)).toEqual(environments.map(() => []));
    expect(verdict.proven).toBe(true);
    for (const { state, examples, timings, lock, sandbox } of verdict.environments) {
      expect(state).toBe('proven');
      expect(examples).toEqual({ passed: spec.examples.length, total: spec.examples.length });
      expect(timings.map(({ tier }) => tier)).toEqual([
        'syntax',
        'import',
        'construct',
        'dag',
        'examples',
        'tests',
      ]);
      expect(lock).toMatch(/^airflow-[\d.]+@[0-9a-f]{12}$/);
      expect(sandbox).not.toBe('');
    }
  });

  test.each(wrong)('%s', async (file) => {
    const spec = await readFixtureSpec(folder);
    const code = file.slice(0, 6);
    const verdict = await prove(await readDraft(spec, folder, `wrong/${file}`), spec);
    expect(verdict.proven).toBe(false);
    for (const errors of errorsOf(verdict)) {
      expect(errors.map((finding) => finding.code)).toContain(code);
      for (const { message, tier } of errors) {
        expect(message).not.toBe('');
        expect(tier).toBeDefined();
      }
    }
  });
});

test('an import that the index knows to fail costs no Python', async () => {
  const spec = await readFixtureSpec('price_operator');
  const verdict = await prove(await readDraft(spec, 'price_operator', 'wrong/AS4501-moved-import.py'), spec);
  expect(errorsOf(verdict)).toMatchObject(
    environments.map(() => [
      {
        code: 'AS4501',
        message: "ModuleNotFoundError: No module named 'airflow.models.nowhere'",
        position: { line: 10 },
      },
    ]),
  );
  expect(verdict.environments.map(({ timings }) => timings)).toEqual(environments.map(() => []));
});

describe('a finding', () => {
  async function findingOf(file: string, folder = 'price_operator'): Promise<Finding> {
    const spec = await readFixtureSpec(folder);
    const verdict = await prove(await readDraft(spec, folder, `wrong/${file}`), spec);
    const finding = errorsOf(verdict)[0]?.[0];
    if (finding === undefined) throw new Error('nothing was found');
    return finding;
  }

  test('of the contract points at the constructor and says what to write', async () => {
    const finding = await findingOf('AS4104-other-default.py');
    expect(finding).toMatchObject({
      position: { path: 'plugins/operators/price_operator.py', line: 27 },
      remedy: 'write `amount: int = 1`',
      expected: 1,
      actual: '2',
    });
  });

  test('of an import has the real traceback, with paths of the repository', async () => {
    const finding = await findingOf('AS4201-absent-library.py');
    expect(finding).toMatchObject({ tier: 'import', exception: 'ModuleNotFoundError' });
    expect(finding.message).toBe("ModuleNotFoundError: No module named 'no_such_distribution'");
    expect(finding.traceback).toContain('File "plugins/operators/price_operator.py", line 9');
    expect(finding.traceback).not.toMatch(/\/(tmp|root|home)\//);
  });

  test('of an example has its name, the expectation, and both values', async () => {
    const finding = await findingOf('AS4301-other-result.py');
    expect(finding).toMatchObject({
      tier: 'examples',
      example: 'a known article',
      expectation: 'returns',
      expected: { article: '20260301', price: 8.5 },
      actual: { article: '20260301', price: '8.5' },
    });
  });

  test('of an exception that no example expects has the traceback and the line', async () => {
    const finding = await findingOf('AS4302-trips-over-a-key.py');
    expect(finding).toMatchObject({ exception: 'KeyError', stage: 'execute', example: 'a known article' });
    expect(finding.position?.path).toBe('plugins/operators/price_operator.py');
    expect(finding.traceback).toContain('answer.json()["cost"]');
  });
});

describe('the rest of a verdict', () => {
  test('an unused import only warns, and can be switched off by its rule', async () => {
    const spec = await readFixtureSpec('price_hook');
    const right = await readDraft(spec, 'price_hook', 'right.py');
    const source = right.files.find(({ role }) => role === 'component')?.content ?? '';
    const draft = await draftOf(spec, source.replace('import json\n', 'import json\nimport os\n'));
    const verdict = await prove(draft, spec);
    expect(verdict.proven).toBe(true);
    const warned = verdict.environments[0]?.findings.filter(({ code }) => code === 'AS4003') ?? [];
    expect(warned.map(({ message }) => message)).toContainEqual(expect.stringMatching(/^F401 .*`os`/));
    const silent = await prove(draft, spec, ['F401']);
    expect(silent.environments[0]?.findings.filter(({ message }) => message.startsWith('F401'))).toEqual([]);
  });

  test('a colour in capitals is the same colour, to the contract and to the generated tests', async () => {
    const spec = await readFixtureSpec('price_operator');
    const right = await readDraft(spec, 'price_operator', 'right.py');
    const source = right.files.find(({ role }) => role === 'component')?.content ?? '';
    const verdict = await prove(await draftOf(spec, source.replace('"#e8f7e4"', '"#E8F7E4"')), spec);
    expect(errorsOf(verdict)).toEqual(environments.map(() => []));
  });

  test('a contract rule can be switched off by its code, and nothing else with it', async () => {
    const spec = await readFixtureSpec('price_operator');
    const draft = await readDraft(spec, 'price_operator', 'wrong/AS4151-starts-a-shell.py');
    expect((await prove(draft, spec, ['AS4130'])).proven).toBe(false);
    expect((await prove(draft, spec, ['AS4151'])).proven).toBe(true);
  });

  test('what execution shows of a rule stays when the rule is switched off', async () => {
    const spec = await readFixtureSpec('price_operator');
    const draft = await readDraft(spec, 'price_operator', 'wrong/AS4144-asks-for-its-connection.py');
    const verdict = await prove(draft, spec, ['AS4119', 'AS4144']);
    for (const errors of errorsOf(verdict)) expect(errors.map(({ code }) => code)).toContain('AS4144');
  });

  test('what was executed cannot be switched off', async () => {
    const spec = await readFixtureSpec('price_operator');
    const draft = await readDraft(spec, 'price_operator', 'wrong/AS4301-other-result.py');
    expect((await prove(draft, spec, ['AS4301', 'AS4104'])).proven).toBe(false);
  });

  test('names the libraries that the component imports, and the requirements that are absent', async () => {
    const spec = await readFixtureSpec('price_operator');
    const verdict = await prove(await readDraft(spec, 'price_operator', 'right.py'), spec);
    for (const { libraries, absent } of verdict.environments) {
      expect(libraries['requests']).toMatch(/^2\./);
      expect(absent).toEqual(['no-such-distribution>=1']);
    }
  });

  test('an Airflow that could not be had is not run, and nothing is proven without it', async () => {
    const spec = await readFixtureSpec('price_hook');
    const problem = {
      code: 'AS3102',
      severity: 'error',
      message: 'no Python',
      remedy: 'install one',
    } as const;
    const missing = { airflow: '2.8.1', python: '3.11', state: 'unavailable', problem } as const;
    const newest = environments.at(-1);
    if (newest === undefined) throw new Error('no environment');
    const draft = await readDraft(spec, 'price_hook', 'right.py');
    const verdict = await validate(draft, spec, lab, [missing, newest], { rulesOff: [] });
    expect(verdict.environments.map(({ state }) => state)).toEqual(['not-run', 'proven']);
    expect(verdict.environments[0]?.problem).toEqual(problem);
    expect(verdict.proven).toBe(false);
  });

  test('no environment proves nothing', async () => {
    const spec = await readFixtureSpec('price_hook');
    const draft = await readDraft(spec, 'price_hook', 'right.py');
    const verdict = await validate(draft, spec, lab, [], { rulesOff: [] });
    expect(verdict).toEqual({ proven: false, environments: [] });
  });

  test('a spec without examples is checked all the same', async () => {
    const spec = { ...(await readFixtureSpec('price_operator')), examples: [] };
    const right = await prove(await readDraft(spec, 'price_operator', 'right.py'), spec);
    expect(errorsOf(right)).toEqual(environments.map(() => []));
    const wrong = await prove(
      await readDraft(spec, 'price_operator', 'wrong/AS4202-assigns-a-property.py'),
      spec,
    );
    expect(wrong.proven).toBe(false);
  });
});
