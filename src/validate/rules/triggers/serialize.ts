import type { Node, NodeOf, PythonParameter } from '../../../python/index.js';
import { methodOf, ownNodes, type RoledClass, textOf } from '../code.js';
import type { Offence, Rule } from '../rule.js';

export const TRIGGER_SERIALIZE: Rule = {
  code: 'AS4124',
  tier: 'contract',
  severity: 'error',
  shownBy: ['AS4157'],
  title: 'A trigger cannot be rebuilt from what it serializes',
  why: 'A trigger travels to another process as `serialize()` says: the path of its class and the arguments of its constructor. A path of another class, or arguments that the constructor does not take, break it there.',
  next: 'Return `(f"{type(self).__module__}.{type(self).__qualname__}", {…})` with exactly the arguments of the constructor.',
  wrong: `from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def __init__(self, job_id: int, pause: float):
        super().__init__()
        self.job_id = job_id
        self.pause = pause

    def serialize(self):
        return "plugins.jobs.JobTrigger", {"job_id": self.job_id, "wait": self.pause}

    async def run(self):
        yield TriggerEvent(self.job_id)
`,
  right: `from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def __init__(self, job_id: int, pause: float):
        super().__init__()
        self.job_id = job_id
        self.pause = pause

    def serialize(self):
        return "plugins.jobs.JobTrigger", {"job_id": self.job_id, "pause": self.pause}

    async def run(self):
        yield TriggerEvent(self.job_id)
`,
  check: ({ classes }) => classes.filter(({ role }) => role === 'trigger').flatMap(faults),
};

function faults(one: RoledClass): readonly Offence[] {
  const serialize = one.methods.findLast(({ name }) => name === 'serialize');
  if (serialize === undefined) {
    const whole = one.known && methodOf(one, 'run') !== undefined && methodOf(one, 'serialize') === undefined;
    return whole ? [{ node: one.node, message: `${one.name} has no \`serialize\`` }] : [];
  }
  const returned = ownNodes(serialize.node).flatMap((node) =>
    node.nodeType === 'Return' ? [node.value] : [],
  );
  return returned.flatMap((value) => {
    if (value?.nodeType !== 'Tuple' || value.elts.length !== 2) return [];
    const [path, kwargs] = value.elts;
    return [...pathFault(path, one), ...(kwargs?.nodeType === 'Dict' ? argumentFaults(kwargs, one) : [])];
  });
}

function pathFault(path: Node | undefined, one: RoledClass): readonly Offence[] {
  const text = textOf(path);
  if (path === undefined || text === undefined || text.split('.').at(-1) === one.name) return [];
  return [{ node: path, message: `${one.name} serializes as \`${text}\`, which is another class` }];
}

function argumentFaults(kwargs: NodeOf<'Dict'>, trigger: RoledClass): readonly Offence[] {
  const init = methodOf(trigger, '__init__');
  const given = kwargs.keys.map((key) => (key ? textOf(key) : undefined));
  if (init === undefined || given.some((name) => name === undefined)) return [];
  const taken = init.parameters.slice(1);
  const open = taken.some(({ kind }) => kind === 'var-keyword');
  const names = new Set(taken.map(({ name }) => name));
  const extra = open ? [] : given.filter((name) => name !== undefined && !names.has(name));
  const required = taken.filter((taken) => taken.default === undefined && !taken.kind.startsWith('var-'));
  const missing = required.filter(({ name }) => !given.includes(name));
  const [one, other] = [extra[0], missing[0]?.name];
  if (one === undefined && other === undefined) return quietFaults(kwargs, taken, given, trigger);
  const parts = [
    ...(one === undefined ? [] : [`does not take \`${one}\``]),
    ...(other === undefined ? [] : [`demands \`${other}\`, which is missing`]),
  ];
  return [{ node: kwargs, message: `the constructor ${parts.join(' and ')}` }];
}

/** Only warnings, for a constant may stand for an argument that has no meaning any more. What the constructor would take and does not get, or gets as a constant: the rebuilt trigger is another one, in silence. */
function quietFaults(
  kwargs: NodeOf<'Dict'>,
  taken: readonly PythonParameter[],
  given: readonly (string | undefined)[],
  trigger: RoledClass,
): readonly Offence[] {
  const named = taken.filter(({ kind }) => !kind.startsWith('var-'));
  const left = named.filter(({ name }) => !given.includes(name)).map(({ name }) => `\`${name}\``);
  const fixed = kwargs.values.flatMap((value, index): readonly Offence[] =>
    value.nodeType === 'Constant'
      ? [
          {
            node: value,
            severity: 'warning',
            message: `\`${given[index]}\` is serialized as a constant, whatever ${trigger.name} was given`,
          },
        ]
      : [],
  );
  const node = kwargs;
  const message = `${left.join(', ')} of the constructor ${left.length > 1 ? 'are' : 'is'} not serialized, so a rebuilt trigger has the default`;
  return [...fixed, ...(left.length > 0 ? [{ node, severity: 'warning' as const, message }] : [])];
}
