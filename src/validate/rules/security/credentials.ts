import type { Node } from '../../../python/index.js';
import { textOf, walk } from '../code.js';
import type { Offence, Rule } from '../rule.js';
import { isSecretName } from '../secrets/flow.js';

/** Shapes that only real keys have. */
const KEY =
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bsk-(ant|proj|live)?-?[A-Za-z0-9_-]{20,}|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abprs]-[A-Za-z0-9-]{10,}|\bAIza[0-9A-Za-z_-]{35}\b|-----BEGIN ([A-Z]+ )?PRIVATE KEY-----\s*\w/;
/** Words that stand where a secret would, and name one at most. */
const PLACEHOLDER =
  /^(\s*|none|null|true|false|password|secret|token|\*+|x+|\.\.\.|changeme|<.*>|\{.*\}|.*(example|dummy|default|required|optional|your).*)$/i;

export const CREDENTIALS: Rule = {
  code: 'AS4155',
  tier: 'security',
  severity: 'error',
  title: 'A credential stands in the source',
  why: 'The component is committed and read by everyone who may read the repository, and a commit cannot be taken back. Airflow keeps secrets in connections.',
  next: 'Take it from the connection (`connection.password`, `connection.extra_dejson`), and change the secret that was written down.',
  wrong: `from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        password = "correct-horse-7"
        return len(password)
`,
  right: `from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        password = BaseHook.get_connection("desk").password
        return len(password)
`,
  check: ({ module }) => walk(module.tree).flatMap((node) => offences(node)),
};

function offences(node: Node): readonly Offence[] {
  const text = textOf(node);
  if (text !== undefined && KEY.test(text))
    return [{ node, message: 'the text looks like a key of a service' }];
  return pairs(node).flatMap(([name, value]) => {
    const literal = textOf(value);
    if (literal === undefined || !isSecretName(name) || !looksSecret(literal)) return [];
    return [{ node: value as Node, message: `\`${name}\` is given a literal value` }];
  });
}

/** A secret is no identifier, path, address or sentence: it mixes letters with digits or signs. */
function looksSecret(text: string): boolean {
  if (text.length < 6 || PLACEHOLDER.test(text) || /\s|[{}]|:\/\/|^[/.]|X{6}/.test(text)) return false;
  return /[A-Za-z]/.test(text) && (/\d/.test(text) || /[!@#$%^&*+=?~]/.test(text));
}

/** Names and the values that a node gives them. */
function pairs(node: Node): readonly (readonly [string, Node | null | undefined])[] {
  switch (node.nodeType) {
    case 'Assign':
      return node.targets.flatMap((target) => {
        const name = nameOf(target);
        return name === undefined ? [] : [[name, node.value] as const];
      });
    case 'AnnAssign':
      return [[nameOf(node.target) ?? '', node.value]];
    case 'Keyword':
      return [[node.arg ?? '', node.value]];
    case 'Dict':
      return node.keys.map((key, index) => [textOf(key) ?? '', node.values[index]] as const);
    case 'FunctionDef':
    case 'AsyncFunctionDef': {
      const { args } = node;
      const plain = [...args.posonlyargs, ...args.args];
      const first = plain.length - args.defaults.length;
      return [
        ...plain.map(({ arg }, index) => [arg, args.defaults[index - first]] as const),
        ...args.kwonlyargs.map(({ arg }, index) => [arg, args.kw_defaults[index]] as const),
      ];
    }
    default:
      return [];
  }
}

function nameOf(node: Node): string | undefined {
  if (node.nodeType === 'Name') return node.id;
  if (node.nodeType === 'Attribute') return node.attr;
  return node.nodeType === 'Subscript' ? textOf(node.slice) : undefined;
}
