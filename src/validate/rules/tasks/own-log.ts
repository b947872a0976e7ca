import { callsIn, functionsIn, ownNodes } from '../code.js';
import type { Rule } from '../rule.js';

export const OWN_LOG: Rule = {
  code: 'AS4129',
  tier: 'contract',
  severity: 'warning',
  title: 'It logs past the task’s log',
  why: 'Airflow keeps what is written with `self.log` under the task, with level and time. `print` and the root logger reach that log only by luck, without a level, and in a trigger not at all.',
  next: 'Write `self.log.info("…", value)`.',
  wrong: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def execute(self, context):
        print("copied")
`,
  right: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def execute(self, context):
        self.log.info("copied")
`,
  check: (code) =>
    functionsIn(code).flatMap(({ fn, of }) => {
      if (of === undefined || of.role === 'other') return [];
      return callsIn(ownNodes(fn.node)).flatMap((call) => {
        const name = code.nameOf(call.func) ?? '';
        const past =
          name === 'print' || /^logging\.(debug|info|warning|warn|error|exception|critical|log)$/.test(name);
        return past ? [{ node: call, message: `\`${name}\` does not write to the task's log` }] : [];
      });
    }),
};
