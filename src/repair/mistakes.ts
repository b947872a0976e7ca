/** The mistakes that a verdict shows, each by itself, as mending looks at them. */

import type { DiagnosedError, Diagnosis, Draft, EnvironmentVerdict, Finding, Verdict } from '../flow.js';

/** Gives the mistakes of a verdict their classes. */
export type Diagnose = (verdict: Verdict, draft: Draft) => Diagnosis;

/** More mistakes of one kind on one line are not told apart. */
const MOST_ON_A_LINE = 20;

/**
 * Every error of an environment with its class, and what is put right in passing: what the index of its Airflow warns of with an edit,
 * since the real import, which stops at the first, would show it one by one; and what the rules warn of. A diagnosis takes the mistakes of
 * one kind on one line for one: those that say something else are diagnosed by themselves.
 */
export function mistakesOf(
  environment: EnvironmentVerdict,
  draft: Draft,
  diagnose: Diagnose,
): readonly DiagnosedError[] {
  const written = new Map<Finding, { readonly finding: Finding; readonly order: number }>();
  const said = new Map<string, string[]>();
  const layers: Finding[][] = [];
  for (const [order, finding] of environment.findings.entries()) {
    const { severity, tier, edit, code, example, expectation, position } = finding;
    const inPassing = tier === 'contract' || tier === 'security' || (tier === 'index' && edit !== undefined);
    if (severity !== 'error' && !inPassing) continue;
    const error: Finding = { ...finding, severity: 'error' };
    written.set(error, { finding, order });
    const place = JSON.stringify([code, tier, example, expectation, position?.path, position?.line]);
    const words = said.get(place) ?? [];
    said.set(place, words);
    const known = words.indexOf(wordsOf(finding));
    const layer = known < 0 ? Math.min(words.push(wordsOf(finding)), MOST_ON_A_LINE) - 1 : known;
    const findings = layers[layer] ?? [];
    layers[layer] = findings;
    findings.push(error);
  }
  const errors = layers.flatMap(
    (findings) => diagnose({ proven: false, environments: [{ ...environment, findings }] }, draft).errors,
  );
  const orderOf = ({ finding }: DiagnosedError) => written.get(finding)?.order ?? 0;
  return errors
    .toSorted((a, b) => orderOf(a) - orderOf(b))
    .map((error) => ({ ...error, finding: written.get(error.finding)?.finding ?? error.finding }));
}

/** What a mistake says, without what changes from run to run. */
export function wordsOf(finding: Finding): string {
  const known = words.get(finding);
  if (known !== undefined) return known;
  const text = finding.message.replace(/\b0x[0-9a-fA-F]+\b/g, '<address>').replace(/\d+/g, '<n>');
  words.set(finding, text);
  return text;
}

/** Each mistake is compared with many. */
const words = new WeakMap<Finding, string>();
