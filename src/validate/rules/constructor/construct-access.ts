import { callsIn, ownNodes } from '../code.js';
import type { Rule } from '../rule.js';
import { accessOf, isBesideModule } from './accesses.js';

export const CONSTRUCT_ACCESS: Rule = {
  code: 'AS4119',
  tier: 'contract',
  severity: 'error',
  title: 'The constructor reaches outside',
  why: 'A task is constructed each time its DAG is parsed, in processes that have no business with its connection, and long before it runs. A request or a look at a connection there slows the scheduler and fails where the service is away.',
  next: 'Keep the arguments in the constructor, and reach outside in `execute`, `poke` or a method of the hook.',
  shownBy: ['AS4144', 'AS4202', 'AS4203'],
  wrong: `from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, http_conn_id: str = "http_default", **kwargs):
        super().__init__(**kwargs)
        self.host = BaseHook.get_connection(http_conn_id).host
`,
  right: `from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, http_conn_id: str = "http_default", **kwargs):
        super().__init__(**kwargs)
        self.http_conn_id = http_conn_id

    def execute(self, context):
        return BaseHook.get_connection(self.http_conn_id).host
`,
  check: (code) =>
    code.classes.flatMap(({ init, role }) => {
      if (init === undefined || role === 'other') return [];
      return callsIn(ownNodes(init.node)).flatMap((call) => {
        const what = accessOf(call, code);
        if (what === undefined || isBesideModule(call, code)) return [];
        // Hooks are made when a task runs; many of Airflow's own look at their connection or a file of settings at once.
        const usual = role === 'hook' && /^(a connection|files)/.test(what);
        const severity = usual ? 'warning' : 'error';
        return [{ node: call, severity, message: `the constructor reaches for ${what}` }];
      });
    }),
};
