/**
 * Writes what a real Airflow says of each `before.py`, and what its fix makes of it: `finding.json` and `after.py`, to be read in review.
 * `node --import ./scripts/from-source.ts test/repair/fixes/record.ts [NAME]` records the cases whose name holds NAME, or one of several with commas between.
 */

import { writeFileSync } from 'node:fs';
import pLimit from 'p-limit';
import { withoutMachine } from '../../../scripts/messages/said.js';
import type { DiagnosedError } from '../../../src/flow.js';
import { applyEdits } from '../../../src/python/index.js';
import { FIXES, groundOf } from '../../../src/repair/fixes/index.js';
import { validate } from '../../../src/validate/index.js';
import { draftOf, openLab, readyEnvironments } from '../../validate/fixture.js';
import { CASES, errorsOf, pathIn, read, specOf, TARGETS } from './case.js';

const wanted = CASES.filter(({ name }) =>
  (process.argv[2] ?? '').split(',').some((part) => name.includes(part)),
);
const lab = openLab();
try {
  const environments = await readyEnvironments(lab);
  const limit = pLimit(3);
  await Promise.all(wanted.map((one) => limit(() => record(one))));

  async function record({ name, fix, spec: specName, errorClass, airflow }: (typeof CASES)[number]) {
    const spec = await specOf(specName);
    const source = read(name, 'before.py');
    const chosen = environments.filter((one) => one.airflow === airflow);
    const verdict = await validate(await draftOf(spec, source), spec, lab, chosen, { rulesOff: [] });
    const all = verdict.environments.flatMap((one) => errorsOf(one, spec.name));
    const mine = FIXES.find(({ id }) => id === fix);
    const ground = groundOf(source, spec, TARGETS);
    const matching = all.filter((one) => one.errorClass === errorClass);
    const error = matching.find((one) => mine?.edits(one, ground)) ?? matching[0];
    if (error === undefined) return console.log(`${name}: no ${errorClass}, but ${shown(all)}`);
    writeFileSync(pathIn(name, 'finding.json'), withoutMachine(`${JSON.stringify(plain(error), null, 2)}\n`));
    const edits = mine?.edits(error, ground);
    if (edits === undefined) return console.log(`${name}: no edit for ${shown([error])}`);
    writeFileSync(pathIn(name, 'after.py'), applyEdits(source, edits));
  }
} finally {
  await lab.close();
}

function shown(errors: readonly DiagnosedError[]): string {
  return errors
    .map(({ errorClass, finding }) => `${errorClass} ${finding.code} ${finding.message}`)
    .join(' | ');
}

/** Without what differs from machine to machine. */
function plain(error: DiagnosedError): DiagnosedError {
  const { traceback: _, ...finding } = error.finding;
  return { ...error, finding };
}
