import type { ErrorClass } from '../taxonomy.js';

/** What an exception says when the component runs. Particular ones first, plain Python ones at the end. */
export const RUN_CLASSES: readonly ErrorClass[] = [
  {
    id: 'timeout',
    codes: ['AS4205'],
    rootCause: 'The run was ended at its deadline.',
    guidance: 'Give every loop and request a limit; wait only for what the example gives; never sleep long.',
  },
  {
    id: 'process.killed',
    codes: ['AS4206'],
    rootCause: 'The process died: a limit of the sandbox, something forbidden, or an exit of its own.',
    guidance:
      'Use no `os._exit`, no child processes, no unbounded memory, and nothing outside of the example.',
  },
  {
    id: 'process.protocol',
    codes: ['AS4207'],
    rootCause: 'The process wrote where it must not.',
    guidance: 'Write to `self.log` only.',
  },
  {
    id: 'template.attribute',
    message: /is configured as a template field but/,
    rootCause: 'template_fields names an attribute that the constructor does not set.',
    guidance: 'Assign the raw argument to the attribute of exactly that name.',
  },
  {
    id: 'template.render',
    exceptions: ['UndefinedError', 'TemplateSyntaxError', 'TemplateAssertionError', 'TemplateNotFound'],
    rootCause: 'Jinja cannot render a template field.',
    guidance: 'Keep the argument as it is; a `template_ext` makes Airflow look for a file of that name.',
  },
  {
    id: 'connection.missing',
    exceptions: ['AirflowNotFoundException'],
    message: /conn_id `?([^`']+?)`? isn't defined|conn_id/,
    rootCause: 'The connection `$1` does not exist in the example.',
    guidance: 'Look up the id that the connection input holds, with the default of the spec.',
  },
  {
    id: 'variable.missing',
    message: /Variable (\S+) (?:does not exist|not found)/,
    rootCause: 'The Airflow Variable `$1` does not exist in the example.',
    guidance: 'Read only Variables that the spec names, with a default.',
  },
  {
    id: 'deferral',
    stages: ['trigger', 'resume'],
    rootCause: 'The trigger, or the method that goes on after it, failed.',
    guidance:
      '`serialize()` returns the import path and keyword arguments of plain JSON; `run` yields one TriggerEvent with a dict, errors included; the method takes `context` and `event`.',
  },
  {
    id: 'network.refused',
    exceptions: [
      'ConnectionError',
      'ConnectionRefusedError',
      'ConnectTimeout',
      'gaierror',
      'URLError',
      'NewConnectionError',
      'ClientConnectorError',
      'ClientConnectorDNSError',
      'SSLError',
    ],
    rootCause: 'The component talks to something other than the server of the example.',
    guidance: 'Build the address from the schema, host and port of the connection.',
  },
  {
    id: 'resource.limit',
    exceptions: ['MemoryError', 'BlockingIOError'],
    rootCause: 'A limit of the sandbox was reached.',
    guidance: 'Read and keep less at a time.',
  },
  {
    id: 'sandbox.denied',
    exceptions: ['PermissionError'],
    rootCause: 'The component reached for something outside of the example.',
    guidance: 'Use only the files, the server and the connection that the example gives.',
  },
  {
    id: 'file.missing',
    exceptions: ['FileNotFoundError', 'NotADirectoryError', 'IsADirectoryError'],
    rootCause: 'A file or folder does not exist.',
    guidance: 'Use the paths that the inputs give, and make folders before writing into them.',
  },
  {
    id: 'method.missing',
    exceptions: ['NotImplementedError'],
    rootCause: 'A method that Airflow calls is not implemented.',
    guidance: 'Implement `execute` for an operator, `poke` for a sensor.',
  },
  {
    id: 'method.missing',
    message: /Override me\.?$/,
    rootCause: 'A sensor without `poke`.',
    guidance: 'Implement `poke`.',
  },
  {
    id: 'sql.error',
    exceptions: ['OperationalError', 'ProgrammingError', 'IntegrityError', 'DatabaseError', 'InterfaceError'],
    rootCause: 'The database refuses a statement.',
    guidance: 'Check names and placeholders: sqlite binds with `?`, and every placeholder needs its value.',
  },
  {
    id: 'json.decode',
    exceptions: ['JSONDecodeError'],
    rootCause: 'A text that is no JSON was read as JSON, mostly the body of a failed answer.',
    guidance: 'Look at the status first, and handle a body that is no JSON.',
  },
  {
    id: 'json.encode',
    exceptions: ['TypeError'],
    message: /is not JSON serializable/,
    rootCause: 'A value that JSON does not know was written as JSON.',
    guidance: 'Convert it to a plain value first.',
  },
  {
    id: 'name.undefined',
    exceptions: ['NameError', 'UnboundLocalError'],
    rootCause: 'A name is used before it is defined, or never was.',
    guidance: 'Import or define it; a name from `if TYPE_CHECKING` exists for annotations only.',
  },
  {
    id: 'attribute.none',
    exceptions: ['AttributeError'],
    message: /'NoneType' object has no attribute/,
    rootCause: 'A value is None where an object was expected.',
    guidance:
      'Handle None: an input without a value, an answer that lacks a field, a hook that was not made.',
  },
  {
    id: 'attribute.missing',
    exceptions: ['AttributeError'],
    rootCause: 'An attribute does not exist on that object, in this version.',
    guidance: 'Assign it in the constructor, or use what the installed version has.',
  },
  {
    id: 'recursion',
    exceptions: ['RecursionError'],
    rootCause: 'Something calls itself without end.',
    guidance: 'End the recursion.',
  },
  {
    id: 'key.missing',
    exceptions: ['KeyError', 'IndexError'],
    rootCause: 'A key or index is not there.',
    guidance:
      'Check the shape of the answer or the context first, and raise what the spec names where it is wrong.',
  },
  {
    id: 'type.mismatch',
    exceptions: ['TypeError'],
    rootCause: 'An operation got a value of another type than it can handle.',
    guidance: 'Convert at the border: rendered templates are text.',
  },
  {
    id: 'example.exception',
    codes: ['AS4303'],
    rootCause: 'Another exception was raised than the spec expects.',
    guidance:
      'Raise the class that the spec names; where a library raises its own, catch that and raise the one of the spec.',
  },
  {
    id: 'example.raises',
    codes: ['AS4302'],
    exceptions: ['AirflowException', 'AirflowFailException', 'AirflowSkipException', 'ValueError'],
    rootCause: 'The component itself refuses what the example gives it.',
    guidance: 'Check the condition under which it raises against the spec.',
  },
];
