import type { ErrorClass } from '../taxonomy.js';

/** Of the task context; the names are those that Airflow 3.0 took out, with those of `conf`-like proxies left aside. */
const GONE_KEYS =
  /'((?:next_|prev_)?execution_date(?:_success)?|(?:next|prev)_ds(?:_nodash)?|(?:tomorrow|yesterday)_ds(?:_nodash)?)'/;

/** What an exception says when the component runs. Particular ones first. */
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
    places: ['work'],
    codes: ['AS4207'],
    rootCause: 'The process wrote where it must not.',
    guidance: 'Write to `self.log` only.',
  },
  {
    id: 'template.attribute',
    message: /is configured as a template field but/,
    places: ['template-name', 'template-fields'],
    rootCause: 'template_fields names an attribute that the constructor does not set.',
    guidance: 'Assign the raw argument to the attribute of exactly that name.',
  },
  {
    id: 'context.task',
    codes: ['AS4514'],
    rootCause: 'The task instance and its XComs are looked for where they are not.',
    guidance: 'Take the task instance from the context: `context["ti"].xcom_pull(…)`.',
  },
  {
    id: 'context.key',
    codes: ['AS4509', 'AS4516'],
    rootCause: 'A key of the task context went with Airflow 3.',
    guidance: 'Read `logical_date`, `data_interval_start` or `data_interval_end`; not every run has one.',
  },
  {
    id: 'context.key',
    exceptions: ['KeyError', 'UndefinedError'],
    message: GONE_KEYS,
    rootCause: 'The key `$1` of the task context went with Airflow 3.',
    guidance: 'Read `logical_date`, `data_interval_start` or `data_interval_end`; not every run has one.',
  },
  {
    id: 'template.file',
    exceptions: ['TemplateNotFound'],
    places: ['template-ext', 'template-fields'],
    rootCause: 'Jinja looks for a file, because the text ends as `template_ext` says.',
    guidance: 'Leave `template_ext` out; Airflow looks for a file of that name otherwise.',
  },
  {
    id: 'template.render',
    exceptions: ['UndefinedError', 'TemplateSyntaxError', 'TemplateAssertionError'],
    rootCause: 'Jinja cannot render a template field.',
    guidance: 'Keep the argument as it is, and name in template_fields only what the spec templates.',
    places: ['template-fields'],
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
    id: 'resource.limit',
    exceptions: ['OSError', 'RuntimeError'],
    message:
      /No space left on device|Too many open files|File too large|can't start new thread|Cannot allocate memory/,
    rootCause: 'A limit of the sandbox was reached.',
    guidance: 'Read and keep less at a time, close what was opened, and start no threads without end.',
  },
  {
    id: 'sandbox.denied',
    exceptions: ['OSError'],
    message: /Read-only file system|Operation not permitted/,
    rootCause: 'The component writes or reaches for something outside of the example.',
    guidance: 'Use only the files, the server and the connection that the example gives.',
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
    places: ['class'],
    exceptions: ['NotImplementedError'],
    rootCause: 'A method that Airflow calls is not implemented.',
    guidance: 'Implement `execute` for an operator, `poke` for a sensor.',
  },
  {
    id: 'method.missing',
    places: ['class'],
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
    id: 'sensor.timeout',
    exceptions: ['AirflowSensorTimeout'],
    places: ['work'],
    rootCause: 'The sensor was never satisfied by what the example gives, and gave up.',
    guidance: 'Return True as soon as the condition of the spec holds.',
  },
  {
    id: 'request.unanswered',
    exceptions: [
      'timeout',
      'Timeout',
      'ReadTimeout',
      'TimeoutError',
      'ServerTimeoutError',
      'ConnectTimeoutError',
    ],
    rootCause: 'Nobody answered in the time that the component gives.',
    guidance: 'Ask only the server of the example, and handle the timeout as the spec says.',
  },
  {
    id: 'request.status',
    exceptions: ['HTTPError', 'HTTPStatusError', 'ClientResponseError'],
    rootCause: 'The library raised its own exception for the status of an answer.',
    guidance: 'Look at the status, or catch that exception, and raise the class that the spec names.',
  },
  {
    id: 'request.address',
    exceptions: ['InvalidURL', 'MissingSchema', 'InvalidSchema', 'InvalidHeader', 'LocationParseError'],
    rootCause: 'The address, or a header, of a request is none.',
    guidance: 'Build the address from the schema, host and port of the connection; headers are text.',
  },
  {
    id: 'process.ended',
    exceptions: ['SystemExit', 'KeyboardInterrupt'],
    rootCause: 'The component ends the process of its worker.',
    guidance: 'Raise an exception instead of `sys.exit`.',
  },
];
