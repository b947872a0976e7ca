import type { Node, NodeOf } from '../../../python/index.js';
import { type Code, isBytes, isTask, ownNodes } from '../code.js';
import type { Rule } from '../rule.js';

export const EXECUTE_VALUE: Rule = {
  code: 'AS4128',
  tier: 'contract',
  severity: 'error',
  title: '`execute` gives something that XCom cannot hold',
  why: 'What `execute` returns is pushed to XCom, which holds JSON and what Airflow can turn into JSON. Bytes, open files, generators, connections and responses of a library fail there, after all the work was done.',
  next: 'Return plain values: text, numbers, lists and dicts of them.',
  shownBy: ['AS4141'],
  wrong: `import requests
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        return requests.get("https://rates.example/today", timeout=5)
`,
  right: `import requests
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        return requests.get("https://rates.example/today", timeout=5).json()
`,
  check: (code) =>
    code.classes.flatMap((one) => {
      const execute = one.methods.findLast(({ name }) => name === 'execute');
      if (!isTask(one) || execute === undefined) return [];
      const nodes = ownNodes(execute.node);
      const yielded = nodes.find(({ nodeType }) => nodeType === 'Yield' || nodeType === 'YieldFrom');
      if (yielded) return [{ node: yielded, message: '`execute` is a generator: nothing in it runs' }];
      const returns = nodes.filter((node): node is NodeOf<'Return'> => node.nodeType === 'Return');
      return returns.flatMap(({ value }) => {
        const what = value ? whatOf(value, code) : undefined;
        return value && what !== undefined ? [{ node: value, message: `\`execute\` returns ${what}` }] : [];
      });
    }),
};

const RESPONSES = /^(requests|httpx)\.(get|post|put|patch|delete|head|request)$|^urllib\.request\.urlopen$/;

function whatOf(value: Node, code: Code): string | undefined {
  if (isBytes(value)) return 'bytes';
  if (value.nodeType === 'GeneratorExp') return 'a generator';
  if (value.nodeType === 'Lambda') return 'a function';
  if (value.nodeType !== 'Call') return undefined;
  const name = code.nameOf(value.func) ?? '';
  if (name === 'open') return 'an open file';
  if (name === 'iter' || name === 'map' || name === 'filter' || name === 'zip') return 'an iterator';
  if (RESPONSES.test(name)) return 'a response object';
  if (/(^|\.)(BaseHook|self)\.get_connection$/.test(name)) return 'a connection, with its password';
  return undefined;
}
