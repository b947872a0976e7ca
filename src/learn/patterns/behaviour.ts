/** What a component does while it runs: pages, pokes, logging, translated errors. */

import { dotted, format, type PythonFunction, walk } from '../../python/index.js';
import { abstracted, ELLIPSIS, indented } from '../abstraction.js';
import { type Component, scopesOf } from '../component.js';
import { exceptionName } from './checks.js';
import type { Sighting } from './sighting.js';

const LONGEST_SLICE = 12;

/** Every idea about what `component` does when it runs. */
export function behaviourPatterns(component: Component): readonly Sighting[] {
  return scopesOf(component).flatMap((scope) => [
    ...pages(scope, component),
    ...pokeAnswer(scope, component),
    ...translations(scope, component),
    ...logging(scope),
  ]);
}

/** A loop that asks, uses the answer, and goes on while there is a next page. */
function pages(scope: PythonFunction, component: Component): readonly Sighting[] {
  return walk(scope.node).flatMap((node) => {
    if (node.nodeType !== 'While') return [];
    const inside = walk(node);
    const yields = inside.some(({ nodeType }) => nodeType === 'Yield' || nodeType === 'YieldFrom');
    if (inside.some(({ nodeType }) => nodeType === 'Await')) return [];
    const collects = inside.some(
      (inner) => inner.nodeType === 'Call' && /\.(extend|append)$/.test(dotted(inner.func) ?? ''),
    );
    const code = abstracted([node], component, scope.node);
    if ((!yields && !collects) || code.split('\n').length > LONGEST_SLICE) return [];
    return [
      {
        type: 'execution' as const,
        title: `Follow pages until there is no next one, ${yields ? 'yielding' : 'collecting'} items`,
        when: 'a service answers in pages and each page says where the next one is',
        notWhen: 'all pages fit one request, or the client follows pages itself',
        code,
      },
    ];
  });
}

function pokeAnswer(scope: PythonFunction, component: Component): readonly Sighting[] {
  const last = scope.node.body.at(-1);
  if (scope.name !== 'poke' || last?.nodeType !== 'Return' || last.value?.nodeType !== 'Compare') return [];
  if (last.value.left.nodeType !== 'Name') return [];
  return [
    {
      type: 'execution',
      title: 'Answer a poke with the comparison itself',
      when: 'a sensor waits for a measured value to reach a limit',
      notWhen: 'the sensor must hand a value on: then return a PokeReturnValue',
      code: `def poke(self, context):\n    ...\n${indented(abstracted([last], component, scope.node))}`,
    },
  ];
}

/** `except X as error: raise Y(…) from error`, whatever was tried. */
function translations(scope: PythonFunction, component: Component): readonly Sighting[] {
  return walk(scope.node).flatMap((node) => {
    if (node.nodeType !== 'Try') return [];
    return node.handlers.flatMap((handler): readonly Sighting[] => {
      const raised = handler.body.find((statement) => statement.nodeType === 'Raise');
      if (raised?.nodeType !== 'Raise' || !raised.exc || !handler.type || handler.body.length > 2) return [];
      const caught = format(handler.type);
      if (/ImportError|ModuleNotFoundError/.test(caught)) return [];
      const body = {
        ...node,
        body: [ELLIPSIS],
        handlers: [{ ...handler, body: [raised] }],
        orelse: [],
        finalbody: [],
      };
      return [
        {
          type: 'error_handling',
          title: `Turn ${caught} into ${exceptionName(raised.exc) ?? 'another error'}`,
          when: `a call can raise ${caught}, and whoever reads the task log should see what was tried`,
          notWhen: 'the message of the original exception may hold a secret',
          code: abstracted([body], component, scope.node),
        },
      ];
    });
  });
}

function logging(scope: PythonFunction): readonly Sighting[] {
  return walk(scope.node).flatMap((node) => {
    if (node.nodeType !== 'Call' || node.args.length < 2) return [];
    const level = /^self\.log\.(debug|info|warning|error|exception)$/.exec(dotted(node.func) ?? '')?.[1];
    const [message] = node.args;
    if (level === undefined || message?.nodeType !== 'Constant' || typeof message.value !== 'string')
      return [];
    return [
      {
        type: 'logging' as const,
        title: `Log at level ${level} with arguments, not with a formatted string`,
        when: 'the task says what it does; the text is only built where the level is on',
        notWhen: 'an argument could hold a secret',
        code: `self.log.${level}("… %s", self.value)`,
      },
    ];
  });
}
