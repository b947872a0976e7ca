/** What a person is told of each finding that is left: its class, and what of the spec is behind it. */

import type { Draft, Finding, Input, Spec, Told, Verdict } from '../flow.js';
import { nearest } from '../nearest.js';
import type { House } from '../ports.js';
import { type Corrections, judge } from './corrections.js';
import { patternOf } from './pattern.js';
import { faultBehind, specFaults } from './spec-faults.js';
import { placeIn } from './stop.js';

/** By the findings of `verdict`, which is that of `draft`. */
export function toldOf(
  verdict: Verdict,
  draft: Draft,
  spec: Spec,
  known: readonly Corrections[],
  house?: House,
): ReadonlyMap<Finding, Told> {
  const faults = specFaults(spec);
  const findings = verdict.environments.flatMap(({ findings: own }) => own);
  return new Map(
    findings.map((finding) => {
      const { errorClass } = judge(finding, patternOf(finding.message, draft.className), known);
      const fault = faultBehind(finding, faults);
      const position = fault && placeIn(spec, { finding, fault });
      const test = finding.code === 'AS4401' ? testOf(finding, spec) : undefined;
      const meant = house && meantOf(finding, house);
      const told: Told = {
        errorClass,
        ...(fault ? { fault: { ...fault, ...(position ? { position } : {}) } } : {}),
        ...(test === undefined ? {} : { test }),
        ...(meant === undefined ? {} : { meant }),
      };
      return [finding, told];
    }),
  );
}

/** The name of a house module that is nearly the one that it lacks, or the module itself. */
function meantOf({ message }: Finding, { folders, files }: House): string | undefined {
  const modules = new Map(files.map((file) => [moduleOf(file.path, folders), file]));
  const [, absent] = /No module named '([\w.]+)'/.exec(message) ?? [];
  if (absent !== undefined) return modules.has(absent) ? undefined : nearest(absent, modules.keys());
  const [, name = '', from = ''] = /cannot import name '(\w+)' from '([\w.]+)'/.exec(message) ?? [];
  const file = modules.get(from);
  if (file === undefined) return undefined;
  const text = typeof file.content === 'string' ? file.content : new TextDecoder().decode(file.content);
  const names = [...text.matchAll(/^(?:(?:class|def|async def)\s+(\w+)|(\w+)\s*(?::[^=\n]*)?=(?!=))/gm)];
  return nearest(
    name,
    names.map(([, made, given]) => made ?? given ?? ''),
  );
}

function moduleOf(path: string, folders: readonly string[]): string {
  const [folder = ''] = folders
    .filter((one) => path.startsWith(`${one}/`))
    .sort((a, b) => b.length - a.length);
  return path
    .slice(folder === '' ? 0 : folder.length + 1)
    .replace(/(\/__init__)?\.py$/, '')
    .replaceAll('/', '.');
}

/** Of `test_refuses[n--1] fails …` the bound that was to be kept. */
function testOf({ message }: Finding, { inputs }: Spec): string {
  const made = 'a test that airsmith makes from the spec';
  const [, name, value = ''] = /^test_refuses\[(\w+)-(.*?)\] fails/.exec(message) ?? [];
  const input = inputs.find((one) => one.name === name);
  const bound = input && boundOf(input, value);
  return input && bound ? `${made}: ${bound} of \`${input.name}\` is not refused as it should be` : made;
}

function boundOf({ enum: values, minimum, maximum, pattern }: Input, value: string): string | undefined {
  const number = Number(value);
  if (minimum !== undefined && number < minimum) return `${value} against \`minimum: ${minimum}\``;
  if (maximum !== undefined && number > maximum) return `${value} against \`maximum: ${maximum}\``;
  if (values !== undefined) return `what is not in \`enum: ${JSON.stringify(values)}\``;
  return pattern === undefined ? undefined : `what does not match \`pattern: ${pattern}\``;
}
