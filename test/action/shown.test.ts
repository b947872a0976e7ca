/** What a job shows beside the comment: annotations by rank, a check run, and files for later steps. */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ranked } from '../../src/action/annotations.js';
import type { Problem } from '../../src/flow.js';
import { EXIT } from '../../src/problems.js';
import { outcomeOf, verdictOf } from '../publish/outcomes.js';
import { BOT, KEY, Scene, TOKEN } from './jobs.js';

const SPEC = 'specs/orders.airsmith.yaml';
const COMPONENT = { path: 'plugins/operators/orders_operator.py', content: 'class OrdersOperator: ...\n' };
const proven = outcomeOf({
  name: 'OrdersOperator',
  path: SPEC,
  environments: [verdictOf('3.3.2', 0, 0)],
  files: [COMPONENT],
});
const unproven = outcomeOf({
  name: 'OrdersOperator',
  path: SPEC,
  examples: ['one'],
  environments: [
    verdictOf('3.3.2', 0, 1, [
      { code: 'AS4101', severity: 'error', tier: 'examples', message: `returns ${KEY}`, example: 'one' },
    ]),
  ],
});

async function scene(): Promise<Scene> {
  const stage = await Scene.open();
  stage.push('main', { 'README.md': 'hello\n' });
  stage.push('feature', { [SPEC]: 'airsmith: 1\n' });
  stage.pullRequest();
  return stage;
}

const problem = (severity: Problem['severity'], path?: string, line = 1): Problem => ({
  code: 'AS1001',
  severity,
  message: `${severity} ${path} ${line}`,
  remedy: 'x',
  ...(path === undefined ? {} : { position: { path, line, column: 1 } }),
});

describe('annotations', () => {
  test('are the worst first, each file in turn, and what has no line last', () => {
    const many = Array.from({ length: 30 }, (_, at) => problem('error', 'a.yaml', at + 1));
    const order = ranked([
      problem('notice', 'n.yaml'),
      problem('error'),
      ...many,
      problem('error', 'b.yaml'),
    ]);
    expect(order.slice(0, 3).map(({ position }) => position?.path)).toEqual(['a.yaml', 'b.yaml', 'a.yaml']);
    expect(order.at(-2)?.position).toBeUndefined();
    expect(order.at(-1)?.severity).toBe('notice');
  });

  test('lose nothing but what is said twice, whatever the order', () => {
    const one = fc.record({
      severity: fc.constantFrom('error' as const, 'warning' as const, 'notice' as const),
      path: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
      line: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(one), (parts) => {
        const all = parts.map(({ severity, path, line }) => problem(severity, path, line));
        const order = ranked(all);
        const words = (problems: readonly Problem[]) =>
          [...new Set(problems.map(({ message }) => message))].sort();
        expect(words(order)).toEqual(words(all));
        const ranks = order.map(({ severity }) => ['error', 'warning', 'notice'].indexOf(severity));
        expect(ranks).toEqual([...ranks].sort());
      }),
    );
  });
});

describe('the check run', () => {
  test('stands on the commit that was made, and a re-run changes it in place', async () => {
    await using stage = await scene();
    stage.github.actors.set(TOKEN, { login: BOT, contents: 'write', pullRequests: 'write', checks: 'write' });
    await stage.run([proven]);
    const { head } = stage.branch();
    await stage.run([unproven], { attempt: 2 });
    expect(stage.github.complaints).toEqual([]);
    expect(stage.github.checks).toMatchObject([
      { commit: head, content: { name: 'airsmith', conclusion: 'failure' } },
    ]);
    expect(JSON.stringify(stage.github.checks)).not.toContain(KEY);
    expect(stage.github.complaints).toEqual([]);
  });

  test('is left out without the permission, which the log says and nothing fails for', async () => {
    await using stage = await scene();
    expect(await stage.run([proven])).toBe(EXIT.done);
    expect(stage.github.checks).toEqual([]);
    expect(stage.runner.lines.join('\n')).toContain('checks: write');
  });
});

describe('files for later steps', () => {
  test('are the whole report and SARIF, without secrets', async () => {
    await using stage = await scene();
    await stage.run([unproven]);
    const { report = '', sarif = '' } = stage.runner.outputs;
    expect(readFileSync(report, 'utf8')).toContain('### airsmith · 1 needs you');
    const log = JSON.parse(readFileSync(sarif, 'utf8'));
    expect(log.version).toBe('2.1.0');
    expect(log.runs[0].results[0]).toMatchObject({
      ruleId: 'AS4101',
      locations: [{ physicalLocation: { artifactLocation: { uri: SPEC }, region: { startLine: 22 } } }],
    });
    expect(`${readFileSync(report, 'utf8')}${readFileSync(sarif, 'utf8')}`).not.toContain(KEY);
  });
});
