/** Whether evidence claims no more than it carries, and whether its ids follow from its content. */

import { hash16 } from '../canonical.js';
import type { Evidence } from '../records.js';

/** What is wrong with one record of evidence taken alone. Empty for everything that airsmith writes. */
export interface Claims {
  /** The subject that the record should have; undefined where it has that. */
  readonly forgedSubject?: string;
  readonly unfounded: readonly string[];
}

export function claimsOf(evidence: Evidence): Claims {
  const { subject, spec, generator } = evidence;
  const should = hash16(`${spec.fingerprint}\n${generator}`);
  return { unfounded: unfounded(evidence), ...(subject === should ? {} : { forgedSubject: should }) };
}

function unfounded(evidence: Evidence): readonly string[] {
  const { outcome, attempts, environments, component, found } = evidence;
  const provenAttempt = attempts.some(({ result }) => result === 'proven');
  const complaints: string[] = [];
  if (outcome.proven && !provenAttempt) complaints.push('it says proven, and none of its attempts is');
  if (outcome.proven && !environments.some(({ state }) => state === 'proven'))
    complaints.push('it says proven, and no Airflow proved it');
  const other = environments.find(({ state }) => state !== 'proven');
  if (outcome.proven && other)
    complaints.push(
      `it says proven, and Airflow ${other.airflow} ${other.state === 'failed' ? 'failed' : 'was not run'}`,
    );
  const short = environments.find(
    ({ state, examples_passed, examples_total }) => state === 'proven' && examples_passed < examples_total,
  );
  if (short)
    complaints.push(
      `Airflow ${short.airflow} is called proven with ${short.examples_passed} of ${short.examples_total} examples`,
    );
  if (outcome.first_attempt && attempts[0]?.result !== 'proven')
    complaints.push('it says proven at the first attempt, and that attempt is not');
  if (!outcome.proven && (component !== undefined || found.length > 0))
    complaints.push('it is not proven, and still brings a component or patterns');
  if (outcome.attempts !== attempts.length)
    complaints.push(`it says ${outcome.attempts} attempts and lists ${attempts.length}`);
  return [...complaints, ...impossible(evidence)];
}

/** What no run can have seen, whatever came of it. */
function impossible({ run, environments, found }: Evidence): readonly string[] {
  const complaints: string[] = [];
  if (!isMoment(run.at)) complaints.push(`there is no time ${run.at}`);
  const over = environments.find(({ examples_passed, examples_total }) => examples_passed > examples_total);
  if (over)
    complaints.push(
      `Airflow ${over.airflow} is said to hold ${over.examples_passed} of ${over.examples_total} examples`,
    );
  const targets = environments.map(({ airflow, python }) => `${airflow} on Python ${python}`);
  const twice = targets.find((target, index) => targets.indexOf(target) !== index);
  if (twice) complaints.push(`it lists Airflow ${twice} twice`);
  if (found.some((id, index) => index > 0 && id <= (found[index - 1] ?? '')))
    complaints.push('what it found is not sorted, or holds an id twice');
  return complaints;
}

/** The calendar has it: `2026-02-30` is written like a date, and is none. */
function isMoment(at: string): boolean {
  const time = Date.parse(at);
  return !Number.isNaN(time) && new Date(time).toISOString() === at.replace('Z', '.000Z');
}
