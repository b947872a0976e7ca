import type { Expression, Node, NodeOf, Statement } from '../../../python/index.js';
import { ownNodes, textOf } from '../code.js';
import type { Offence, Rule } from '../rule.js';

export const POKE_VALUE: Rule = {
  code: 'AS4122',
  tier: 'contract',
  severity: 'error',
  title: '`poke` gives something else than a bool',
  why: 'Airflow asks only whether the value of `poke` is true. A text, a list or a number says something else than it seems to, and a value for XCom is lost unless it stands in a `PokeReturnValue`.',
  next: 'Return `True` or `False`, or `PokeReturnValue(is_done=…, xcom_value=…)`.',
  shownBy: ['AS4140'],
  wrong: `from airflow.sensors.base import BaseSensorOperator


class RowSensor(BaseSensorOperator):
    def poke(self, context):
        rows = []
        return "found" if rows else "nothing"
`,
  right: `from airflow.sensors.base import BaseSensorOperator


class RowSensor(BaseSensorOperator):
    def poke(self, context):
        rows = []
        return bool(rows)
`,
  check: ({ classes }) =>
    classes.flatMap(({ role, methods }) => {
      const poke = methods.findLast(({ name }) => name === 'poke');
      if (role !== 'sensor' || poke === undefined) return [];
      const nodes = ownNodes(poke.node);
      if (nodes.some(({ nodeType }) => nodeType === 'Yield' || nodeType === 'YieldFrom'))
        return [{ node: poke.node, message: '`poke` is a generator, which is always true' }];
      const returns = nodes.filter((node): node is NodeOf<'Return'> => node.nodeType === 'Return');
      const wrong = returns.flatMap(({ value }) => (value ? wrongValue(value).slice(0, 1) : []));
      return wrong.length > 0 ? wrong : missing(poke.node.body, returns, poke.node);
    }),
};

function wrongValue(value: Expression): readonly Offence[] {
  if (value.nodeType === 'IfExp') return [...wrongValue(value.body), ...wrongValue(value.orelse)];
  // Any of them may be what comes out: `rows and "found"` gives the text.
  if (value.nodeType === 'BoolOp') return value.values.flatMap(wrongValue);
  const what = kindOf(value);
  return what === undefined ? [] : [{ node: value, message: `\`poke\` returns ${what}, not a bool` }];
}

function kindOf(value: Node): string | undefined {
  if (textOf(value) !== undefined || value.nodeType === 'JoinedStr') return 'a text';
  if (value.nodeType === 'Constant' && typeof value.value === 'number') return 'a number';
  if (['List', 'ListComp'].includes(value.nodeType)) return 'a list';
  if (['Dict', 'DictComp'].includes(value.nodeType)) return 'a dict';
  if (['Set', 'SetComp'].includes(value.nodeType)) return 'a set';
  if (value.nodeType === 'Tuple') return 'a tuple';
  if (value.nodeType === 'GeneratorExp') return 'a generator';
  return value.nodeType === 'Lambda' ? 'a function' : undefined;
}

/** A `poke` that says true somewhere and nothing at all at its end: nobody can tell whether that is meant. */
function missing(
  body: readonly Statement[],
  returns: readonly NodeOf<'Return'>[],
  node: Node,
): readonly Offence[] {
  const saysSomething = returns.some(
    ({ value }) => value && !(value.nodeType === 'Constant' && value.value === null),
  );
  if (!saysSomething || !fallsThrough(body)) return [];
  return [{ node, message: '`poke` returns nothing on one of its ways' }];
}

/** Whether control can reach the end of `body`. Sure only when it says false. */
function fallsThrough(body: readonly Statement[]): boolean {
  const last = body.at(-1);
  if (last === undefined) return true;
  switch (last.nodeType) {
    case 'Return':
    case 'Raise':
      return false;
    case 'If':
      return fallsThrough(last.body) || fallsThrough(last.orelse);
    case 'While':
      return !(last.test.nodeType === 'Constant' && last.test.value === true);
    case 'With':
      return fallsThrough(last.body);
    case 'Try': {
      if (last.finalbody.length > 0 && !fallsThrough(last.finalbody)) return false;
      const tried = last.orelse.length > 0 ? last.orelse : last.body;
      return fallsThrough(tried) || last.handlers.some((handler) => fallsThrough(handler.body));
    }
    // Calls that never come back (`self.defer`) and `match` cannot be told from others here.
    case 'Expr':
      return !/^self\.(defer|skip|fail)/.test(describe(last.value));
    case 'Match':
      return false;
    default:
      return true;
  }
}

function describe(value: Node): string {
  if (value.nodeType !== 'Call' || value.func.nodeType !== 'Attribute') return '';
  return value.func.value.nodeType === 'Name' ? `${value.func.value.id}.${value.func.attr}` : '';
}
