import { dotted, type Node, type PythonFunction, walk } from '../../../python/index.js';
import { type Code, functionsIn, type RoledClass, selfAttribute } from '../code.js';
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
    ...functionsIn(code).flatMap(({ fn, of }) =>
      of?.role === 'other' ? [] : defaultsOf(fn, emptyConstants(code)),
    ),
    ...code.classes.flatMap((one) => (one.role === 'other' ? [] : sharedAttributes(one))),
  ],
};

/** Annotated as something that has no methods to change it, a default is as good as constant. */
const READ_ONLY =
  /^(collections\.abc\.|typing\.)?(Sequence|Mapping|Iterable|Collection|Container|AbstractSet)\b/;

/** Names at the top of the module for an empty list, dict or set: an empty one is there to be filled. */
function emptyConstants({ module }: Code): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of module.tree.body) {
    const targets =
      statement.nodeType === 'Assign'
        ? statement.targets
        : statement.nodeType === 'AnnAssign'
          ? [statement.target]
          : [];
    const value = targets.length > 0 && 'value' in statement ? (statement.value as Node | null) : undefined;
    if (!value || !isMutable(value) || !isEmpty(value)) continue;
    for (const target of targets) if (target.nodeType === 'Name') names.add(target.id);
  }
  return names;
}

function isEmpty(node: Node): boolean {
  if (node.nodeType === 'List' || node.nodeType === 'Set') return node.elts.length === 0;
  if (node.nodeType === 'Dict') return node.keys.length === 0;
  return node.nodeType === 'Call' && node.args.length === 0 && node.keywords.length === 0;
}

function defaultsOf({ node, parameters }: PythonFunction, empty: ReadonlySet<string>): readonly Offence[] {
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
    const shared = value && (isMutable(value) || (value.nodeType === 'Name' && empty.has(value.id)));
    if (!value || !shared || READ_ONLY.test(annotation)) return [];
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
function sharedAttributes({ attributes, methods, role }: RoledClass): readonly Offence[] {
  const nodes = methods.flatMap(({ node }) => walk(node));
  const replaced = new Set(
    nodes.flatMap((node) =>
      node.nodeType === 'Attribute' && node.ctx.nodeType === 'Store' ? [selfAttribute(node)] : [],
    ),
  );
  return nodes.flatMap((node): readonly Offence[] => {
    const name = changedAttribute(node);
    const value = name === undefined ? undefined : attributes.get(name);
    if (value === undefined || !isMutable(value) || replaced.has(name)) return [];
    // A cache is meant to be shared, where things can be looked up in it.
    const isLookup = role === 'hook' || !['List', 'ListComp'].includes(value.nodeType);
    if (/cache/i.test(name ?? '') && isLookup) return [];
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
