/** How far a fix may reach in a file: the component of the spec with what belongs to it, and no class that no spec describes. */

import type { Edit } from '../../flow.js';
import { type Node, type PythonClass, type PythonModule, walk } from '../../python/index.js';

/** The component, where there is one, in its file. */
interface Ground {
  readonly module: PythonModule;
  readonly main?: PythonClass;
}

/**
 * The class of the spec, the bases that only it has, and the triggers and private classes that it, or nobody, uses. Every class, where
 * none has the name of the spec: any may be meant.
 */
export function ownClasses({ module, main }: Ground): readonly PythonClass[] {
  const { classes } = module;
  if (main === undefined) return classes;
  const own = new Set([main]);
  const belongs = (one: PythonClass) => {
    const derived = classes.filter(({ bases }) => bases.includes(one.name));
    if (derived.length > 0 && derived.every((other) => own.has(other))) return true;
    if (!one.name.startsWith('_') && !one.bases.some((base) => base.endsWith('Trigger'))) return false;
    const users = classes.filter((other) => other !== one && mentions(other.node, one.name));
    return users.length === 0 || users.some((other) => own.has(other));
  };
  for (let before = 0; before < own.size; ) {
    before = own.size;
    for (const one of classes) if (!own.has(one) && belongs(one)) own.add(one);
  }
  return classes.filter((one) => own.has(one));
}

/** By its name, or in a text: triggers are named by their path. */
function mentions(node: Node, name: string): boolean {
  const word = new RegExp(`\\b${name}\\b`);
  return walk(node).some(
    (inner) =>
      (inner.nodeType === 'Name' && inner.id === name) ||
      (inner.nodeType === 'Constant' && typeof inner.value === 'string' && word.test(inner.value)),
  );
}

/** Whether an edit changes a class that is not the component's own. */
export function reachesBeyond(edits: readonly Edit[], ground: Ground): boolean {
  const own = ownClasses(ground);
  const foreign = ground.module.classes.filter((one) => !own.includes(one));
  const spans = foreign.flatMap(({ node }) => ground.module.span(node) ?? []);
  return edits.some(({ start, end }) =>
    spans.some(
      (span) =>
        isBefore({ line: span.line, column: span.column }, end) &&
        isBefore(start, { line: span.endLine, column: span.endColumn }),
    ),
  );
}

function isBefore(one: Edit['start'], other: Edit['start']): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column);
}

/** Nodes of the file that a fix may change, which looks for the same mistake everywhere. */
export function nodesInReach(ground: Ground): readonly Node[] {
  const own = ownClasses(ground);
  const foreign = ground.module.classes.filter((one) => !own.includes(one));
  if (foreign.length === 0) return walk(ground.module.tree);
  const beyond = new Set(foreign.flatMap(({ node }) => walk(node)));
  return walk(ground.module.tree).filter((node) => !beyond.has(node));
}
