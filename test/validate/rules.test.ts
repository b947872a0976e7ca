/** Each rule finds its wrong example at one line, and nothing in its right one. No Airflow is needed: rules only read. */

import { describe, expect, test } from 'vitest';
import type { Finding, Spec } from '../../src/flow.js';
import { parseModule } from '../../src/python/index.js';
import { classify } from '../../src/repair/taxonomy.js';
import { checkModule, RULES, withoutShown } from '../../src/validate/rules/index.js';
import type { Rule } from '../../src/validate/rules/rule.js';
import { readFixtureSpec } from './fixture.js';

/** The line of each wrong example that a reader would point at. */
const LINES: { readonly [code: string]: number } = {
  AS4113: 5,
  AS4114: 5,
  AS4115: 6,
  AS4116: 5,
  AS4117: 9,
  AS4118: 4,
  AS4119: 8,
  AS4120: 5,
  AS4121: 8,
  AS4122: 7,
  AS4123: 7,
  AS4124: 11,
  AS4125: 8,
  AS4126: 11,
  AS4127: 4,
  AS4128: 7,
  AS4129: 6,
  AS4130: 9,
  AS4131: 5,
  AS4132: 5,
  AS4133: 4,
  AS4134: 10,
  AS4150: 6,
  AS4151: 8,
  AS4152: 8,
  AS4153: 8,
  AS4154: 8,
  AS4155: 6,
  AS4156: 8,
};

async function specOf(name: string, exceptions: readonly string[] = []): Promise<Spec> {
  const raises = exceptions.map((exception) => ({ when: 'there is nothing', exception }));
  return { ...(await readFixtureSpec('price_hook')), name, inputs: [], raises };
}

/** Two rules ask what the spec says; the others must do without. */
async function specFor({ code }: Rule): Promise<Spec | undefined> {
  if (code === 'AS4127') return specOf('CopyOperator', ['AirflowException']);
  return code === 'AS4133' ? specOf('CopyOperator') : undefined;
}

function found(source: string, spec?: Spec): readonly Finding[] {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.message);
  return checkModule(parsed.module, 'plugins/operators/x.py', spec);
}

describe.each(RULES)('$code: $title', (rule) => {
  test('its wrong example is found, at one line', async () => {
    const findings = found(rule.wrong, await specFor(rule));
    expect(findings.map(({ code, position }) => [code, position?.line])).toEqual([
      [rule.code, LINES[rule.code]],
    ]);
    expect(findings[0]).toMatchObject({ severity: rule.severity, tier: rule.tier });
    expect(findings[0]?.remedy).not.toBe('');
  });

  test('nothing is found in its right example', async () => {
    expect(found(rule.right, await specFor(rule))).toEqual([]);
  });

  test('has a class of mistakes of its own', () => {
    const finding = { code: rule.code, severity: rule.severity, tier: rule.tier, message: rule.title };
    expect(classify(finding, '').errorClass).not.toMatch(/^unknown/);
  });
});

describe('the rules', () => {
  test('have codes of their own, in order', () => {
    const codes = RULES.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
  });

  test('give way to what was executed', () => {
    const rule: Finding = { code: 'AS4117', severity: 'error', tier: 'contract', message: 'static' };
    const shown: Finding = { code: 'AS4208', severity: 'error', tier: 'construct', message: 'executed' };
    expect(withoutShown([rule, shown])).toEqual([shown]);
    expect(withoutShown([rule])).toEqual([rule]);
  });

  test('give way to the linter at the same line only', () => {
    const at = (line: number) => ({ path: 'x.py', line, column: 1 });
    const rule: Finding = {
      code: 'AS4120',
      severity: 'error',
      tier: 'contract',
      message: '',
      position: at(3),
    };
    const lint: Finding = {
      code: 'AS4002',
      severity: 'error',
      tier: 'lint',
      message: 'B006',
      position: at(3),
    };
    expect(withoutShown([rule, lint])).toEqual([lint]);
    expect(withoutShown([rule, { ...lint, position: at(9) }])).toHaveLength(2);
  });
});
