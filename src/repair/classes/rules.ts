import type { Place } from '../places.js';
import type { ErrorClass } from '../taxonomy.js';

/** A rule points at its place; what execution shows of the same is looked for here. */
const PLACES: { readonly [id: string]: readonly Place[] } = {
  'construct.access': ['init'],
  'construct.super': ['init'],
  'deferral.method': ['defer'],
  'method.missing': ['class'],
  'range.refused': ['parameter'],
  'range.unchecked': ['parameter'],
  'secret.logged': ['log', 'work'],
  'sensor.poke': ['result', 'work'],
  'xcom.value': ['result', 'work'],
};

/** What the contract rules find, and what execution shows of the same. The finding's own remedy is exact, so these are short. */
export const RULE_CLASSES: readonly ErrorClass[] = (
  [
    [
      ['AS4113'],
      'contract.order',
      'A required argument stands after an optional one.',
      'Put the required arguments first.',
    ],
    [
      ['AS4114'],
      'construct.super',
      'The constructor of the base class is never called.',
      'Call `super().__init__(**kwargs)` first.',
    ],
    [
      ['AS4115', 'AS4158'],
      'contract.kwargs',
      'The arguments of Airflow do not reach the base class, or are overwritten afterwards.',
      'Call `super().__init__(**kwargs)`, and assign nothing that Airflow keeps of them.',
    ],
    [
      ['AS4116'],
      'template.attribute',
      'A name in template_fields is no attribute.',
      'Assign the raw argument to an attribute of that name.',
    ],
    [
      ['AS4117'],
      'template.constructor',
      'The constructor converts, checks or looks into a templated input, which is still Jinja text there.',
      'Assign the raw argument; convert and check it in `execute` or `poke`.',
    ],
    [
      ['AS4118', 'AS4143'],
      'import.access',
      'Importing the module reaches for a network, a connection, a Variable or a file.',
      'Move that into `execute`, `poke` or a method of the hook.',
    ],
    [
      ['AS4119', 'AS4144'],
      'construct.access',
      'The constructor reaches for a network, a connection, a Variable or a file.',
      'Keep only arguments in the constructor.',
    ],
    [
      ['AS4145'],
      'range.unchecked',
      'The constructor takes a value that the spec does not allow.',
      'Compare the argument with its bounds in the constructor, and raise ValueError.',
    ],
    [
      ['AS4146'],
      'range.refused',
      'The constructor refuses a value that the spec allows.',
      'The bounds themselves are allowed.',
    ],
    [
      ['AS4120'],
      'mutable.default',
      'A list or dict is shared by all objects.',
      'Write `= None` and make a fresh one inside.',
    ],
    [['AS4121'], 'construct.hook', 'A hook is made in the constructor.', 'Make it in `execute`.'],
    [
      ['AS4122', 'AS4140'],
      'sensor.poke',
      '`poke` gives something else than a bool or a PokeReturnValue.',
      'Return True, False or a PokeReturnValue on every way.',
    ],
    [
      ['AS4123'],
      'deferral.method',
      'The method that a deferral names cannot be called with context and event.',
      'Name an existing method that takes `context` and `event`.',
    ],
    [
      ['AS4124', 'AS4157'],
      'trigger.serialize',
      'The trigger cannot be rebuilt from what `serialize` says.',
      'Return the path of the class and exactly the arguments of its constructor.',
    ],
    [
      ['AS4125'],
      'trigger.run',
      '`run` of the trigger yields no event.',
      'Write `async def run(self)` with `yield TriggerEvent(…)`.',
    ],
    [
      ['AS4126'],
      'trigger.blocking',
      'A coroutine blocks the event loop that all triggers share.',
      'Await: `asyncio.sleep`, an asynchronous client, `asyncio.to_thread`.',
    ],
    [
      ['AS4127'],
      'raises.missing',
      'An exception that the spec promises is raised nowhere.',
      'Raise exactly that class.',
    ],
    [
      ['AS4128', 'AS4141'],
      'xcom.value',
      '`execute` returns what XCom cannot hold.',
      'Return text, numbers, lists and dicts.',
    ],
    [['AS4129'], 'log.own', 'It writes past the log of the task.', 'Use `self.log`.'],
    [
      ['AS4130', 'AS4134', 'AS4142'],
      'secret.logged',
      'A secret is written where people read it: a log, an error, a rendered field or an XCom.',
      'Log neither passwords and tokens nor headers, whole connections or whole responses.',
    ],
    [
      ['AS4131'],
      'method.shape',
      'A method that Airflow calls is a coroutine or takes other arguments.',
      'Write `def execute(self, context):`.',
    ],
    [
      ['AS4132'],
      'method.context',
      'One half of a context manager is missing.',
      'Write `__enter__` and `__exit__`.',
    ],
    [['AS4133'], 'method.missing', 'The component has no `execute` or `poke`.', 'Write it.'],
    [['AS4150'], 'security.eval', 'Text is run as Python.', 'Parse it instead.'],
    [
      ['AS4151'],
      'security.shell',
      'A command goes through a shell.',
      'Give a list of arguments, without `shell=True`.',
    ],
    [['AS4152'], 'security.pickle', 'Pickled data is loaded.', 'Use JSON.'],
    [['AS4153'], 'security.yaml', 'YAML is loaded with all its tags.', 'Use `yaml.safe_load`.'],
    [['AS4154'], 'security.certificate', 'Certificates are not checked.', 'Leave the check on.'],
    [['AS4155'], 'secret.source', 'A credential stands in the source.', 'Take it from the connection.'],
    [['AS4156'], 'request.timeout', 'A request has no time limit.', 'Give `timeout=`.'],
  ] as const
).map(([codes, id, rootCause, guidance]) => ({
  id,
  codes,
  rootCause,
  guidance,
  places: PLACES[id] ?? [],
}));
