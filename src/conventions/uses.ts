/** What a component does with values that have a name: which function of the repository they go through, if any. */

import { dotted, type Node, type NodeOf, type PythonFunction } from '../python/index.js';
import type { Definition } from './estate.js';

/** Use of a value that has a name: an argument, an attribute that holds one, or what a key gives. */
export interface Use {
  readonly subject: string;
  /** What it is handed to at once; `raw` where it is used as it is; `asked` where only its truth or size is. */
  readonly as: string;
}

/** `argument order`, `key state`; undefined for what has no name of its own. */
export function subjectOf(node: Node, method: PythonFunction | undefined): string | undefined {
  if (node.nodeType === 'Subscript') {
    const { slice } = node;
    const isKey = slice.nodeType === 'Constant' && typeof slice.value === 'string';
    return isKey && node.ctx.nodeType === 'Load' ? `key ${slice.value}` : undefined;
  }
  if (node.nodeType === 'Attribute')
    return node.ctx.nodeType === 'Load' && node.value.nodeType === 'Name' && node.value.id === 'self'
      ? `argument ${node.attr}`
      : undefined;
  if (node.nodeType !== 'Name' || node.ctx.nodeType !== 'Load' || !method) return undefined;
  const isArgument = method.parameters.some(({ name, kind }) => name === node.id && !kind.startsWith('var'));
  return isArgument && node.id !== 'self' ? `argument ${node.id}` : undefined;
}

/** Undefined for what is no use yet: kept as an attribute, handed to the base class, part of a longer name. */
export function useOf(
  node: Node,
  [parent, over]: readonly Node[],
  define: (name: string) => Definition | undefined,
): string | undefined {
  if (!parent) return 'raw';
  if (parent.nodeType === 'Keyword' && over?.nodeType === 'Call') return handedTo(over, define);
  if (parent.nodeType === 'Call') return parent.func === node ? undefined : handedTo(parent, define);
  if (parent.nodeType === 'Assign')
    return parent.targets.some((target) => dotted(target)?.startsWith('self.')) ? undefined : 'raw';
  if (parent.nodeType === 'Attribute')
    return over?.nodeType === 'Call' && ['strip', 'lower'].includes(parent.attr) ? 'asked' : 'raw';
  if (parent.nodeType === 'UnaryOp' && parent.op.nodeType === 'Not') return 'asked';
  if (['If', 'IfExp', 'BoolOp'].includes(parent.nodeType)) return 'asked';
  if (parent.nodeType === 'FormattedValue') return over?.nodeType === 'JoinedStr' ? 'raw' : 'asked';
  return 'raw';
}

function handedTo(
  { func }: NodeOf<'Call'>,
  define: (name: string) => Definition | undefined,
): string | undefined {
  const callee = dotted(func);
  // `super().__init__(…)`: the base class keeps it.
  if (callee === undefined)
    return func.nodeType === 'Attribute' && func.attr === '__init__' ? undefined : 'raw';
  return define(callee) ? callee : 'raw';
}
