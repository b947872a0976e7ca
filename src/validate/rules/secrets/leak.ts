import type { Node } from '../../../python/index.js';
import { callsIn, functionsIn, isTask, ownNodes, type RoledClass, selfAttribute } from '../code.js';
import type { Offence, Rule } from '../rule.js';
import { isSecretName, type Locals, SecretFlow } from './flow.js';

export const SECRET_SHOWN: Rule = {
  code: 'AS4130',
  tier: 'security',
  severity: 'error',
  title: 'A secret is written to a log or an error',
  why: 'Logs and exception messages are kept, sent on and read by many. Airflow masks what it knows as a secret, but not what is made of it, such as a header, and not in other tools.',
  next: 'Log what was done, never the password, the token, the header or the whole connection.',
  shownBy: ['AS4142', 'AS4305'],
  wrong: `from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        connection = BaseHook.get_connection("desk")
        headers = {"Authorization": f"Bearer {connection.password}"}
        self.log.info("asking with %s", headers)
`,
  right: `from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        connection = BaseHook.get_connection("desk")
        headers = {"Authorization": f"Bearer {connection.password}"}
        self.log.info("asking %s with %d headers", connection.host, len(headers))
`,
  check: (code) => {
    // What a class knows is learned once, not again for each of its methods.
    const flows = new Map<RoledClass | undefined, SecretFlow>();
    return functionsIn(code).flatMap(({ fn, of }) => {
      const flow = flows.get(of) ?? new SecretFlow(code, of);
      flows.set(of, flow);
      const locals = flow.locals(fn.node);
      return ownNodes(fn.node).flatMap((node): readonly Offence[] => {
        const { shown, where } = shownBy(node);
        const leak = shown.find((value) => shows(value, flow, locals));
        return leak === undefined ? [] : [{ node: leak, message: `a secret is written to ${where}` }];
      });
    });
  },
};

/** Values that a node shows to people, and where. */
function shownBy(node: Node): { readonly shown: readonly Node[]; readonly where: string } {
  if (node.nodeType === 'Raise' && node.exc?.nodeType === 'Call')
    return { shown: values(node.exc), where: 'an error' };
  if (node.nodeType !== 'Call') return { shown: [], where: '' };
  const { func } = node;
  if (func.nodeType === 'Name' && func.id === 'print') return { shown: values(node), where: 'the output' };
  if (
    func.nodeType !== 'Attribute' ||
    !/^(debug|info|warning|warn|error|exception|critical|log)$/.test(func.attr)
  )
    return { shown: [], where: '' };
  const logger = func.value.nodeType === 'Name' ? func.value.id : (selfAttribute(func.value) ?? '');
  return /^_?(log|logger|logging)$/i.test(logger)
    ? { shown: values(node), where: 'the log' }
    : { shown: [], where: '' };
}

function values(call: Extract<Node, { nodeType: 'Call' }>): readonly Node[] {
  return [...call.args, ...call.keywords.map(({ value }) => value)];
}

/** What flows from a connection, and attributes whose very name says what they hold, written out as they are. */
function shows(value: Node, flow: SecretFlow, locals: Locals): boolean {
  if (flow.holds(value, locals)) return true;
  const own = selfAttribute(value);
  if (own !== undefined) return isSecretName(own);
  if (value.nodeType === 'JoinedStr' || value.nodeType === 'BoolOp')
    return value.values.some((part) => shows(part, flow, locals));
  if (value.nodeType === 'FormattedValue') return shows(value.value, flow, locals);
  if (value.nodeType === 'BinOp') return shows(value.left, flow, locals) || shows(value.right, flow, locals);
  return value.nodeType === 'Tuple' && value.elts.some((part) => shows(part, flow, locals));
}

export const SECRET_RENDERED: Rule = {
  code: 'AS4134',
  tier: 'security',
  severity: 'error',
  title: 'A secret stands in a rendered field or an XCom',
  why: 'Airflow keeps the rendered value of each template field, and each XCom, in its database, and shows both in the web interface to everyone who may see the DAG.',
  next: 'Keep the secret in a local variable of the method that needs it.',
  shownBy: ['AS4142'],
  wrong: `from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    template_fields = ("token",)
    token = None

    def execute(self, context):
        self.token = BaseHook.get_connection("desk").password
`,
  right: `from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    template_fields = ("path",)
    path = "/"

    def execute(self, context):
        token = BaseHook.get_connection("desk").password
        self.log.info("asking with a token of %d letters", len(token))
`,
  check: (code) =>
    code.classes.flatMap((one) => {
      if (!isTask(one)) return [];
      const flow = new SecretFlow(code, one);
      return one.methods.flatMap(({ node: fn, name: method }) => {
        const locals = flow.locals(fn);
        return ownNodes(fn).flatMap((node): readonly Offence[] => {
          if (
            node.nodeType === 'Return' &&
            method === 'execute' &&
            node.value &&
            flow.holds(node.value, locals)
          )
            return [{ node, message: '`execute` returns a secret to XCom' }];
          if (node.nodeType === 'Assign' && flow.holds(node.value, locals)) {
            const field = node.targets
              .map(selfAttribute)
              .find((name) => name && one.templateFields?.includes(name));
            return field ? [{ node, message: `the template field \`${field}\` holds a secret` }] : [];
          }
          const pushed = callsIn([node]).some(
            ({ func, args, keywords }) =>
              func.nodeType === 'Attribute' &&
              func.attr === 'xcom_push' &&
              [...args, ...keywords.map(({ value }) => value)].some((value) => flow.holds(value, locals)),
          );
          return pushed ? [{ node, message: 'a secret is pushed to XCom' }] : [];
        });
      });
    }),
};
