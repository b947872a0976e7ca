/**
 * Single faults in proven components, each through the real validation on a real Airflow 2 and 3: what comes through with a fault
 * is a gap. `npm run bench -- mutants [NAME]` runs those whose component or operator holds NAME.
 */

import pLimit from 'p-limit';
import { testSupport } from '../src/assets.js';
import { assemble } from '../src/author/assemble.js';
import { DEFAULT_SETTINGS } from '../src/config.js';
import type { Diagnosis, ReadyEnvironment, Verdict } from '../src/flow.js';
import type { Lab } from '../src/ports.js';
import { diagnose } from '../src/repair/index.js';
import { validate } from '../src/validate/index.js';
import { openLab, readyEnvironments } from '../test/validate/fixture.js';
import { EQUIVALENT } from './mutants/equivalent.js';
import { type Mutant, mutantsOf, type Operator, type Subject } from './mutants/mutate.js';
import { BEHAVIOUR_OPERATORS } from './mutants/operators/behaviour.js';
import { SIGNATURE_OPERATORS } from './mutants/operators/signature.js';
import { TEMPLATE_OPERATORS } from './mutants/operators/templates.js';
import { WAITING_OPERATORS } from './mutants/operators/waiting.js';
import { subjects } from './mutants/subjects.js';

/** Faults of behaviour are where examples matter, so there are more of them; those of shape are much alike everywhere. */
const OPERATORS: readonly { readonly operator: Operator; readonly most: number }[] = [
  ...BEHAVIOUR_OPERATORS.map((operator) => ({ operator, most: 11 })),
  ...[...WAITING_OPERATORS, ...TEMPLATE_OPERATORS, ...SIGNATURE_OPERATORS].map((operator) => ({
    operator,
    most: 5,
  })),
];
/** One Airflow 2 and one Airflow 3: the third costs time and shows little else. */
const LEFT_OUT = '2.8.1';
const AT_ONCE = 3;

interface Tried {
  readonly mutant: Mutant;
  readonly detected: boolean;
  readonly classes: readonly string[];
  readonly classified: boolean;
}

export async function bench(args: readonly string[]): Promise<Record<string, unknown>> {
  const started = performance.now();
  const all = await subjects();
  const wanted = ({ subject, operator }: Mutant) =>
    args.length === 0 || args.some((part) => `${subject.name} ${operator.id}`.includes(part));
  const mutants = OPERATORS.flatMap(({ operator, most }) => mutantsOf(all, operator, most)).filter(wanted);
  const lab = openLab();
  try {
    const environments = (await readyEnvironments(lab)).filter(({ airflow }) => airflow !== LEFT_OUT);
    console.log(
      `${mutants.length} mutants of ${all.length} components by ${OPERATORS.length} operators, on ${environments.map(({ airflow }) => airflow).join(' and ')}`,
    );
    await allProven(all, lab, environments);
    const limit = pLimit(AT_ONCE);
    let done = 0;
    const attempted = async (mutant: Mutant) => {
      const one = await attempt(mutant, lab, environments);
      done += 1;
      if (done % 50 === 0) console.log(`${done} of ${mutants.length}`);
      return one;
    };
    const tried = await Promise.all(mutants.map((mutant) => limit(attempted, mutant)));
    return {
      ...summary(tried),
      operators: new Set(mutants.map(({ operator }) => operator.id)).size,
      seconds: Math.round((performance.now() - started) / 1000),
    };
  } finally {
    await lab.close();
  }
}

/** A component that is not proven before it is broken would make every one of its mutants look detected. */
async function allProven(
  all: readonly Subject[],
  lab: Lab,
  environments: readonly ReadyEnvironment[],
): Promise<void> {
  const limit = pLimit(AT_ONCE);
  const faults = await Promise.all(
    all.map(({ name, spec, source }) =>
      limit(async () => {
        const draft = assemble(spec, source, DEFAULT_SETTINGS, await testSupport());
        const verdict = await validate(draft, spec, lab, environments, { rulesOff: [] });
        const found = verdict.environments.flatMap(({ findings }) => findings);
        const errors = found.filter(({ severity }) => severity === 'error');
        if (verdict.proven) return [];
        return [
          `${name} is not proven: ${errors.map((one) => `${one.example ?? one.code}: ${one.message}`).join('; ')}`,
        ];
      }),
    ),
  );
  if (faults.flat().length > 0) throw new Error(faults.flat().join('\n'));
}

async function attempt(mutant: Mutant, lab: Lab, environments: readonly ReadyEnvironment[]): Promise<Tried> {
  const { spec } = mutant.subject;
  const draft = assemble(spec, mutant.source, DEFAULT_SETTINGS, await testSupport());
  const verdict = await validate(draft, spec, lab, environments, { rulesOff: [] });
  if (verdict.environments.some(({ state }) => state === 'not-run'))
    throw new Error('an Airflow was not run');
  const classes = classesOf(diagnose(verdict, draft, spec), verdict);
  if (verdict.proven && !(identity(mutant) in EQUIVALENT)) console.log(`SURVIVED: ${identity(mutant)}`);
  return {
    mutant,
    detected: !verdict.proven,
    classes,
    classified: classes.some((name) => mutant.operator.expects.test(name)),
  };
}

function classesOf({ errors }: Diagnosis, { proven }: Verdict): readonly string[] {
  return proven ? [] : [...new Set(errors.map(({ errorClass }) => errorClass))];
}

function summary(tried: readonly Tried[]): Record<string, unknown> {
  const survivors = tried.filter(({ detected }) => !detected);
  const equivalent = survivors.filter(({ mutant }) => identity(mutant) in EQUIVALENT);
  for (const { mutant } of equivalent)
    console.log(`equivalent: ${identity(mutant)}\n  ${EQUIVALENT[identity(mutant)]}`);
  const detected = tried.filter((one) => one.detected);
  for (const { mutant, classes, classified } of detected) {
    if (!classified)
      console.log(
        `otherwise classed: ${mutant.subject.name} | ${mutant.operator.id}: ${classes.join(', ')}\n${mutant.diff}`,
      );
  }
  const changing = tried.length - equivalent.length;
  return {
    mutants: tried.length,
    equivalent: equivalent.length,
    detected: detected.length,
    classified: detected.filter(({ classified }) => classified).length,
    survived: changing - detected.length,
    // On a starved machine a deadline may strike where nothing is wrong: these few are worth a second look.
    only_timed_out: detected.filter(({ classes }) => classes.every((name) => name === 'timeout')).length,
    per_cent: Number(((100 * detected.length) / changing).toFixed(1)),
  };
}

/** Names a mutant so that the name stays when lines move. */
function identity({ subject, operator, diff }: Mutant): string {
  return `${subject.name} | ${operator.id}\n${diff}`;
}
