import type { Node } from '../../../python/index.js';
import { type Code, callsIn, functionsIn, ownNodes, selfAttribute, walk } from '../code.js';
import type { Rule } from '../rule.js';

export const OWN_LOG: Rule = {
  code: 'AS4129',
  tier: 'contract',
  severity: 'warning',
  title: 'It logs past the task’s log',
  why: 'Airflow keeps what is written with `self.log` under the task, with level and time. `print` and the root logger reach that log only by luck, without a level, and in a trigger not at all; a logger by another name follows its own settings of level and place.',
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
  check: (code) => {
    const loggers = loggersOf(code);
    return functionsIn(code).flatMap(({ fn, of }) => {
      if (of === undefined || of.role === 'other') return [];
      const hasSelf = fn.parameters[0]?.name === 'self';
      return callsIn(ownNodes(fn.node)).flatMap((call) => {
        const name = code.nameOf(call.func) ?? '';
        if (name === 'print' || /^logging\./.test(name))
          return name === 'print' || isLogging(call.func)
            ? [{ node: call, message: `\`${name}\` does not write to the task's log` }]
            : [];
        // Without `self` there is no other logger to take.
        if (!hasSelf || call.func.nodeType !== 'Attribute' || !isLogging(call.func)) return [];
        const { value } = call.func;
        const said = code.module.slice(call.func);
        return makesLogger(value, code) || loggers.has(code.module.slice(value))
          ? [{ node: call, message: `\`${said}\` writes past the task's own log` }]
          : [];
      });
    });
  },
};

function isLogging(func: Node): boolean {
  return (
    func.nodeType === 'Attribute' &&
    /^(debug|info|warning|warn|error|exception|critical|log)$/.test(func.attr)
  );
}

/** Names and attributes that were given a logger by name, `self.log` left out: that is where lines belong. */
function loggersOf(code: Code): ReadonlySet<string> {
  const found = walk(code.module.tree).flatMap((node) => {
    if (node.nodeType !== 'Assign' || !makesLogger(node.value, code)) return [];
    return node.targets.filter((target) => selfAttribute(target) !== 'log');
  });
  return new Set(found.map((target) => code.module.slice(target)));
}

function makesLogger(node: Node, code: Code): boolean {
  return (
    node.nodeType === 'Call' &&
    /^(logging\.getLogger|structlog\.get_logger)$/.test(code.nameOf(node.func) ?? '')
  );
}
