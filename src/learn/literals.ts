/** Literals in a pattern: words of a protocol stay, words of the component and prose go. */

import { format, type Node, type NodeOf } from '../python/index.js';
import { redactor } from '../safety/redaction.js';
import type { Vocabulary } from './component.js';

/** No ASCII dots: those would read as Python’s Ellipsis. */
export const PROSE = '…';
const LONGEST_WORD = 24;
const withoutKeys = redactor([]);
const WORD = /^[A-Za-z][A-Za-z0-9_\-./:]*$/;
/** Worth keeping even where the spec says them too: they are how it is done, not what it is about. */
const PROTOCOL = new Set([
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'Authorization',
  'Content-Type',
  'Accept',
  'Bearer',
  'Bearer ',
  'User-Agent',
  'application/json',
  'http',
  'https',
  'utf-8',
  'status',
  'message',
  'success',
  'error',
  'execute_complete',
  'return_value',
  'ti',
  'task_instance',
  'params',
  'dag',
  'run_id',
  'ds',
  'next',
  'r',
  'w',
  'rb',
  'wb',
  'a',
]);

/** What stands in a pattern for a literal; undefined when the literal may stay as it is. */
export function abstractLiteral(node: Node, vocabulary: Vocabulary): Node | undefined {
  switch (node.nodeType) {
    case 'Constant':
      return abstractConstant(node, vocabulary);
    case 'FormattedValue':
      return withoutFormat(node);
    case 'Dict':
      return abstractDict(node);
    case 'List':
    case 'Tuple':
    case 'Set':
      return oneOfEach(node);
    default:
      return undefined;
  }
}

/** True for the text that stands for prose. */
export function isProse(node: Node | null | undefined): boolean {
  return node?.nodeType === 'Constant' && node.value === PROSE;
}

function abstractConstant(node: NodeOf<'Constant'>, { subject }: Vocabulary): Node | undefined {
  const { value } = node;
  if (typeof value === 'string')
    return keeps(value, subject) ? undefined : { ...node, value: withPlaces(value) };
  if (typeof value !== 'number' || (value >= -1 && value <= 2) || isStatus(value)) return undefined;
  return {
    nodeType: 'Name',
    id: 'NUMBER',
    ctx: { nodeType: 'Load' },
    lineno: node.lineno,
    col_offset: node.col_offset,
  } as Node;
}

function keeps(text: string, subject: ReadonlySet<string>): boolean {
  if (text === '' || PROTOCOL.has(text) || !/[A-Za-z0-9]/.test(text))
    return text.length <= 4 || PROTOCOL.has(text);
  if (text.length > LONGEST_WORD || !WORD.test(text) || subject.has(text)) return false;
  // A short token that mixes letters and digits may be a key or an address of somebody; so may one long run of capitals.
  return !/[0-9]|[A-Z]{12}/.test(text) && withoutKeys(text) === text;
}

/** Prose, with the places of `%` formatting, which are part of how it is done. */
function withPlaces(text: string): string {
  const places = text.match(/%[sdrif]|%\.\d+f/g) ?? [];
  return [PROSE, ...places].join(' ');
}

/** Statuses of HTTP that code distinguishes. */
function isStatus(value: number): boolean {
  return [200, 201, 202, 204, 300, 400, 401, 403, 404, 409, 429, 500, 503].includes(value);
}

/** `{price:.2f}`: how a number is shown is not the idea. */
function withoutFormat({ format_spec: _, ...value }: NodeOf<'FormattedValue'>): Node {
  return value;
}

/** Entries whose key is the component's own say no more than one of them. */
function abstractDict(node: NodeOf<'Dict'>): Node {
  const entries = node.keys.map((key, index) => ({ key, value: node.values[index] }));
  const first = entries.findIndex(({ key }) => isProse(key));
  const kept = entries.filter(({ key }, index) => !isProse(key) || index === first);
  return {
    ...node,
    keys: kept.map(({ key }) => key),
    values: kept.flatMap(({ value }) => (value ? [value] : [])),
  };
}

function oneOfEach<Type extends NodeOf<'List'> | NodeOf<'Tuple'> | NodeOf<'Set'>>(node: Type): Type {
  const seen = new Set<string>();
  const elts = node.elts.filter((element) => {
    const text = element.nodeType === 'Constant' ? format(element) : `${element.nodeType}${seen.size}`;
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
  return { ...node, elts };
}
