/** What `poke` gives. */

import type { Edit } from '../../flow.js';
import {
  after,
  type Expression,
  linesIn,
  type PythonFunction,
  type PythonModule,
  replacement,
} from '../../python/index.js';
import type { Fix } from './fix.js';
import { type Attempt, classFix, literalText, statementsIn } from './site.js';

export const POKE_VALUE: Fix = classFix(
  {
    id: 'poke-value',
    classes: ['sensor.poke', 'example.returns'],
    title: 'Give a bool on every way through `poke`',
    prompt: 'Return `True`, `False` or a `PokeReturnValue` from `poke`, on every way through it.',
  },
  (finding, { module, main, spec }) => {
    const poke = main.methods.findLast(({ name }) => name === 'poke');
    if (spec.kind !== 'sensor' || poke === undefined || poke.async) return undefined;
    // A result that differs may have many causes; that nothing came is one.
    if (finding.code === 'AS4301' && finding.actual !== null) return undefined;
    const returns = statementsIn(poke.node.body).flatMap(({ statement }) =>
      statement.nodeType === 'Return' ? [statement] : [],
    );
    if (returns.length === 0) return undefined;
    // A name, or what a call gives, may well be one, with a value for XCom in it.
    const others = module.source.includes('PokeReturnValue');
    const edits: (Edit | undefined)[] = [];
    for (const one of returns) {
      const { value } = one;
      if (value == null || isNone(value)) edits.push(replacement(module, one, 'return False'));
      else if (!others) {
        const edit = asBool(value, module);
        if (edit === 'unclear') return undefined;
        if (edit) edits.push(edit);
      }
    }
    if (endsOpen(poke)) edits.push(ending(poke, module));
    return edits;
  },
);

/** The edit, none where it is a bool or says nothing against it, `unclear` where its truth says something else than it seems to. */
function asBool(value: Expression, module: PythonModule): Edit | undefined | 'unclear' {
  switch (value.nodeType) {
    case 'Compare':
      return undefined;
    case 'UnaryOp':
      return value.op.nodeType === 'Not' ? undefined : 'unclear';
    case 'Constant':
      return typeof value.value === 'boolean' ? undefined : 'unclear';
    case 'IfExp': {
      // Two texts: the one stands for yes, the other for no.
      const told = [value.body, value.orelse].every((one) => literalText(one) !== undefined);
      return told ? wrapped(value, module.slice(value.test), module) : 'unclear';
    }
    case 'Dict':
    case 'Tuple':
    case 'JoinedStr':
    case 'Lambda':
    case 'GeneratorExp':
      return 'unclear';
    case 'Call':
      return /(^|\.)(bool|PokeReturnValue|any|all|isinstance|exists|is_file|is_dir|startswith|endswith|poke)$/.test(
        module.slice(value.func),
      )
        ? undefined
        : wrapped(value, module.slice(value), module);
    case 'BoolOp':
      return value.values.every((one) => one.nodeType === 'Compare')
        ? undefined
        : wrapped(value, module.slice(value), module);
    default:
      return wrapped(value, module.slice(value), module);
  }
}

function wrapped(value: Expression, text: string, module: PythonModule): Edit | undefined {
  return replacement(module, value, `bool(${text})`);
}

function isNone(value: Expression): boolean {
  return value.nodeType === 'Constant' && value.value === null;
}

/** Whether the end of the body can be reached: sure where it says no. */
function endsOpen({ node }: PythonFunction): boolean {
  const last = node.body.at(-1);
  if (last === undefined) return false;
  if (last.nodeType === 'If') return last.orelse.length === 0;
  return (
    ['For', 'Assign', 'AugAssign'].includes(last.nodeType) ||
    (last.nodeType === 'Expr' &&
      last.value.nodeType !== 'Await' &&
      last.value.nodeType === 'Call' &&
      !isDefer(last.value))
  );
}

function isDefer(call: Expression): boolean {
  return (
    call.nodeType === 'Call' &&
    call.func.nodeType === 'Attribute' &&
    /^(defer|skip|fail)/.test(call.func.attr)
  );
}

/** `return False` behind the last statement of the body, at its indentation. */
function ending({ node }: PythonFunction, module: PythonModule): Edit | undefined {
  const last = node.body.at(-1);
  return last && after(module, last, ['return False']);
}

/** The name of a method in its own definition. */
export function renamedMethod({ node, name }: PythonFunction, other: string, module: PythonModule): Attempt {
  const span = module.span(node);
  const line = span && (linesIn(module)[span.line - 1] ?? '').slice(span.column - 1);
  const head = /^(async\s+)?def\s+/.exec(line ?? '')?.[0];
  if (span === undefined || head === undefined || !line?.startsWith(name, head.length)) return undefined;
  const start = { line: span.line, column: span.column + head.length };
  return [{ start, end: { line: span.line, column: start.column + name.length }, text: other }];
}
