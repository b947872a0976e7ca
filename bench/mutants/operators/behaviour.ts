/** Faults of values, conditions, loops, exceptions and requests. */

import type { Node } from '../../../src/python/index.js';
import { ownNodes } from '../../../src/validate/rules/code.js';
import { everything, methods, type Operator, replace, type Subject, working } from '../mutate.js';

/** What an example shows of a component that runs otherwise, by the expectation that it misses. */
const EXAMPLE =
  'example\\.(returns|rendered|xcom|files|sql|logs|http|http-missing|defers|not-raised|exception|message|raises|between|kill)';
/** What CPython says of a value that is another one than the next line expects. */
const VALUE =
  'attribute\\.(none|missing)|type\\.mismatch|key\\.missing|value\\.conversion|json\\.(decode|encode)';

function shown(...more: readonly string[]): RegExp {
  return new RegExp(`^(${[EXAMPLE, VALUE, ...more].join('|')})$`);
}

/** A changed condition or number: another way through the code is taken, which may also hang or trip over the world. */
const SHOWN = shown(
  'argument\\.(missing|unknown|positional)',
  'connection\\.missing',
  'deferral(\\.method)?',
  'file\\.missing',
  'name\\.undefined',
  'network\\.refused',
  'range\\.(unchecked|refused)',
  'raises\\.missing',
  'recursion',
  'request\\.(address|status|unanswered)',
  'secret\\.logged',
  'sensor\\.(poke|timeout)',
  'sql\\.error',
  'template\\.(constructor|attribute|render)',
  'timeout',
  'trigger\\.(serialize|run)',
  'xcom\\.value',
);

const OPPOSITE: { readonly [op: string]: readonly [RegExp, string] } = {
  Lt: [/<(?!=)/, '<='],
  LtE: [/<=/, '<'],
  Gt: [/>(?!=)/, '>='],
  GtE: [/>=/, '>'],
  Eq: [/==/, '!='],
  NotEq: [/!=/, '=='],
  In: [/\bin\b/, 'not in'],
  NotIn: [/\bnot in\b/, 'in'],
  Is: [/\bis\b(?! not)/, 'is not'],
  IsNot: [/\bis not\b/, 'is'],
};

function of<Type extends Node['nodeType']>(
  nodes: readonly Node[],
  type: Type,
): readonly Extract<Node, { nodeType: Type }>[] {
  return nodes.filter((node): node is Extract<Node, { nodeType: Type }> => node.nodeType === type);
}

/** Texts, without those in raised messages: an example names a part of them at most. */
function texts(subject: Subject) {
  const nodes = working(subject);
  const spoken = new Set(of(nodes, 'Raise').flatMap(everything));
  const waits = new Set(
    of(nodes, 'Keyword')
      .filter(({ arg }) => /timeout|strict/.test(arg ?? ''))
      .flatMap(everything),
  );
  const formatted = new Set(of(nodes, 'JoinedStr').flatMap(({ values }) => values));
  return of(nodes, 'Constant').filter(
    (node) => !spoken.has(node) && !waits.has(node) && !formatted.has(node),
  );
}

function calls(subject: Subject) {
  return of(working(subject), 'Call').filter((call) =>
    /^(requests\.\w+|self\._call|urllib\.request\.urlopen|\w*session\.\w+)$/.test(
      subject.module.slice(call.func),
    ),
  );
}

function returns(subject: Subject, name?: RegExp) {
  return methods(subject)
    .filter((fn) => name === undefined || name.test(fn.name))
    .flatMap((fn) => of(ownNodes(fn), 'Return'))
    .filter(({ value }) => value != null && !(value.nodeType === 'Constant' && value.value === null));
}

