/** Which mistakes somebody is kept from who is told an item. */

import type { FixRecord, PatternRecord, PatternType } from './records.js';

/**
 * Classes of errors that ideas of a type speak of. A pattern comes from code that was right, so that nothing records what it keeps
 * from; what it does keep from is counted by `firstAttemptsOf`, and an idea that keeps from nothing is worth nothing.
 */
const BY_TYPE: Readonly<Record<PatternType, readonly string[]>> = {
  import: ['import.moved', 'import.name', 'provider.missing'],
  structural: ['contract.base-class', 'contract.class', 'method.missing', 'method.shape', 'sensor.poke'],
  initialization: [
    'construct.access',
    'construct.super',
    'contract.default',
    'contract.kwargs',
    'mutable.default',
  ],
  parameter_ordering: [
    'contract.extra-parameter',
    'contract.order',
    'contract.parameter',
    'syntax.parameter-order',
  ],
  template_fields: ['template.attribute', 'template.constructor', 'template.field'],
  deferral: ['deferral', 'deferral.method', 'trigger.blocking', 'trigger.run', 'trigger.serialize'],
  execution: ['connection.missing', 'example.http', 'example.returns', 'request.timeout', 'xcom.value'],
  error_handling: ['example.exception', 'example.message', 'example.not-raised', 'example.raises'],
  validation: ['example.not-raised', 'example.raises', 'range.refused', 'range.unchecked'],
  mock_execution: ['dependency.conflict', 'dependency.missing'],
  logging: ['example.logs', 'log.own', 'secret.logged'],
};

/** The classes, each once. A fix speaks of the class it was seen to mend, also as people corrected it: `corrected`. */
export function guarded(
  definition: PatternRecord | FixRecord,
  corrected: Iterable<string> = [],
): readonly string[] {
  if (definition.schema === 'pattern/1') return BY_TYPE[definition.type];
  return [...new Set([definition.class, ...corrected])];
}
