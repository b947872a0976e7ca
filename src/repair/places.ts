/** Places of a component where a kind of mistake can be looked for, when nothing points at it. */

import {
  dotted,
  type Node,
  type NodeOf,
  type PythonClass,
  type PythonModule,
  walk,
} from '../python/index.js';

/** What is looked for: `super` is the call of the constructor above, `work` the method that does what the finding is about. */
export type Place =
  | 'assignment'
  | 'call'
  | 'class'
  | 'defer'
  | 'file'
  | 'init'
  | 'kill'
  | 'log'
  | 'parameter'
  | 'raise'
  | 'request'
  | 'result'
  | 'statement'
  | 'super'
  | 'super-keyword'
  | 'template-ext'
  | 'template-fields'
  | 'template-name'
  | 'work'
  | 'xcom';

/** What a look at the source knows. */
export interface Site {
  readonly module: PythonModule;
  /** The class of the spec's name. */
  readonly main: PythonClass;
  /** Name of the method in which it went wrong: `execute`, `poke`, `run` … */
  readonly method: string;
  /** Names in quotes in the message, first the first. */
  readonly names: readonly string[];
  /** The function of which the message says how it was called. */
  readonly callee?: string;
}

/** The one node that `place` means there; undefined where there is none, or several and no name tells them apart. */
export function nodeAt(place: Place, site: Site): Node | undefined {
  return LOOK[place](site);
}

const REQUESTS = /(^|\.)(get|post|put|patch|delete|head|request|urlopen|run|send)$/;
const FILES = /(^|\.)(open|write_text|write_bytes|mkdir|unlink|rename|replace)$/;
const STATEMENTS = /(^|\.)(execute|executemany|executescript|run|commit|insert_rows)$/;
const LOGS = /(^|\.)log(ger|ging)?\.\w+$|^print$/;

const LOOK: { readonly [place in Place]: (site: Site) => Node | undefined } = {
  assignment: ({ main, names }) =>
    nodesIn(main.init?.node).find(
      (node) => node.nodeType === 'Assign' && node.targets.some((target) => isOwn(target, names)),
    ),
  call: (site) => only(callsOf(site.callee, workOf(site))) ?? only(callsOf(site.callee, site.main.node)),
  class: ({ main }) => main.node,
  defer: (site) => only(calls(site, /^self\.defer$/)),
  file: (site) => only(calls(site, FILES)),
  init: ({ main }) => main.init?.node,
  kill: ({ main }) => main.methods.find(({ name }) => name === 'on_kill')?.node,
  log: (site) => only(calls(site, LOGS)),
  parameter: ({ main, names }) => {
    const args = main.init?.node.args;
    const all = [...(args?.posonlyargs ?? []), ...(args?.args ?? []), ...(args?.kwonlyargs ?? [])];
    return names.map((name) => all.find(({ arg }) => arg === name)).find((arg) => arg !== undefined);
  },
  raise: (site) => only(nodesIn(workOf(site)).filter(({ nodeType }) => nodeType === 'Raise')),
  request: (site) => only(calls(site, REQUESTS).filter(({ func }) => dotted(func) !== 'self.run')),
  result: (site) =>
    only(nodesIn(workOf(site)).filter((node) => node.nodeType === 'Return' && node.value != null)),
  statement: (site) => only(calls(site, STATEMENTS)),
  super: ({ main }) => superCall(main),
  'super-keyword': ({ main, names }) =>
    superCall(main)?.keywords.find(({ arg }) => arg !== undefined && names.includes(arg)),
  'template-ext': ({ main }) => main.attributes.get('template_ext'),
  'template-fields': ({ main }) => main.attributes.get('template_fields'),
  'template-name': ({ main, names }) => {
    const fields = main.attributes.get('template_fields');
    return fields === undefined
      ? undefined
      : walk(fields).find((node) => node.nodeType === 'Constant' && names.includes(String(node.value)));
  },
  work: workOf,
  xcom: (site) => only(calls(site, /\.xcom_push$/)),
};

function workOf({ module, main, method }: Site): Node | undefined {
  const own = main.methods.find(({ name }) => name === method);
  return (own ?? module.classes.flatMap(({ methods }) => methods).find(({ name }) => name === method))?.node;
}

function nodesIn(node: Node | undefined): readonly Node[] {
  return node === undefined ? [] : walk(node);
}

function calls(site: Site, name: RegExp): readonly NodeOf<'Call'>[] {
  return nodesIn(workOf(site)).filter(
    (node): node is NodeOf<'Call'> => node.nodeType === 'Call' && name.test(nameOf(node.func)),
  );
}

function callsOf(callee: string | undefined, within: Node | undefined): readonly Node[] {
  return nodesIn(within).filter(
    (node) => node.nodeType === 'Call' && nameOf(node.func).split('.').at(-1) === callee,
  );
}

/** `requests.get`, and `.json` for a call on something that has no name. */
function nameOf(func: Node): string {
  return dotted(func) ?? (func.nodeType === 'Attribute' ? `.${func.attr}` : '');
}

function superCall(main: PythonClass): NodeOf<'Call'> | undefined {
  return nodesIn(main.init?.node).find(
    (node): node is NodeOf<'Call'> =>
      node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && node.func.attr === '__init__',
  );
}

function isOwn(target: Node, names: readonly string[]): boolean {
  return (
    target.nodeType === 'Attribute' &&
    target.value.nodeType === 'Name' &&
    target.value.id === 'self' &&
    names.includes(target.attr)
  );
}

/** One is certain, several are a guess. */
function only<T extends Node>(nodes: readonly T[]): T | undefined {
  return nodes.length === 1 ? nodes[0] : undefined;
}