export const BEHAVIOUR_OPERATORS: readonly Operator[] = [
  {
    id: 'return nothing',
    family: 'return values',
    // Without its `return` a method goes on with what comes next, which may use what was never imported.
    expects: shown(
      'name\\.undefined',
      'sensor\\.(poke|timeout)',
      'trigger\\.(serialize|run)',
      'deferral',
      'timeout',
      'request\\.address',
      'sql\\.error',
    ),
    sites: (subject) =>
      returns(subject).map((node) => replace(node, subject.module.slice(node).replace(/^return\s*/, ''))),
  },
  {
    id: 'return a list around the value',
    family: 'return values',
    expects: shown(
      'sensor\\.(poke|timeout)',
      'trigger\\.(serialize|run)',
      'deferral',
      'timeout',
      'request\\.address',
      'sql\\.error',
    ),
    sites: (subject) =>
      returns(subject, /^(?!serialize|poke)/).map((node) =>
        replace(node, `return [${subject.module.slice(node).replace(/^return\s*/, '')}]`),
      ),
  },
  {
    id: 'return a generator',
    family: 'return values',
    expects: /^xcom\.value$|^example\.(returns|http-missing|not-raised|exception)$|^sensor\.poke$/,
    sites: (subject) =>
      subject.spec.kind === 'hook'
        ? []
        : returns(subject, /^(execute|execute_complete)$/).map((node) =>
            replace(
              node,
              `return (item for item in [${subject.module.slice(node).replace(/^return\s*/, '')}])`,
            ),
          ),
  },
  {
    id: 'poke the other way round',
    family: 'return values',
    expects:
      /^example\.(returns|between|http|http-missing|exception|not-raised|raises)$|^sensor\.(poke|timeout)$|^timeout$/,
    sites: (subject) =>
      returns(subject, /^poke$/).map((node) =>
        replace(node, `return not (${subject.module.slice(node).replace(/^return\s*/, '')})`),
      ),
  },
  {
    id: 'poke a text',
    family: 'return values',
    expects: /^sensor\.poke$/,
    sites: (subject) =>
      returns(subject, /^poke$/).map((node) =>
        replace(node, `return "yes" if (${subject.module.slice(node).replace(/^return\s*/, '')}) else ""`),
      ),
  },
  {
    id: 'one more',
    family: 'values',
    expects: SHOWN,
    sites: (subject) =>
      texts(subject).flatMap((node) =>
        typeof node.value === 'number' ? [replace(node, `${Number(node.value) + 1}`)] : [],
      ),
  },
  {
    id: 'another text',
    family: 'values',
    expects: SHOWN,
    sites: (subject) =>
      texts(subject).flatMap((node) =>
        typeof node.value === 'string' && /^["']/.test(subject.module.slice(node))
          ? [replace(node, `${JSON.stringify(`${node.value}_x`)}`)]
          : [],
      ),
  },
  {
    id: 'turn a truth value',
    family: 'values',
    expects: SHOWN,
    sites: (subject) =>
      texts(subject).flatMap((node) =>
        typeof node.value === 'boolean' ? [replace(node, node.value ? 'False' : 'True')] : [],
      ),
  },
  {
    id: 'compare otherwise',
    family: 'conditions',
    expects: SHOWN,
    sites: (subject) =>
      of(working(subject), 'Compare').flatMap((node) => {
        const [pattern, other] = OPPOSITE[node.ops[0]?.nodeType ?? ''] ?? [/$^/, ''];
        const text = subject.module.slice(node);
        const left = subject.module.slice(node.left);
        const rest = text.slice(left.length);
        return pattern.test(rest) ? [replace(node, left + rest.replace(pattern, other))] : [];
      }),
  },
  {
    id: 'turn a condition',
    family: 'conditions',
    expects: SHOWN,
    sites: (subject) =>
      [...of(working(subject), 'If'), ...of(working(subject), 'IfExp'), ...of(working(subject), 'While')].map(
        ({ test }) => replace(test, `(not (${subject.module.slice(test)}))`),
      ),
  },
  {
    id: 'and for or',
    family: 'conditions',
    expects: SHOWN,
    sites: (subject) =>
      of(working(subject), 'BoolOp').map((node) => {
        const [from, to] = node.op.nodeType === 'And' ? [' and ', ' or '] : [' or ', ' and '];
        return replace(
          node,
          `(${node.values.map((value) => subject.module.slice(value)).join(to)})`.replace(from, from),
        );
      }),
  },
  {
    id: 'leave the loop after one round',
    family: 'loops and paging',
    expects: SHOWN,
    sites: (subject) =>
      [...of(working(subject), 'For'), ...of(working(subject), 'While')].flatMap(({ body }) => {
        const last = body.at(-1);
        const indent = ' '.repeat((last ? (subject.module.span(last)?.column ?? 1) : 1) - 1);
        return last ? [replace(last, `${subject.module.slice(last)}\n${indent}break`)] : [];
      }),
  },
  {
    id: 'skip the first of a loop',
    family: 'loops and paging',
    expects: SHOWN,
    sites: (subject) =>
      [...of(working(subject), 'For'), ...of(working(subject), 'Comprehension')].map(({ iter }) =>
        replace(iter, `list(${subject.module.slice(iter)})[1:]`),
      ),
  },
  {
    id: 'raise another class',
    family: 'exceptions',
    expects:
      /^example\.(exception|raises|returns)$|^raises\.missing$|^range\.(unchecked|refused)$|^deferral$/,
    sites: (subject) =>
      of(working(subject), 'Raise').flatMap(({ exc }) =>
        exc?.nodeType === 'Call' ? [replace(exc.func, 'RuntimeError')] : [],
      ),
  },
  {
    id: 'do not raise',
    family: 'exceptions',
    expects: SHOWN,
    sites: (subject) => of(working(subject), 'Raise').map((node) => replace(node, 'pass')),
  },
  {
    id: 'raise without a message',
    family: 'exceptions',
    expects: /^example\.message$/,
    sites: (subject) =>
      of(working(subject), 'Raise').flatMap(({ exc }) =>
        exc?.nodeType === 'Call' && exc.args.length > 0
          ? [replace(exc, `${subject.module.slice(exc.func)}("")`)]
          : [],
      ),
  },
  {
    id: 'catch something else',
    family: 'exceptions',
    expects: SHOWN,
    sites: (subject) =>
      of(working(subject), 'ExceptHandler').flatMap(({ type }) =>
        type ? [replace(type, 'ZeroDivisionError')] : [],
      ),
  },
  {
    id: 'ask with another method',
    family: 'requests',
    expects: SHOWN,
    sites: (subject) =>
      calls(subject).flatMap(({ func }) => {
        const text = subject.module.slice(func);
        const other = text.endsWith('.get')
          ? text.replace(/get$/, 'head')
          : text.replace(/\.(post|put|delete)$/, '.patch');
        return other === text ? [] : [replace(func, other)];
      }),
  },
  {
    id: 'leave an argument of the request out',
    family: 'requests',
    expects: SHOWN,
    sites: (subject) =>
      calls(subject).flatMap((call) =>
        call.keywords
          .filter(({ arg }) => arg != null && !/timeout|absent/.test(arg))
          .map((keyword) => {
            const text = subject.module.slice(call);
            const own = `${keyword.arg}=${subject.module.slice(keyword.value)}`;
            return replace(
              call,
              text
                .replace(own, '')
                .replace(/,(\s*),/, ',$1')
                .replace(/\((\s*),\s*/, '($1'),
            );
          }),
      ),
  },
  {
    id: 'leave a statement out',
    family: 'statements',
    expects: SHOWN,
    sites: (subject) =>
      working(subject, false)
        .filter(
          (node) =>
            (node.nodeType === 'Assign' || node.nodeType === 'Expr' || node.nodeType === 'AugAssign') &&
            !/^super\(\)/.test(subject.module.slice(node)),
        )
        .map((node) => replace(node, 'pass')),
  },
  {
    id: 'misspell an attribute',
    family: 'statements',
    expects: SHOWN,
    sites: (subject) =>
      of(working(subject, false), 'Attribute')
        .filter(
          (node) =>
            node.value.nodeType === 'Name' &&
            node.value.id === 'self' &&
            node.ctx.nodeType === 'Load' &&
            node.attr !== 'log',
        )
        .map((node) => replace(node, `self.${node.attr}s_`)),
  },
];
