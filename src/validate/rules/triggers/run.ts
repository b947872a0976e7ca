import { callsIn, functionsIn, ownNodes, reached } from '../code.js';
import type { Rule } from '../rule.js';

export const TRIGGER_RUN: Rule = {
  code: 'AS4125',
  tier: 'contract',
  severity: 'error',
  title: 'A trigger never fires',
  why: 'The triggerer loops over `run()` with `async for`. A `run` that returns its event instead of yielding it, or is no coroutine, breaks there or ends without an event, and the task fails.',
  next: 'Write `async def run(self):` and `yield TriggerEvent(…)` in it.',
  wrong: `from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def serialize(self):
        return "plugins.jobs.JobTrigger", {}

    async def run(self):
        return TriggerEvent(True)
`,
  right: `from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def serialize(self):
        return "plugins.jobs.JobTrigger", {}

    async def run(self):
        yield TriggerEvent(True)
`,
  check: ({ classes }) =>
    classes.flatMap((one) => {
      const run = one.methods.findLast(({ name }) => name === 'run');
      if (one.role !== 'trigger' || run === undefined || run.decorators.length > 0) return [];
      const nodes = ownNodes(run.node);
      const yields = nodes.some(({ nodeType }) => nodeType === 'Yield' || nodeType === 'YieldFrom');
      const handsOn = nodes.some((node) => node.nodeType === 'Return' && node.value?.nodeType === 'Call');
      if (!run.async && !handsOn) return [{ node: run.node, message: '`run` is no `async def`' }];
      const abstract = nodes.some(({ nodeType }) => nodeType === 'Raise') && nodes.length < 12;
      return run.async && !yields && !abstract
        ? [{ node: run.node, message: '`run` never yields an event' }]
        : [];
    }),
};

const BLOCKING =
  /^(time\.sleep|requests\.(get|post|put|patch|delete|head|request)|urllib\.request\.urlopen|subprocess\.(run|call|check_call|check_output)|os\.system)$/;

export const TRIGGER_BLOCKS: Rule = {
  code: 'AS4126',
  tier: 'contract',
  severity: 'error',
  title: 'A coroutine blocks the triggerer',
  why: 'All triggers share one event loop. While one of them sleeps or waits for an answer without `await`, none of the others can fire.',
  next: 'Write `await asyncio.sleep(…)`, use an asynchronous client, or `await asyncio.to_thread(…)`.',
  wrong: `import time

from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def serialize(self):
        return "plugins.jobs.JobTrigger", {}

    async def run(self):
        time.sleep(5)
        yield TriggerEvent(True)
`,
  right: `import asyncio

from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def serialize(self):
        return "plugins.jobs.JobTrigger", {}

    async def run(self):
        await asyncio.sleep(5)
        yield TriggerEvent(True)
`,
  check: (code) =>
    functionsIn(code).flatMap(({ fn }) => {
      if (!fn.async) return [];
      const stopping = cancelled(ownNodes(fn.node));
      return callsIn(ownNodes(fn.node)).flatMap((call) => {
        const name = code.nameOf(call.func) ?? '';
        if (!BLOCKING.test(name) || stopping.has(call)) return [];
        return [{ node: call, message: `\`${name}\` blocks the event loop in \`${fn.name}\`` }];
      });
    }),
};

/** What runs when a trigger is cancelled is its last act, and may not be able to await any more. */
function cancelled(nodes: ReturnType<typeof ownNodes>): ReadonlySet<unknown> {
  const handlers = nodes.filter(
    (node) => node.nodeType === 'ExceptHandler' && /CancelledError/.test(JSON.stringify(node.type ?? null)),
  );
  return new Set(
    handlers.flatMap((handler) =>
      (handler.nodeType === 'ExceptHandler' ? handler.body : []).flatMap(reached),
    ),
  );
}
