import type { Finding, Spec } from '../flow.js';
import type { LabResult } from '../ports.js';
import { failureFinding } from './failure.js';
import type { Probe } from './sample.js';

/**
 * What a constructor says to a value at or beyond a bound of the spec. Beyond it must raise. At the bound it must not, but inputs may
 * depend on one another: only a refusal that names this input alone is held against it.
 */
export function boundFindings(probe: Probe, result: LabResult, spec: Spec, path: string): readonly Finding[] {
  const { input, value, allowed, range } = probe;
  const shown = JSON.stringify(value);
  if (result.ok) {
    if (allowed) return [];
    return [
      {
        code: 'AS4145',
        severity: 'error',
        tier: 'construct',
        stage: 'construct',
        message: `the constructor takes ${shown} for \`${input}\`, which must be ${range}`,
        remedy: `Check \`${input}\` in the constructor, and raise ValueError.`,
        actual: value,
      },
    ];
  }
  const { failure } = result;
  if (!allowed || failure.kind !== 'exception' || failure.stage !== 'construct') return [];
  if (!/(ValueError|AirflowException)$/.test(failure.exception ?? '')) return [];
  const named = spec.inputs.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(failure.message));
  if (named.length !== 1 || named[0]?.name !== input) return [];
  const found = failureFinding(failure, { code: 'AS4146', tier: 'construct', path });
  const message = `the constructor refuses ${shown} for \`${input}\`, which may be ${range}: ${failure.message}`;
  return [{ ...found, message, remedy: `Take ${shown} for \`${input}\`.`, actual: value }];
}
