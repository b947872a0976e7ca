/** Lists and dicts that all objects share. */

import { after, atStart, levelIn, type PythonFunction, replacement } from '../../python/index.js';
import type { Fix } from './fix.js';
import { slotsOf } from './signature.js';
import {
  type Attempt,
  baseCall,
  classOf,
  functionOn,
  moduleFix,
  type quotedName,
  type Site,
} from './site.js';

export const MUTABLE_DEFAULT: Fix = moduleFix(
  {
    id: 'mutable-default',
    classes: ['mutable.default'],
    title: 'Make a list or dict anew for each call',
    prompt: 'Write `= None` in the signature, and make a fresh list or dict inside.',
  },
  (finding, site) => {
    const { position } = finding;
    if (position === undefined) return undefined;
    const shared = /^`self\.(\w+)` is a class attribute/.exec(finding.message)?.[1];
    if (shared !== undefined) return ofClass(shared, finding, site);
    const found = functionOn(position.line, site);
    return found && ofFunction(found.fn, position.line, position.column, site);
  },
);

function ofFunction(fn: PythonFunction, line: number, column: number, { module }: Site): Attempt {
  const slot = slotsOf(module, fn).find(({ value }) => {
    const span = value && module.span(value);
    return span?.line === line && span.column === column;
  });
  if (slot?.value === undefined) return undefined;
  const text = module.slice(slot.value);
  if (text.includes('\n')) return undefined;
  const annotation = fn.parameters.find(({ name }) => name === slot.name)?.annotation ?? '';
  const open = /^[\w.]+(\[[\w., |[\]]*\])?$/.test(annotation) && !/\b(None|Optional|Any)\b/.test(annotation);
  const ending = open ? [{ start: slot.nameEnd, end: slot.nameEnd, text: ' | None' }] : [];
  const lines = [`if ${slot.name} is None:`, `${levelIn(module)}${slot.name} = ${text}`];
  return [...ending, replacement(module, slot.value, 'None'), atStart(module, fn.node, lines)];
}

/** The attribute stays as it is for the class; each object gets its own. */
function ofClass(name: string, finding: Parameters<typeof quotedName>[0], site: Site): Attempt {
  const { module } = site;
  const of = classOf(finding, site);
  const value = of?.attributes.get(name);
  const call = of?.init && baseCall(of.init);
  const statement = of?.init?.node.body.find((node) => node.nodeType === 'Expr' && node.value === call);
  if (value === undefined || statement === undefined || call === undefined) return undefined;
  const text = module.slice(value);
  return text.includes('\n') ? undefined : [after(module, statement, [`self.${name} = ${text}`])];
}
