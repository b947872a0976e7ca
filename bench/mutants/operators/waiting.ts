/** Faults of deferral, triggers, kills and hooks' methods. */

import { ownNodes } from '../../../src/validate/rules/code.js';
import { methods, type Operator, replace, type Subject } from '../mutate.js';

function text(subject: Subject, pattern: RegExp, other: string, method?: RegExp) {
  return methods(subject)
    .filter(({ name }) => method === undefined || method.test(name))
    .flatMap((fn) => {
      const source = subject.module.slice(fn);
      return pattern.test(source) ? [replace(fn, source.replace(pattern, other))] : [];
    });
}

/** What only shows once the trigger runs, or when the task goes on. */
const LATER =
  /^(deferral(\.method)?|trigger\.(serialize|run)|example\.(returns|defers|not-raised|exception|http|http-missing|logs|raises)|argument\.(missing|unknown)|attribute\.(none|missing)|type\.mismatch|name\.undefined|key\.missing|timeout)$/;

export const WAITING_OPERATORS: readonly Operator[] = [
  {
    id: 'name a method that is not there',
    family: 'deferral',
    expects: /^deferral\.method$/,
    sites: (subject) => text(subject, /method_name="(\w+)"/, 'method_name="$1_later"'),
  },
  {
    id: 'resume without the event',
    family: 'deferral',
    expects: /^deferral\.method$|^argument\./,
    sites: (subject) => text(subject, /\(self, context, event/, '(self, context, payload', /complete/),
  },
  {
    id: 'resume without the context',
    family: 'deferral',
    expects: /^deferral\.method$|^argument\./,
    sites: (subject) => text(subject, /\(self, context, /, '(self, ', /complete/),
  },
  {
    id: 'serialize another argument',
    family: 'serialization',
    expects: /^trigger\.serialize$|^argument\./,
    sites: (subject) => text(subject, /\{"(\w+)":/, '{"$1_of":', /^serialize$/),
  },
  {
    id: 'serialize one argument less',
    family: 'serialization',
    expects: /^trigger\.serialize$|^argument\./,
    sites: (subject) => text(subject, /\{"\w+": self\.\w+, /, '{', /^serialize$/),
  },
  {
    id: 'serialize another value',
    family: 'serialization',
    expects: LATER,
    sites: (subject) => text(subject, /": self\.\w+/, '": None', /^serialize$/),
  },
  {
    id: 'serialize as another class',
    family: 'serialization',
    expects: /^(trigger\.serialize|import\.name|attribute\.missing|deferral)$/,
    sites: (subject) => text(subject, /\{type\(self\)\.__qualname__\}/, 'SomeTrigger', /^serialize$/),
  },
  {
    id: 'return the event',
    family: 'deferral',
    expects: /^(trigger\.run|syntax\.)/,
    sites: (subject) => text(subject, /\byield (?=TriggerEvent)/, 'return ', /^run$/),
  },
  {
    id: 'run without async',
    family: 'deferral',
    expects: /^(trigger\.run|syntax\.)/,
    sites: (subject) => text(subject, /^async def/, 'def', /^run$/),
  },
  {
    id: 'sleep in the event loop',
    family: 'deferral',
    expects: /^(trigger\.blocking|name\.)/,
    sites: (subject) =>
      text(subject, /await asyncio\.sleep/, '__import__("time"); import time; time.sleep', /^run$/),
  },
  {
    id: 'defer always',
    family: 'deferral',
    expects: LATER,
    sites: (subject) => text(subject, /if (not )?self\.deferrable:/, 'if $1True:'),
  },
  {
    id: 'execute as a coroutine',
    family: 'shape',
    expects: /^method\.shape$|^(xcom|example|sensor)\./,
    sites: (subject) => text(subject, /^def (execute|poke)\(/, 'async def $1(', /^(execute|poke)$/),
  },
  {
    id: 'execute without a context',
    family: 'shape',
    expects: /^method\.shape$|^argument\.|^name\./,
    sites: (subject) => text(subject, /\(self, context(: \w+)?/, '(self', /^(execute|poke)$/),
  },
  {
    id: 'do nothing when killed',
    family: 'deferral',
    expects: /^example\./,
    sites: (subject) =>
      methods(subject)
        .filter(({ name }) => name === 'on_kill')
        .flatMap((fn) => fn.body.slice(0, 1).map((node) => replace(node, 'pass'))),
  },
  {
    id: 'rename a method of the hook',
    family: 'hooks',
    expects: /^contract\.method$|^attribute\./,
    sites: (subject) =>
      subject.spec.methods.flatMap(({ name }) =>
        text(subject, new RegExp(`def ${name}\\(`), `def ${name}_now(`, new RegExp(`^${name}$`)),
      ),
  },
  {
    id: 'rename an argument of a method',
    family: 'hooks',
    expects: /^contract\.method-parameter$|^name\./,
    sites: (subject) =>
      subject.spec.methods.flatMap(({ name, inputs }) =>
        inputs
          .slice(0, 1)
          .flatMap((input) =>
            text(subject, new RegExp(`\\b${input.name}\\b`), `the_${input.name}`, new RegExp(`^${name}$`)),
          ),
      ),
  },
  {
    id: 'give all at once instead of one by one',
    family: 'hooks',
    expects: /^example\./,
    sites: (subject) =>
      methods(subject).flatMap((fn) =>
        ownNodes(fn).flatMap((node) =>
          node.nodeType === 'YieldFrom' ? [replace(node, `yield ${subject.module.slice(node.value)}`)] : [],
        ),
      ),
  },
];
