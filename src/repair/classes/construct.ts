import type { ErrorClass } from '../taxonomy.js';

/** What goes wrong while an object is made and put into a DAG. Messages are those of Airflow 2.8 to 3.3 and CPython 3.10 to 3.13. */
export const CONSTRUCT_CLASSES: readonly ErrorClass[] = [
  {
    id: 'connection.at-construct',
    codes: ['AS4201', 'AS4202', 'AS4203', 'AS4208'],
    exceptions: ['AirflowNotFoundException'],
    rootCause: 'A connection is looked up while the DAG is parsed.',
    guidance: 'Look the connection up in `execute`, `poke` or the method of the hook.',
  },
  {
    id: 'template.constructor',
    codes: ['AS4208'],
    rootCause:
      'The constructor converts, checks or looks into a templated input, which is still Jinja text there.',
    guidance: 'Assign the raw argument; convert and check it in `execute` or `poke`.',
  },
  {
    // The input of an example may be Jinja too; what a constructor quotes of it, it looked into.
    id: 'template.constructor',
    stages: ['construct'],
    exceptions: ['ValueError', 'ParserError', 'JSONDecodeError', 'InvalidOperation'],
    message: /\{\{.*\}\}/,
    rootCause:
      'The constructor converts, checks or looks into a templated input, which is still Jinja text there.',
    guidance: 'Assign the raw argument; convert and check it in `execute` or `poke`.',
  },
  {
    id: 'contract.base-class',
    codes: ['AS4506'],
    rootCause: 'The component derives from a function or a module.',
    guidance: 'Derive it from BaseOperator, BaseSensorOperator or BaseHook, as `kind` says.',
    places: ['class'],
  },
  {
    id: 'argument.unknown',
    codes: ['AS4507', 'AS4512'],
    rootCause: 'A call passes a keyword that does not exist on that Airflow.',
    guidance: 'Correct the spelling or leave the keyword out.',
  },
  {
    id: 'argument.positional',
    codes: ['AS4508'],
    rootCause: 'A call passes more arguments by position than that Airflow takes.',
    guidance: 'Pass every argument by name.',
  },
  {
    id: 'attribute.read-only',
    exceptions: ['AttributeError'],
    message: /property '([^']+)' of|can't set attribute(?: '([^']+)')?/,
    rootCause: 'Airflow defines `$1$2` as a property without a setter, so it cannot be assigned.',
    guidance: 'Keep the value in a private attribute of another name.',
  },
  {
    id: 'argument.unknown',
    message: /Invalid arguments were passed to|got an unexpected keyword argument '([^']+)'/,
    rootCause:
      'An argument reaches a function that does not take it; Airflow refuses every argument that no constructor takes.',
    guidance:
      'Take the argument in the own `__init__` and do not pass it to `super().__init__`; check its spelling against the spec.',
    places: ['super-keyword', 'call', 'super'],
  },
  {
    id: 'argument.missing',
    message: /missing keyword arguments? |missing \d+ required (?:positional|keyword-only) argument/,
    rootCause: 'A required argument is not given.',
    guidance: 'Give it a default if the spec has one, or pass it on.',
    places: ['parameter', 'call'],
  },
  {
    id: 'method.shape',
    message: /\b(execute|poke)\(\) takes \d+ positional argument/,
    rootCause: 'Airflow calls `$1` with the task context, and it takes other arguments.',
    guidance: 'Write `def $1(self, context):`.',
    places: ['work'],
  },
  {
    id: 'argument.positional',
    places: ['call', 'super'],
    message: /Use keyword arguments when initializing|takes (?:from \d+ to )?\d+ positional arguments? but/,
    rootCause: 'Arguments are passed by position where names are wanted.',
    guidance: 'Pass every argument by name.',
  },
  {
    id: 'argument.base-type',
    message: /'([^']+)' type must be \w+, not/,
    rootCause: "Airflow's own argument `$1` has another type.",
    guidance: 'Do not use the names of BaseOperator for inputs of the spec; pass `**kwargs` on unchanged.',
    places: ['super-keyword', 'super'],
  },
  {
    id: 'class.abstract',
    exceptions: ['TypeError'],
    message: /Can't instantiate abstract class/,
    rootCause: 'An abstract method of a base class is not implemented.',
    guidance: 'Implement it.',
    places: ['class'],
  },
  {
    id: 'params.value',
    message: /provided parameters must be json-serializable|Params to a DAG or a Task/,
    rootCause: 'Something that is no plain value was put into `params`.',
    guidance: 'Leave `params` alone: it belongs to Airflow.',
  },
  {
    id: 'serialization.value',
    codes: ['AS4204'],
    rootCause:
      'An attribute that Airflow serializes holds something other than plain values of the type it expects.',
    guidance:
      'Do not assign attributes of BaseOperator; keep plain values, and make other objects when the task runs.',
  },
  {
    id: 'construct.copy',
    stages: ['construct'],
    exceptions: ['RecursionError'],
    rootCause: 'Airflow walks through the attributes of a task, and one of them holds itself.',
    guidance: 'Keep plain values in attributes.',
  },
  {
    id: 'construct.value',
    codes: ['AS4202'],
    exceptions: ['ValueError', 'TypeError', 'AirflowException'],
    rootCause: 'The constructor refuses the arguments of an acceptance example.',
    guidance: 'Check only untemplated inputs in the constructor, and by the limits that the spec gives.',
  },
  {
    id: 'dag.import',
    codes: ['AS4203'],
    rootCause: 'The example DAG with the component does not load.',
    guidance: 'Do nothing but assign in the constructor.',
    places: ['init'],
  },
];
