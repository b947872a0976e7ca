import { callsIn, isTask, ownNodes } from '../code.js';
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
      return callsIn(ownNodes(one.init.node)).flatMap((call) => {
        const name = code.nameOf(call.func)?.split('.').at(-1) ?? '';
        return /^[A-Z]\w*Hook$/.test(name)
          ? [{ node: call, message: `the constructor makes a ${name}` }]
          : [];
      });
    }),
};
