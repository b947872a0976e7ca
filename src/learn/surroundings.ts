/** The statements around a mistake, with what is particular to the component taken out. */

import { type Attempt, type DiagnosedError, fileOf, type Spec } from '../flow.js';
import { tame } from '../knowledge/index.js';
import {
  type FunctionNode,
  isFunction,
  type Node,
  type PythonModule,
  parseModule,
  type Statement,
  transform,
} from '../python/index.js';
import { abstracted } from './abstraction.js';
import { openComponent } from './component.js';
import { blocksOf, head } from './contrast.js';
import { PROSE } from './literals.js';

/** Statements on each side of the one with the mistake. */
const AROUND = 1;
const MOST = 1000;

/** Undefined where the place is not known, or the component does not parse or lacks its class. */
export function contextOf({ at }: DiagnosedError, { draft }: Attempt, spec: Spec): string | undefined {
  const file = draft && fileOf(draft, 'component');
  if (!file || at?.path !== file.path) return undefined;
  const parsed = parseModule(file.content);
  const component = parsed.ok ? openComponent(parsed.module, spec) : undefined;
  if (!component) return undefined;
  const { nodes, scope } = around(at.line, component.module);
  const text = tame(
    nodes.map((node) => abstracted([transform(bare(node), wordless)], component, scope)).join('\n'),
    MOST,
  );
  return text === '' ? undefined : text;
}

interface Neighbours {
  readonly nodes: readonly Statement[];
  readonly scope?: FunctionNode;
}

/** The innermost statement on that line with those before and behind it in its block. */
function around(line: number, module: PythonModule): Neighbours {
  let block: readonly Statement[] = module.tree.body;
  let scope: FunctionNode | undefined;
  for (;;) {
    const index = block.findIndex((node) => holds(node, line, module));
    const statement = block[index];
    if (statement === undefined) return { nodes: [], ...(scope ? { scope } : {}) };
    const inner = blocksOf(statement).find((body) => body.some((node) => holds(node, line, module)));
    if (inner === undefined) {
      const nodes = block.slice(Math.max(0, index - AROUND), index + AROUND + 1);
      return { nodes, ...(scope ? { scope } : {}) };
    }
    if (isFunction(statement)) scope = statement;
    block = inner;
  }
}

function holds(node: Statement, line: number, module: PythonModule): boolean {
  const span = module.span(node);
  return span !== undefined && span.line <= line && line <= span.endLine;
}

/** A neighbour that holds statements itself stands for its head alone. */
function bare(statement: Statement): Node {
  return blocksOf(statement).length === 0 ? statement : head(statement);
}

/** Whatever a text says, it is the component's own: an address, a key of an answer, a name. */
function wordless(node: Node): Node | undefined {
  if (node.nodeType !== 'Constant' || typeof node.value !== 'string') return undefined;
  return { ...node, value: PROSE };
}
