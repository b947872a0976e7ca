import { isTask, selfAttribute, walk } from '../code.js';
import type { Rule } from '../rule.js';
import { baseCalls } from './super-init.js';

export const SUPER_KWARGS: Rule = {
  code: 'AS4115',
  tier: 'contract',
  severity: 'error',
  title: 'The constructor keeps `**kwargs` to itself',
  why: '`task_id`, `retries`, `pool` and all of Airflow’s other arguments arrive in `**kwargs`. When they are not handed to the base class, the task has no id, or what a DAG asks for is dropped in silence.',
  next: 'Call `super().__init__(**kwargs)`.',
  wrong: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, source: str, **kwargs):
        super().__init__(task_id="copy")
        self.source = source
`,
  right: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, source: str, **kwargs):
        super().__init__(**kwargs)
        self.source = source
`,
  check: ({ classes }) =>
    classes.flatMap((one) => {
      const rest = one.init?.node.args.kwarg?.arg;
      const calls = baseCalls(one);
      if (!isTask(one) || rest === undefined || calls.length === 0 || one.init === undefined) return [];
      // Wherever the name is read, its values may well go on: in a copy, through a function, by update.
      const handed =
        calls.some((call) => mentions(call, rest)) || calls.some(({ keywords }) => keywords.some(spreads));
      const kept = walk(one.init.node).some((node) => isAssigned(node, rest));
      if (handed || kept) return [];
      const [call] = calls;
      return call ? [{ node: call, message: `super().__init__ is called without **${rest}` }] : [];
    }),
};

function mentions(node: Parameters<typeof walk>[0], name: string): boolean {
  return walk(node).some((inner) => inner.nodeType === 'Name' && inner.id === name);
}

function spreads({ arg }: { readonly arg?: string | null }): boolean {
  return arg === undefined || arg === null;
}

/** `self.kwargs = kwargs`: they are used in some other way. */
function isAssigned(node: Parameters<typeof walk>[0], name: string): boolean {
  if (node.nodeType !== 'Assign' || !mentions(node.value, name)) return false;
  return node.targets.some((target) => selfAttribute(target) !== undefined);
}
