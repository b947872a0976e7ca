/** Limits of the spec that the constructor does not hold. */

import type { Input } from '../../flow.js';
import { after } from '../../python/index.js';
import type { Fix } from './fix.js';
import { baseCall, classFix, namesAs, quotedName } from './site.js';

export const BOUNDS: Fix = classFix(
  {
    id: 'bounds',
    classes: ['range.unchecked'],
    title: 'Hold the limits of the spec in the constructor',
    prompt:
      'Compare each untemplated input with the bounds of the spec in the constructor, and raise ValueError.',
  },
  (finding, { module, main, spec }) => {
    const { init } = main;
    const named = quotedName(finding);
    const input = spec.inputs.find(({ name }) => name === named);
    const call = init && baseCall(init);
    const statement = init?.node.body.find((node) => node.nodeType === 'Expr' && node.value === call);
    if (input === undefined || input.template || statement === undefined || call === undefined)
      return undefined;
    if (!init?.parameters.some(({ name }) => name === input.name)) return undefined;
    // It holds some limit already: which one is wrong is not for an edit to say.
    const held = init.node.body.some(
      (node) => node.nodeType === 'If' && namesAs(node.test, input.name).length > 0,
    );
    const check = held ? undefined : checkOf(input);
    return check === undefined ? undefined : [after(module, statement, check)];
  },
);

/** `if not 1 <= days <= 16: raise ValueError(…)`; None stays allowed where it is the default. */
function checkOf({
  name,
  minimum,
  maximum,
  enum: allowed,
  default: value,
}: Input): readonly string[] | undefined {
  const guard = value === null ? `${name} is not None and ` : '';
  if (allowed !== undefined) {
    if (!allowed.every((one) => typeof one === 'string' || typeof one === 'number')) return undefined;
    const list = allowed.map((one) => JSON.stringify(one)).join(', ');
    const text = JSON.stringify(`${name} must be one of ${allowed.join(', ')}`);
    return [
      `if ${guard}${name} not in (${list}${allowed.length === 1 ? ',' : ''}):`,
      `    raise ValueError(${text})`,
    ];
  }
  if (minimum !== undefined && maximum !== undefined)
    return [
      `if ${guard}not ${minimum} <= ${name} <= ${maximum}:`,
      `    raise ValueError("${name} must be from ${minimum} to ${maximum}")`,
    ];
  if (minimum !== undefined)
    return [
      `if ${guard}${name} < ${minimum}:`,
      `    raise ValueError("${name} must be at least ${minimum}")`,
    ];
  if (maximum !== undefined)
    return [`if ${guard}${name} > ${maximum}:`, `    raise ValueError("${name} must be at most ${maximum}")`];
  return undefined;
}
