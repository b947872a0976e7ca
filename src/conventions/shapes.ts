/** How expressions look once what belongs to one component is taken out: `'word.word'`, `run.key(…)`, `SQL_…`. */

import { dotted, type Expression, type NodeOf, type PythonModule, type Statement } from '../python/index.js';
import type { Definition } from './estate.js';

/** Anything. */
export const ANY = '…';

export interface Shapes {
  of(expression: Expression): string;
  /** The same of a body, a line each. */
  body(statements: readonly Statement[]): string;
}

const DOTTED = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/;
const DASHED = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;

/** A text by its form: words with dots or dashes, a path with its first part, or anything. */
export function textShape(text: string): string {
  if (DOTTED.test(text)) return "'word.word'";
  if (DASHED.test(text)) return "'word-word'";
  const root = /^\/[A-Za-z0-9_.-]+\//.exec(text)?.[0];
  return root ? `'${root}…'` : "'…'";
}

/** The last of words with dots or dashes, with what parts it: `.asked`. */
export function ending(expression: Expression | undefined): string | undefined {
  const text = literal(expression);
  if (text === undefined || !(DOTTED.test(text) || DASHED.test(text))) return undefined;
  return /[.-][a-z0-9_]+$/.exec(text)?.[0];
}

/** A text, or what an f-string begins with. */
function literal(expression: Expression | undefined): string | undefined {
  if (expression?.nodeType === 'Constant')
    return typeof expression.value === 'string' ? expression.value : undefined;
  if (expression?.nodeType !== 'JoinedStr') return undefined;
  const [first] = expression.values;
  return first?.nodeType === 'Constant' && typeof first.value === 'string' ? first.value : '';
}

/** Shapes of what stands in `module`; `define` says what a name of the repository's own code is. */
export function shapesIn(module: PythonModule, define: (name: string) => Definition | undefined): Shapes {
  const constants = new Set(
    module.tree.body.flatMap((statement) =>
      statement.nodeType === 'Assign'
        ? statement.targets.flatMap((target) => (target.nodeType === 'Name' ? [target.id] : []))
        : [],
    ),
  );
  const own = new Set(module.classes.map(({ name }) => name));
  const of = (expression: Expression): string => {
    switch (expression.nodeType) {
      case 'Constant':
        if (typeof expression.value === 'string') return textShape(expression.value);
        return expression.value === null || typeof expression.value === 'boolean'
          ? String(module.slice(expression))
          : ANY;
      case 'JoinedStr':
        return textShape(literal(expression) ?? '');
      case 'Name':
        if (define(expression.id)) return expression.id;
        if (own.has(expression.id)) return 'Self';
        return constants.has(expression.id) ? constant(expression.id) : ANY;
      case 'Attribute':
        return attribute(expression);
      case 'Call':
        return call(expression);
      case 'Starred':
        return `*${of(expression.value)}`;
      case 'Tuple':
        return `(${parts(expression.elts)})`;
      case 'List':
        return `[${parts(expression.elts)}]`;
      default:
        return ANY;
    }
  };
  const parts = (elements: readonly Expression[]): string => {
    const shapes = elements.map((one) => (literal(one) === undefined ? of(one) : ANY));
    // How many there are is the component's own affair.
    return shapes.filter((shape, index) => shape !== ANY || shapes[index - 1] !== ANY).join(', ');
  };
  const attribute = (expression: NodeOf<'Attribute'>): string => {
    const name = dotted(expression);
    const found = name === undefined ? undefined : define(name.split('.')[0] ?? '');
    if (!found || name === undefined) return ANY;
    return isEnum(found) ? `${found.name}.…` : name;
  };
  const call = ({ func, args, keywords }: NodeOf<'Call'>): string => {
    const callee = dotted(func);
    if (callee === undefined) return ANY;
    const [first] = args;
    const last = ending(first);
    const inner =
      args.length + keywords.length === 0
        ? ''
        : last === undefined
          ? ANY
          : `'…${last}'${more(args.length + keywords.length)}`;
    return `${callee}(${inner})`;
  };
  const body = (statements: readonly Statement[]): string =>
    statements.map((statement) => line(statement)).join('\n');
  const line = (statement: Statement): string => {
    switch (statement.nodeType) {
      case 'Raise':
        return `raise ${statement.exc ? of(statement.exc) : ''}`.trim();
      case 'Return':
        return `return ${statement.value ? of(statement.value) : 'None'}`;
      case 'Expr':
        return of(statement.value);
      default:
        return statement.nodeType;
    }
  };
  return { of, body };
}

function more(count: number): string {
  return count > 1 ? ', …' : '';
}

/** `SQL_LINES` is one of `SQL_…`. */
function constant(name: string): string {
  const head = /^[A-Z][A-Z0-9]*_/.exec(name)?.[0];
  return head ? `${head}…` : ANY;
}

export function isEnum(found: Definition): boolean {
  return found.what === 'class' && found.class.bases.some((base) => /(Enum|Flag)$/.test(base));
}
