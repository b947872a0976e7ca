import type { PythonFunction } from '../../../python/index.js';
import { isTask, type RoledClass } from '../code.js';
import type { Offence, Rule } from '../rule.js';

export const METHOD_SHAPE: Rule = {
  code: 'AS4131',
  tier: 'contract',
  severity: 'error',
  title: 'A method that Airflow calls has another shape',
  why: 'Airflow calls `execute(context)` and `poke(context)` and waits for their values, and `on_kill()` without arguments. A coroutine is never awaited, a property or a further required argument makes the call fail.',
  next: 'Write `def execute(self, context):`, `def poke(self, context):`, `def on_kill(self):`.',
  shownBy: ['AS4302', 'AS4140'],
  wrong: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    async def execute(self, context):
        return 1
`,
  right: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def execute(self, context):
        return 1
`,
  check: ({ classes }) =>
    classes.flatMap((one) => {
      if (!isTask(one)) return [];
      return one.methods.flatMap((method) => faults(method));
    }),
};

const ARGUMENTS: { readonly [method: string]: number } = { execute: 1, poke: 1, on_kill: 0 };

function faults(method: PythonFunction): readonly Offence[] {
  const wanted = ARGUMENTS[method.name];
  if (wanted === undefined || method.decorators.length > 0) return [];
  const node = method.node;
  if (method.async)
    return [{ node, message: `\`${method.name}\` is a coroutine, which Airflow does not await` }];
  const plain = method.parameters
    .filter(({ kind }) => kind === 'positional' || kind === 'positional-only')
    .slice(1);
  const takesMore = method.parameters.some(({ kind }) => kind === 'var-positional');
  const required = [
    ...plain.filter((parameter) => parameter.default === undefined).slice(wanted),
    ...method.parameters.filter(
      (parameter) => parameter.kind === 'keyword' && parameter.default === undefined,
    ),
  ];
  if (required.length > 0) return [{ node, message: `\`${method.name}\` demands \`${required[0]?.name}\`` }];
  if (plain.length < wanted && !takesMore) return [{ node, message: `\`${method.name}\` takes no context` }];
  return [];
}

export const CONTEXT_MANAGER: Rule = {
  code: 'AS4132',
  tier: 'contract',
  severity: 'error',
  title: 'Half a context manager',
  why: '`with hook:` calls `__enter__` and `__exit__`. With one of the two alone the statement fails, and an `__exit__` that does not take the exception fails when it matters.',
  next: 'Write both, `def __enter__(self):` and `def __exit__(self, kind, error, traceback):`.',
  wrong: `from airflow.hooks.base import BaseHook


class DeskHook(BaseHook):
    def __enter__(self):
        return self
`,
  right: `from airflow.hooks.base import BaseHook


class DeskHook(BaseHook):
    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.log.info("closed")
`,
  check: ({ classes }) =>
    classes.flatMap((one) => [
      ...half(one, '__enter__', '__exit__'),
      ...half(one, '__aenter__', '__aexit__'),
    ]),
};

function half(one: RoledClass, enter: string, exit: string): readonly Offence[] {
  const enters = one.methods.find(({ name }) => name === enter);
  const exits = one.methods.find(({ name }) => name === exit);
  if (!one.known || one.role === 'other' || one.above.length > 0) return [];
  if (enters && !exits) return [{ node: enters.node, message: `there is ${enter} but no ${exit}` }];
  if (exits && !enters) return [{ node: exits.node, message: `there is ${exit} but no ${enter}` }];
  if (exits === undefined) return [];
  const takesRest = exits.parameters.some(({ kind }) => kind === 'var-positional');
  const count = exits.parameters.filter(
    ({ kind }) => kind === 'positional' || kind === 'positional-only',
  ).length;
  return takesRest || count >= 4
    ? []
    : [{ node: exits.node, message: `${exit} does not take the exception` }];
}

export const NO_WORK: Rule = {
  code: 'AS4133',
  tier: 'contract',
  severity: 'error',
  title: 'The component has no `execute` or `poke`',
  why: 'An operator does its work in `execute`, a sensor asks its question in `poke`. The base class only raises there.',
  next: 'Write `def execute(self, context):` (in a sensor `def poke(self, context):`).',
  shownBy: ['AS4102', 'AS4302'],
  wrong: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def run_now(self, context):
        return 1
`,
  right: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def execute(self, context):
        return 1
`,
  check: ({ classes }, spec) =>
    classes.flatMap((one) => {
      // Shipped base classes leave the work to others; the class that a spec names does not.
      if (!isTask(one) || !one.known || one.name !== spec?.name) return [];
      const wanted = one.role === 'sensor' ? ['poke', 'execute'] : ['execute'];
      const names = new Set([one, ...one.above].flatMap(({ methods }) => methods.map(({ name }) => name)));
      if (wanted.some((name) => names.has(name))) return [];
      return [{ node: one.node, message: `${one.name} has no \`${wanted[0]}\`` }];
    }),
};
