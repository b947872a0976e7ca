import { isStandard, type Node } from '../../../python/index.js';
import { type Code, methodOf, type RoledClass, selfAttribute, walk } from '../code.js';
import type { Offence, Rule } from '../rule.js';

export const EXCEPTIONS: Rule = {
  code: 'AS4127',
  tier: 'contract',
  severity: 'error',
  title: 'An exception of the spec is never raised',
  why: 'The spec promises that exception under `raises`. Whoever builds on the component (a retry rule, a callback, a skip) waits for that class; here no line names it.',
  next: 'Raise the class that the spec names, where the spec says, or correct the spec.',
  shownBy: ['AS4303'],
  wrong: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    """Raises AirflowException when there is nothing to copy."""

    def execute(self, context):
        raise RuntimeError("nothing to copy")
`,
  right: `from airflow.exceptions import AirflowException
from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    """Raises AirflowException when there is nothing to copy."""

    def execute(self, context):
        raise AirflowException("nothing to copy")
`,
  check: (code, spec) => {
    const one = code.classes.find(({ name }) => name === spec?.name);
    if (spec === undefined || one === undefined) return [];
    const named = namesIn(code);
    const promised = new Set(spec.raises.map(({ exception }) => exception.split('.').at(-1) ?? exception));
    const missing = [...promised].filter((name) => !named.has(name));
    const severity = mayRaiseElsewhere(code) ? 'warning' : 'error';
    const quiet = missing.some((name) => OWN.has(name)) && isHarmless(code, one);
    return missing.flatMap((name): readonly Offence[] => {
      const explicit = EXPLICIT.test(name);
      if (!explicit && !(quiet && OWN.has(name))) return [];
      const message = `${name}, which the spec promises, is never raised`;
      return [{ node: one.node, severity: explicit ? severity : 'warning', message }];
    });
  },
};

/** Classes that nothing of Python raises by itself, as `int("x")` raises ValueError. */
const EXPLICIT = /^Airflow(Fail|Skip)?Exception$/;

/** Classes of Python's that only a `raise` or a call brings about: no subscript, attribute or operator raises them. */
const OWN: ReadonlySet<string> = new Set([
  'ValueError',
  'RuntimeError',
  'OSError',
  'FileNotFoundError',
  'PermissionError',
  'ConnectionError',
  'TimeoutError',
]);

const HARMLESS =
  /^(super|isinstance|issubclass|len|str|repr|bool|list|dict|tuple|set|hasattr|callable|print|id|type|cast|typing\.cast|TYPE_CHECKING|logging\.getLogger)$/;
const HARMLESS_METHODS = new Set([
  ...['get', 'items', 'keys', 'values', 'append', 'extend', 'add', 'update', 'setdefault', 'copy'],
  ...['strip', 'lstrip', 'rstrip', 'lower', 'upper', 'title', 'startswith', 'endswith', 'splitlines'],
  ...['debug', 'info', 'warning', 'error', 'exception', 'xcom_push', 'xcom_pull', '__init__'],
]);

/** Whether nothing that is called in the module can raise more than its own `raise` statements do. Sure only when it says true. */
function isHarmless(code: Code, one: RoledClass): boolean {
  if (!one.known) return false;
  return walk(code.module.tree).every((node) => {
    if (node.nodeType !== 'Call')
      return !['BinOp', 'Starred', 'Await'].includes(node.nodeType) || isJoin(node);
    const own = selfAttribute(node.func);
    if (own !== undefined) return methodOf(one, own) !== undefined;
    if (node.func.nodeType === 'Attribute') return HARMLESS_METHODS.has(node.func.attr);
    const name = code.nameOf(node.func) ?? '';
    const isOwn = code.module.functions.some((fn) => fn.name === name);
    return isOwn || HARMLESS.test(name) || /(Error|Exception)$/.test(name);
  });
}

/** `str | None` and sums raise TypeError at most. */
function isJoin(node: Node): boolean {
  return node.nodeType === 'BinOp' && ['BitOr', 'Add', 'Sub', 'Mult'].includes(node.op.nodeType);
}

/** Names of classes that the module raises, and of those that its own exceptions derive from. */
function namesIn({ module }: Code): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of walk(module.tree)) {
    const parts =
      node.nodeType === 'Raise' && node.exc ? [node.exc] : node.nodeType === 'ClassDef' ? node.bases : [];
    for (const part of parts) {
      for (const inner of walk(part)) {
        if (inner.nodeType === 'Name') names.add(inner.id);
        if (inner.nodeType === 'Attribute') names.add(inner.attr);
      }
    }
    // A class that is kept in a variable, or given to a function, is raised by somebody.
    if (node.nodeType === 'Assign' && (node.value.nodeType === 'Name' || node.value.nodeType === 'Attribute'))
      names.add(node.value.nodeType === 'Name' ? node.value.id : node.value.attr);
    if (node.nodeType === 'Call')
      for (const argument of node.args) if (argument.nodeType === 'Name') names.add(argument.id);
  }
  return names;
}

/** A look at a connection raises when there is none, and hooks of providers and modules of the house by their own rules. */
function mayRaiseElsewhere({ module }: Code): boolean {
  const foreign = module.imports.some(({ module: from, level }) => {
    const [top = ''] = from.split('.');
    return level > 0 || from.startsWith('airflow.providers') || !(isStandard(top) || PLAIN.has(top));
  });
  return foreign || /\bget_connection\b/.test(module.source);
}

/** Libraries that know nothing of Airflow's exceptions. */
const PLAIN: ReadonlySet<string> = new Set(['airflow', 'requests', 'httpx', 'aiohttp', 'pendulum']);
