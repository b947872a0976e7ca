import type { PythonFunction } from '../../../python/index.js';
import { callsIn, dotted, isTask, keyword, methodOf, textOf, walk } from '../code.js';
import type { Rule } from '../rule.js';

export const DEFER_METHOD: Rule = {
  code: 'AS4123',
  tier: 'contract',
  severity: 'error',
  title: 'A deferral names a method that cannot be called',
  why: 'When the trigger fires, Airflow makes the task anew and calls the method that `method_name` names, with `context` and `event` by name. A method that is missing or takes something else fails only then.',
  next: 'Write `def execute_complete(self, context, event):` and name exactly that.',
  wrong: `from airflow.models import BaseOperator
from airflow.triggers.temporal import TimeDeltaTrigger


class WaitOperator(BaseOperator):
    def execute(self, context):
        self.defer(trigger=TimeDeltaTrigger(self.retry_delay), method_name="resume")

    def execute_complete(self, context, event):
        return event
`,
  right: `from airflow.models import BaseOperator
from airflow.triggers.temporal import TimeDeltaTrigger


class WaitOperator(BaseOperator):
    def execute(self, context):
        self.defer(trigger=TimeDeltaTrigger(self.retry_delay), method_name="execute_complete")

    def execute_complete(self, context, event):
        return event
`,
  check: (code) =>
    code.classes.flatMap((one) => {
      if (!isTask(one)) return [];
      const calls = one.methods.flatMap(({ node }) => callsIn(walk(node)));
      return calls.flatMap((call) => {
        if (dotted(call.func) !== 'self.defer') return [];
        const name = textOf(keyword(call, 'method_name'));
        if (name === undefined) return [];
        // Such a trigger ends the task itself, so that no method is called.
        if (walk(call).some((node) => node.nodeType === 'Keyword' && node.arg === 'end_from_trigger'))
          return [];
        const method = methodOf(one, name);
        const fault = method
          ? faultOf(method)
          : one.known && name !== 'execute'
            ? 'does not exist'
            : undefined;
        return fault === undefined
          ? []
          : [{ node: call, message: `the method \`${name}\` of the deferral ${fault}` }];
      });
    }),
};

function faultOf({ parameters, decorators, async: coroutine }: PythonFunction): string | undefined {
  if (decorators.length > 0) return undefined;
  if (coroutine) return 'is a coroutine, which nobody awaits';
  const names = parameters.map(({ name }) => name);
  const takesRest = parameters.some(({ kind }) => kind === 'var-keyword');
  if (!names.includes('context')) return takesRest ? undefined : 'does not take `context`';
  return names.includes('event') || takesRest ? undefined : 'does not take `event`';
}
