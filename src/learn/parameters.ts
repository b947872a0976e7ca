/** Signatures of which only what differs is of interest. */

import { type Expression, type FunctionNode, format, type NodeOf } from '../python/index.js';

type Arg = NodeOf<'Arg'>;

/** Both functions without the arguments that they share with annotation and default; `self` stays. */
export function withoutShared(one: FunctionNode, other: FunctionNode): readonly [FunctionNode, FunctionNode] {
  return [less(one, textsOf(other)), less(other, textsOf(one))];
}

interface Parameter {
  readonly arg: Arg;
  readonly default?: Expression;
  readonly text: string;
}

function less(node: FunctionNode, shared: ReadonlySet<string>): FunctionNode {
  const { args } = node;
  const keep = ({ arg, text }: Parameter) => isOwn(arg) || !shared.has(text);
  const [positional, keywords] = [positionalOf(node).filter(keep), keywordsOf(node).filter(keep)];
  const only = new Set(args.posonlyargs);
  const rest = (arg: Arg | undefined, stars: string) =>
    arg !== undefined && !shared.has(`${stars}${format(arg)}`) ? arg : undefined;
  const [vararg, kwarg] = [rest(args.vararg, '*'), rest(args.kwarg, '**')];
  const { vararg: _, kwarg: __, ...common } = args;
  return {
    ...node,
    args: {
      ...common,
      posonlyargs: positional.filter(({ arg }) => only.has(arg)).map(({ arg }) => arg),
      args: positional.filter(({ arg }) => !only.has(arg)).map(({ arg }) => arg),
      defaults: positional.flatMap((parameter) => parameter.default ?? []),
      kwonlyargs: keywords.map(({ arg }) => arg),
      kw_defaults: keywords.map((parameter) => parameter.default ?? null),
      ...(vararg ? { vararg } : {}),
      ...(kwarg ? { kwarg } : {}),
    },
  };
}

function isOwn({ arg }: Arg): boolean {
  return arg === 'self' || arg === 'cls';
}

function textsOf(node: FunctionNode): ReadonlySet<string> {
  const { vararg, kwarg } = node.args;
  return new Set([
    ...[...positionalOf(node), ...keywordsOf(node)].map(({ text }) => text),
    ...(vararg ? [`*${format(vararg)}`] : []),
    ...(kwarg ? [`**${format(kwarg)}`] : []),
  ]);
}

function positionalOf({ args }: FunctionNode): readonly Parameter[] {
  const all = [...args.posonlyargs, ...args.args];
  const first = all.length - args.defaults.length;
  return all.map((arg, index) => parameterOf(arg, args.defaults[index - first], 'by position'));
}

function keywordsOf({ args }: FunctionNode): readonly Parameter[] {
  return args.kwonlyargs.map((arg, index) => parameterOf(arg, args.kw_defaults[index], 'by name'));
}

function parameterOf(arg: Arg, value: Expression | null | undefined, how: string): Parameter {
  const text = `${how} ${format(arg)} = ${value ? format(value) : ''}`;
  return { arg, text, ...(value ? { default: value } : {}) };
}
