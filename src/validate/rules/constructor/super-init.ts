import { type Call, callsIn, isSuperCall, isTask, ownNodes, type RoledClass } from '../code.js';
import type { Rule } from '../rule.js';

const BODY = `        self.source = source
`;

export const SUPER_INIT: Rule = {
  code: 'AS4114',
  tier: 'contract',
  severity: 'error',
  title: 'The constructor does not call the one of its base class',
  why: 'The base class sets what Airflow works with: `task_id`, retries, the DAG; a trigger’s task instance; a hook’s logger. Without the call the object has none of it, and some of that only shows when a scheduler looks.',
  next: 'Begin the constructor with `super().__init__(**kwargs)` (without arguments in a hook or trigger that takes none).',
  wrong: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, source: str, **kwargs):
${BODY}`,
  right: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, source: str, **kwargs):
        super().__init__(**kwargs)
${BODY}`,
  check: ({ classes }) =>
    classes.flatMap((one) => {
      // BaseHook's constructor only makes a logger that is made on demand in other ways, so a hook may do without.
      if (one.init === undefined || !(isTask(one) || one.role === 'trigger')) return [];
      // A constructor that always raises stands for a class that is not there.
      if (baseCalls(one).length > 0 || one.init.node.body.at(-1)?.nodeType === 'Raise') return [];
      // The triggerer sets what BaseTrigger's constructor prepares, so a trigger mostly gets away with it.
      const severity = one.role === 'trigger' ? 'warning' : 'error';
      return [
        { node: one.init.node, severity, message: `${one.name}.__init__ never calls super().__init__` },
      ];
    }),
};

/** Calls of a constructor above: `super().__init__(…)`, or `Base.__init__(self, …)` as classes with several bases do. */
export function baseCalls({ init }: RoledClass): readonly Call[] {
  if (init === undefined) return [];
  return callsIn(ownNodes(init.node)).filter((call) => {
    if (isSuperCall(call, '__init__')) return true;
    const { func, args } = call;
    const named = func.nodeType === 'Attribute' && func.attr === '__init__';
    return named && args[0]?.nodeType === 'Name' && args[0].id === 'self';
  });
}
