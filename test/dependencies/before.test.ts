/** What can be known of a spec's dependencies is known before its author is asked. The lab here only says what a lab may say. */

import { describe, expect, test } from 'vitest';
import type { Environment, Problem } from '../../src/flow.js';
import type { Furnishing, Lab } from '../../src/ports.js';
import { AirsmithError, EXIT } from '../../src/problems.js';
import { outcomeLines } from '../../src/report/terminal.js';
import { tell } from './story.js';

const READY = { state: 'ready', lock: 'a@1', sandbox: 'none', readyMs: 1 } as const;
const UNREACHABLE: Problem = {
  code: 'AS3325',
  severity: 'error',
  message: 'the registry could not be reached',
  remedy: 'run again where it can',
};

/** A lab that has every Airflow, and furnishes as it is told. Nothing can be run in it. */
function labThat(furnish: (airflow: string, furnishing: Furnishing) => Partial<Environment>) {
  const asked: Furnishing[] = [];
  const lab: Lab = {
    prepare: async (targets) => targets.map((target) => ({ ...target, ...READY })),
    furnish: async (environment, furnishing) => {
      asked.push(furnishing);
      return { ...environment, ...furnish(environment.airflow, furnishing) } as Environment;
    },
    stage: async () => {
      throw new AirsmithError(EXIT.world, UNREACHABLE);
    },
    index: async () => undefined,
    lint: never,
    run: never,
    play: never,
    close: async () => undefined,
  };
  return { lab, asked };
}

function never(): never {
  throw new Error('nothing is run');
}

const BOTH = { airflowVersions: ['2.8.1', '3.3.2'] };

describe('where dependencies cannot be had', () => {
  test.each([
    ['on no Airflow', () => ({ state: 'unavailable', problem: UNREACHABLE }) as const],
    [
      'on one of two, for then nothing is proven',
      (airflow: string) =>
        airflow === '3.3.2' ? ({ state: 'unavailable', problem: UNREACHABLE } as const) : {},
    ],
    [
      'because the world broke',
      () => {
        throw new AirsmithError(EXIT.world, UNREACHABLE);
      },
    ],
  ])('%s, nobody is asked and the line of the spec is named', async (_, furnish) => {
    const { lab } = labThat(furnish);
    const { outcome, asked } = await tell('feed', lab, BOTH);
    expect(asked).toEqual([]);
    expect(outcome.proven).toBe(false);
    expect(outcome.attempts).toMatchObject([
      { number: 0, problem: { code: 'AS3325', position: { path: 'specs/feed.airsmith.yaml', line: 10 } } },
    ]);
    expect(outcomeLines(outcome)).toMatch(/not attempted[\s\S]*AS3325/);
  });
});

test('the lab is told what the settings say of dependencies, and whom they trust', async () => {
  const { lab, asked } = labThat(() => ({ state: 'unavailable', problem: UNREACHABLE }));
  await tell('feed', lab, { ...BOTH, dependencies: 'absent', trustedDependencies: ['Xml_To.Dict'] });
  expect(asked).toHaveLength(2);
  expect(asked[0]).toEqual({
    requirements: ['xmltodict>=0.13'],
    how: 'absent',
    known: new Set(['xml-to-dict']),
  });
});

test('a spec without dependencies needs no lookup', async () => {
  const { lab, asked } = labThat(never);
  await expect(tell('plain', lab, BOTH)).rejects.toMatchObject({ problem: UNREACHABLE });
  expect(asked).toEqual([]);
});
