/** A class of the wrong kind is told what it is and what it has to be, on every Airflow, before anything else fails because of it. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReadyEnvironment } from '../../src/flow.js';
import { validate } from '../../src/validate/index.js';
import { draftOf, openLab, readFixtureSpec, readyEnvironments } from './fixture.js';

const lab = openLab();
let environments: readonly ReadyEnvironment[];
beforeAll(async () => {
  environments = await readyEnvironments(lab);
});
afterAll(() => lab.close());

const BASES = {
  operator: ['BaseOperator', 'airflow.models'],
  sensor: ['BaseSensorOperator', 'airflow.sensors.base'],
  hook: ['BaseHook', 'airflow.hooks.base'],
} as const;

/** The right component of a fixture over another base; what it takes and does stays as it is. */
function source(name: string, base: string): string {
  const known = Object.values(BASES).find(([one]) => one === base);
  const imports = known
    ? `try:\n    from airflow.sdk import ${base}\nexcept ImportError:\n    from ${known[1]} import ${base}\n`
    : '';
  return `${imports}\n\nclass ${name}(${base}):\n    def __init__(self, **kwargs):\n        super().__init__()\n`;
}

describe.each([
  ['price_operator', 'BaseHook', /the spec wants an operator, but PriceOperator is a hook: it derives from airflow\.\S*\.BaseHook/],
  ['price_operator', 'BaseSensorOperator', /wants an operator, but PriceOperator is a sensor: it derives from \S*\.BaseSensorOperator/],
  ['price_sensor', 'BaseOperator', /wants a sensor, but PriceSensor is an operator: it derives from \S*\.BaseOperator/],
  ['price_hook', 'BaseOperator', /wants a hook, but PriceHook is an operator/],
  ['price_hook', 'Exception', /wants a hook, but PriceHook derives from Exception$/],
  ['price_operator', 'object', /wants an operator, but PriceOperator derives from no class of Airflow$/],
])('%s over %s', (folder, base, message) => {
  test('is told so', async () => {
    const spec = await readFixtureSpec(folder);
    const draft = await draftOf(spec, source(spec.name, base));
    const verdict = await validate(draft, spec, lab, environments, { rulesOff: [] });
    for (const { airflow, findings } of verdict.environments) {
      const found = findings.filter(({ code }) => code === 'AS4102');
      expect(found, airflow).toHaveLength(1);
      expect(found[0]?.message).toMatch(message);
      const [wanted, place] = BASES[spec.kind as keyof typeof BASES];
      expect(found[0]?.remedy).toContain(`derive ${spec.name} from ${wanted}`);
      expect(found[0]?.remedy).toContain(place);
      expect(draft.files[0]?.content.split('\n')[(found[0]?.position?.line ?? 0) - 1]).toContain(`class ${spec.name}`);
      // Nothing is constructed or run of a class that is none of those.
      expect(findings.filter(({ tier }) => tier === 'construct' || tier === 'examples')).toEqual([]);
    }
  });
}); // biome-ignore format: a table reads better
