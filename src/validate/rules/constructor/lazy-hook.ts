import type { PythonFunction } from '../../../python/index.js';
import { type Call, callsIn, isTask, methodOf, ownNodes, type RoledClass, selfAttribute } from '../code.js';
import type { Rule } from '../rule.js';

export const LAZY_HOOK: Rule = {
  code: 'AS4121',
  tier: 'contract',
  severity: 'warning',
  title: 'A hook is made in the constructor',
  why: 'The constructor runs whenever the DAG is parsed. A hook made there may look up its connection in the scheduler, cannot use rendered values, and is copied and serialized with the task.',
  next: 'Make the hook in `execute`, or in a `cached_property`.',
  shownBy: ['AS4144'],
  wrong: `from airflow.models import BaseOperator
from airflow.providers.http.hooks.http import HttpHook


class AskOperator(BaseOperator):
    def __init__(self, *, http_conn_id: str = "http_default", **kwargs):
        super().__init__(**kwargs)
        self.hook = HttpHook(http_conn_id=http_conn_id)
`,
  right: `from airflow.models import BaseOperator
from airflow.providers.http.hooks.http import HttpHook


class AskOperator(BaseOperator):
    def __init__(self, *, http_conn_id: str = "http_default", **kwargs):
        super().__init__(**kwargs)
        self.http_conn_id = http_conn_id

    def execute(self, context):
        return HttpHook(http_conn_id=self.http_conn_id).run("/").text
`,
  check: (code) =>
    code.classes.flatMap((one) => {
      if (!isTask(one) || one.init === undefined) return [];
      return constructing(one).flatMap((call) => {
        const name = code.nameOf(call.func)?.split('.').at(-1) ?? '';
        return /^[A-Z]\w*Hook$/.test(name)
          ? [{ node: call, message: `the constructor makes a ${name}` }]
          : [];
      });
    }),
};

/** Calls that run when an object is made: those of the constructor, and of the methods of this module that it calls on itself. */
function constructing(one: RoledClass): readonly Call[] {
  const calls: Call[] = [];
  const seen = new Set<PythonFunction>();
  const open = one.init ? [one.init] : [];
  for (let fn = open.shift(); fn !== undefined; fn = open.shift()) {
    if (seen.has(fn)) continue;
    seen.add(fn);
    for (const call of callsIn(ownNodes(fn.node))) {
      calls.push(call);
      const name = selfAttribute(call.func);
      const called = name === undefined ? undefined : methodOf(one, name);
      if (called !== undefined) open.push(called);
    }
  }
  return calls;
}
