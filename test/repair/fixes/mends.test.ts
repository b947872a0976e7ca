/** A real Airflow shows each mistake before its fix, and does not show it afterwards. */

import pLimit from 'p-limit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReadyEnvironment } from '../../../src/flow.js';
import type { Lab } from '../../../src/ports.js';
import { validate } from '../../../src/validate/index.js';
import { draftOf, openLab, readyEnvironments } from '../../validate/fixture.js';
import { CASES, errorsOf, read, specOf } from './case.js';

/** Children at once: more would only queue for the same cores. */
const limit = pLimit(3);
let lab: Lab;
let environments: readonly ReadyEnvironment[];

beforeAll(async () => {
  lab = openLab();
  environments = await readyEnvironments(lab);
});

afterAll(() => lab.close());

test.concurrent.each(CASES)('$name', ({ name, spec: specName, errorClass, airflow }) =>
  limit(async () => {
    const spec = await specOf(specName);
    const chosen = environments.filter((one) => one.airflow === airflow);
    const classes = async (file: 'before.py' | 'after.py') => {
      const draft = await draftOf(spec, read(name, file));
      const { environments: verdicts } = await validate(draft, spec, lab, chosen, { rulesOff: [] });
      return verdicts.flatMap((verdict) => errorsOf(verdict, spec.name).map((one) => one.errorClass));
    };
    expect(await classes('before.py')).toContain(errorClass);
    expect(await classes('after.py')).not.toContain(errorClass);
  }),
);
