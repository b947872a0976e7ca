import { isStandard } from '../../../python/index.js';
import { type Code, walk } from '../code.js';
import type { Rule } from '../rule.js';

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
    const missing = [...promised].filter((name) => EXPLICIT.test(name) && !named.has(name));
    const severity = mayRaiseElsewhere(code) ? 'warning' : 'error';
    return missing.map((name) => ({
      node: one.node,
      severity,
      message: `${name}, which the spec promises, is never raised`,
    }));
  },
};

/** Classes that nothing of Python raises by itself, as `int("x")` raises ValueError. */
const EXPLICIT = /^Airflow(Fail|Skip)?Exception$/;

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
