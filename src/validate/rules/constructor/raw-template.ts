import type { Severity } from '../../../flow.js';
import type { FunctionNode, Node } from '../../../python/index.js';
import { type Code, isTask, ownNodes, selfAttribute, walk } from '../code.js';
import type { Offence, Rule } from '../rule.js';

export const RAW_TEMPLATE: Rule = {
  code: 'AS4117',
  tier: 'contract',
  severity: 'error',
  title: 'The constructor works on a templated input',
  why: 'A templated input is Jinja text (or an XCom of another task) until the task runs. Converting it, looking into it or comparing it in the constructor fails for every DAG that uses a template there, even where plain values pass.',
  next: 'Assign the raw argument, and convert and check it in `execute` or `poke`.',
  shownBy: ['AS4208'],
  wrong: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    template_fields = ("amount",)

    def __init__(self, *, amount: int, **kwargs):
        super().__init__(**kwargs)
        self.amount = int(amount)
`,
  right: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    template_fields = ("amount",)

    def __init__(self, *, amount: int, **kwargs):
        super().__init__(**kwargs)
        self.amount = amount

    def execute(self, context):
        return int(self.amount)
`,
  check: (code, spec) =>
    code.classes.flatMap((one) => {
      if (!isTask(one) || one.init === undefined) return [];
      const promised = spec?.name === one.name ? spec.inputs.filter(({ template }) => template) : [];
      const templated = new Set([...(one.templateFields ?? []), ...promised.map(({ name }) => name)]);
      const names = one.init.parameters.map(({ name }) => name).filter((name) => templated.has(name));
      return names.length === 0 ? [] : worksOn(one.init.node, new Set(names), code);
    }),
};

/** Functions that make another value of their argument, or fail for text. */
const CONVERSIONS =
  /^(int|float|complex|bytes|list|tuple|set|dict|sorted|sum|min|max|len|abs|round|range|enumerate|iter|next|zip|json\.loads|json\.dumps|datetime\.(datetime\.)?(fromisoformat|strptime)|re\.(match|fullmatch|search|compile)|yaml\.safe_load|uuid\.UUID|pathlib\.Path|Path|urllib\.parse\.(urlsplit|urlparse))$/;

function worksOn(init: FunctionNode, names: ReadonlySet<string>, code: Code): readonly Offence[] {
  const found: Offence[] = [];
  const guarded = guardedNodes(init, names);
  const reassigned = reassignedIn(init);
  for (const node of ownNodes(init)) {
    if (guarded.has(node)) continue;
    const used = workOn(node, names, code);
    if (used === undefined || reassigned.has(used.name)) continue;
    const { severity } = used;
    found.push({
      node,
      ...(severity ? { severity } : {}),
      message: `the constructor ${used.how} \`${used.name}\`, which is templated`,
    });
  }
  return found.slice(0, 3);
}

interface Work {
  readonly name: string;
  readonly how: string;
  readonly severity?: Severity;
}

function workOn(node: Node, names: ReadonlySet<string>, code: Code): Work | undefined {
  const name = (inner: Node | undefined) => templatedName(inner, names);
  if (node.nodeType === 'Call') {
    const argument = name(node.args[0]);
    const called = code.nameOf(node.func) ?? '';
    if (argument !== undefined && node.args.length > 0 && CONVERSIONS.test(called))
      return { name: argument, how: `converts (${called})` };
    const on = node.func.nodeType === 'Attribute' ? name(node.func.value) : undefined;
    return on === undefined ? undefined : { name: on, how: 'calls a method of' };
  }
  if (node.nodeType === 'Subscript') return named(name(node.value), 'looks into');
  if (node.nodeType === 'BinOp') return named(name(node.left) ?? name(node.right), 'calculates with');
  if (node.nodeType === 'Compare') {
    const ordered = node.ops.some(({ nodeType }) =>
      ['Lt', 'LtE', 'Gt', 'GtE', 'In', 'NotIn'].includes(nodeType),
    );
    return ordered ? named([node.left, ...node.comparators].map(name).find(Boolean), 'compares') : undefined;
  }
  // `or None`, `or []` stand for an argument that was left out; a text takes the place of a rendered one that is empty.
  if (node.nodeType === 'BoolOp' && node.op.nodeType === 'Or') {
    const [given, other] = node.values;
    const isDefault = other?.nodeType === 'Constant' && Boolean(other.value);
    const by = isDefault ? named(name(given), 'puts a default in the place of') : undefined;
    return by && { ...by, severity: 'warning' };
  }
  if (node.nodeType === 'For') return named(name(node.iter), 'loops over');
  return undefined;
}

function named(
  name: string | undefined,
  how: string,
): { readonly name: string; readonly how: string } | undefined {
  return name === undefined ? undefined : { name, how };
}

function templatedName(node: Node | undefined, names: ReadonlySet<string>): string | undefined {
  if (node?.nodeType === 'Name' && names.has(node.id)) return node.id;
  const attribute = node ? selfAttribute(node) : undefined;
  return attribute !== undefined && names.has(attribute) ? attribute : undefined;
}

/** What stands under an `isinstance` of the very value has made sure that it is no text. */
function guardedNodes(init: FunctionNode, names: ReadonlySet<string>): ReadonlySet<Node> {
  const guarded = new Set<Node>();
  const checks = (node: Node) =>
    walk(node).some(
      (inner) =>
        inner.nodeType === 'Call' &&
        inner.func.nodeType === 'Name' &&
        ['isinstance', 'callable', 'hasattr', 'type'].includes(inner.func.id) &&
        templatedName(inner.args[0], names) !== undefined,
    );
  for (const node of walk(init)) {
    if ((node.nodeType === 'If' || node.nodeType === 'IfExp' || node.nodeType === 'BoolOp') && checks(node))
      for (const inner of walk(node)) guarded.add(inner);
  }
  return guarded;
}

/** Arguments that the constructor gives another value: what is looked at later may not be the input any more. */
function reassignedIn(init: FunctionNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of ownNodes(init))
    if (node.nodeType === 'Name' && node.ctx.nodeType === 'Store') names.add(node.id);
  return names;
}
