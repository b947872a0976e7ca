/** How a component waits without a worker: deferring, the trigger, and coming back. */

import { dotted, type NodeOf, type PythonFunction, walk } from '../../python/index.js';
import { abstracted, ELLIPSIS, indented } from '../abstraction.js';
import { type Component, scopesOf } from '../component.js';
import type { Sighting } from './sighting.js';

const LONGEST = 30;

/** Every idea about deferring in `component`. */
export function deferralPatterns(component: Component): readonly Sighting[] {
  return [
    ...scopesOf(component).flatMap((scope) => [
      ...defers(scope, component),
      ...resumes(scope, component),
      ...polls(scope, component),
    ]),
    ...triggers(component),
  ];
}

function defers(scope: PythonFunction, component: Component): readonly Sighting[] {
  return walk(scope.node).flatMap((node) => {
    if (node.nodeType !== 'Call' || dotted(node.func) !== 'self.defer') return [];
    const call = abstracted([node], component, scope.node);
    const optional = walk(scope.node).some(
      (inner) => inner.nodeType === 'If' && dotted(inner.test) === 'self.deferrable',
    );
    const body = optional ? `if self.deferrable:\n${indented(call)}` : call;
    return [
      {
        type: 'deferral' as const,
        title: optional ? 'Defer to a trigger where deferrable is set' : 'Defer to a trigger',
        when: 'the task waits for something outside and needs no worker while it waits',
        notWhen: 'the wait is shorter than the trip through the triggerer',
        code: `def ${scope.name === 'poke' ? 'execute' : scope.name}(self, context):\n${indented(body)}`,
      },
    ];
  });
}

function resumes(scope: PythonFunction, component: Component): readonly Sighting[] {
  if (!scope.parameters.some(({ name }) => name === 'event')) return [];
  const code = abstracted([scope.node], component, scope.node);
  if (code.split('\n').length > LONGEST / 2) return [];
  return [
    {
      type: 'deferral',
      title: 'Come back from a trigger and judge its event',
      when: 'a deferred task is resumed: the event is data from outside and may be an error',
      notWhen: 'the trigger cannot fail and carries nothing',
      code,
    },
  ];
}

function triggers(component: Component): readonly Sighting[] {
  return component.module.classes
    .filter(({ bases }) => bases.some((base) => /Trigger$/.test(base)))
    .flatMap(({ node }) => {
      const code = abstracted([withoutOwnMethods(node)], component);
      if (code.split('\n').length > LONGEST) return [];
      return [
        {
          type: 'deferral' as const,
          title: 'A trigger that serializes what it was made with',
          when: 'a deferrable component waits for something that no existing trigger watches',
          notWhen: 'Airflow or a provider has a trigger for it',
          code,
        },
      ];
    });
}

/** Only what Airflow calls: the constructor, `serialize` and the head of `run`. */
function withoutOwnMethods(node: NodeOf<'ClassDef'>): NodeOf<'ClassDef'> {
  const body = node.body.flatMap((statement) => {
    if (statement.nodeType !== 'FunctionDef' && statement.nodeType !== 'AsyncFunctionDef') return [];
    if (!['__init__', 'serialize', 'run'].includes(statement.name)) return [];
    return [statement.name === 'run' ? { ...statement, body: [...runIdea(statement.body)] } : statement];
  });
  return { ...node, body: body.length === 0 ? [ELLIPSIS] : body };
}

/** The loop in which a trigger asks, and fires once the state is final. */
function polls(scope: PythonFunction, component: Component): readonly Sighting[] {
  if (!scope.async || scope.name !== 'run') return [];
  return walk(scope.node).flatMap((node) => {
    if (node.nodeType !== 'While') return [];
    const code = abstracted([node], component, scope.node);
    if (!code.includes('TriggerEvent') || code.split('\n').length > LONGEST / 2) return [];
    return [
      {
        type: 'deferral' as const,
        title: 'Ask again until the state is final, then fire the trigger',
        when: 'a trigger has to poll, and many triggers share one loop: it awaits, and never blocks',
        notWhen: 'the service can call back or stream',
        code: `async def run(self):\n${indented(code)}`,
      },
    ];
  });
}

function runIdea(body: NodeOf<'AsyncFunctionDef'>['body']): NodeOf<'AsyncFunctionDef'>['body'] {
  const yields = body.flatMap((statement) => walk(statement)).find(({ nodeType }) => nodeType === 'Yield');
  if (yields?.nodeType !== 'Yield') return [ELLIPSIS];
  return [ELLIPSIS, { ...(ELLIPSIS as NodeOf<'Expr'>), value: yields }];
}
