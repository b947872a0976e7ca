import { dotted, type Node, type PythonFunction, walk } from '../../../python/index.js';
import { functionsIn, type RoledClass, selfAttribute } from '../code.js';
import type { Offence, Rule } from '../rule.js';

export const MUTABLE_DEFAULT: Rule = {
  code: 'AS4120',
  tier: 'contract',
  severity: 'error',
  title: 'A list or dict that all objects share',
  why: 'A default value is made once, when the function is defined, and a class attribute once for the class. Whoever changes it changes it for every task of the process.',
  next: 'Write `= None` in the signature and make a fresh one inside; assign lists and dicts to `self` in the constructor.',
  shownBy: ['AS4002'],
  wrong: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, sources: list[str] = [], **kwargs):
        super().__init__(**kwargs)
        self.sources = sources
`,
  right: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, sources: list[str] | None = None, **kwargs):
        super().__init__(**kwargs)
        self.sources = sources
`,
  check: (code) => [
    ...functionsIn(code).flatMap(({ fn, of }) => (of?.role === 'other' ? [] : defaultsOf(fn))),
    ...code.classes.flatMap((one) => (one.role === 'other' ? [] : sharedAttributes(one))),
  ],
};

/** Annotated as something that has no methods to change it, a default is as good as constant. */
const READ_ONLY =
  /^(collections\.abc\.|typing\.)?(Sequence|Mapping|Iterable|Collection|Container|AbstractSet)\b/;

function defaultsOf({ node, parameters }: PythonFunction): readonly Offence[] {
  const { args, name } = node;
  const plain = [...args.posonlyargs, ...args.args];
  const given = [
    ...args.defaults.map(
      (value, index) => [plain[plain.length - args.defaults.length + index], value] as const,
    ),
    ...args.kwonlyargs.map((arg, index) => [arg, args.kw_defaults[index]] as const),
  ];
  return given.flatMap(([arg, value]): readonly Offence[] => {
    const annotation = parameters.find((parameter) => parameter.name === arg?.arg)?.annotation ?? '';
    if (!value || !isMutable(value) || READ_ONLY.test(annotation)) return [];
    return [{ node: value, message: `a default of ${name} is shared by all calls` }];
  });
}

function isMutable(node: Node): boolean {
  if (['List', 'Dict', 'Set', 'ListComp', 'DictComp', 'SetComp'].includes(node.nodeType)) return true;
  return node.nodeType === 'Call' && ['list', 'dict', 'set'].includes(dotted(node.func) ?? '');
}

const CHANGES = new Set([
  'append',
  'extend',
  'insert',
  'update',
  'setdefault',
  'add',
  'pop',
  'clear',
  'remove',
]);

/** Mutable class attributes that a method changes in place and no method ever replaces. */
function sharedAttributes({ attributes, methods }: RoledClass): readonly Offence[] {
  const nodes = methods.flatMap(({ node }) => walk(node));
  const replaced = new Set(
    nodes.flatMap((node) =>
      node.nodeType === 'Attribute' && node.ctx.nodeType === 'Store' ? [selfAttribute(node)] : [],
    ),
  );
  return nodes.flatMap((node): readonly Offence[] => {
    const name = changedAttribute(node);
    const value = name === undefined ? undefined : attributes.get(name);
    // A cache is meant to be shared.
    if (value === undefined || !isMutable(value) || replaced.has(name) || /cache/i.test(name ?? ''))
      return [];
    return [{ node, message: `\`self.${name}\` is a class attribute, and is changed for all objects` }];
  });
}

function changedAttribute(node: Node): string | undefined {
  if (node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && CHANGES.has(node.func.attr))
    return selfAttribute(node.func.value);
  return node.nodeType === 'Subscript' && node.ctx.nodeType !== 'Load'
    ? selfAttribute(node.value)
    : undefined;
}
