/** Class attributes that the spec sets. */

import { after, indentOf, insertion, isDocstring, replacement } from '../../python/index.js';
import type { Fix } from './fix.js';
import { classFix } from './site.js';

export const COLOUR: Fix = classFix(
  {
    id: 'colour',
    classes: ['contract.colour'],
    title: 'Set the colours of the spec',
    prompt: 'Set `ui_color` and `ui_fgcolor` as class attributes, as the spec has them.',
  },
  (finding, { module, main, spec }) => {
    const name = /^(ui_color|ui_fgcolor) is/.exec(finding.message)?.[1];
    const wanted = name === 'ui_color' ? spec.ui_color : spec.ui_fgcolor;
    if (name === undefined || wanted === undefined || !/^#?\w+$/.test(wanted)) return undefined;
    const value = main.attributes.get(name);
    if (value) return [replacement(module, value, `"${wanted}"`)];
    const line = `${name} = "${wanted}"`;
    const fields = main.node.body.findLast(
      (node) => node.nodeType === 'Assign' || node.nodeType === 'AnnAssign',
    );
    const [first] = main.node.body;
    if (fields) return [after(module, fields, [line])];
    if (first === undefined) return undefined;
    if (isDocstring(first)) return [after(module, first, ['', line])];
    const indent = indentOf(module, first);
    const decorated = 'decorator_list' in first && first.decorator_list.length > 0;
    if (indent === undefined || decorated) return undefined;
    return [insertion({ line: module.span(first)?.line ?? 1, column: 1 }, `${indent}${line}\n\n`)];
  },
);
