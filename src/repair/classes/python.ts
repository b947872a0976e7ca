import type { ErrorClass } from '../taxonomy.js';

/** What CPython and its library say of any program; after everything that Airflow, the sandbox or a request says. */
export const PYTHON_CLASSES: readonly ErrorClass[] = [
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
    id: 'text.encoding',
    exceptions: ['UnicodeDecodeError', 'UnicodeEncodeError'],
    rootCause: 'Bytes are read as text, or text written as bytes, in another encoding than they have.',
    guidance: 'Name the encoding: `encoding="utf-8"`.',
  },
  {
    id: 'time.zone',
    message: /offset-naive and offset-aware|Naive datetime is disallowed|naive datetime/i,
    rootCause: 'A time without a zone meets one with a zone.',
    guidance: 'Use `datetime.now(timezone.utc)`; Airflow’s own times all have a zone.',
  },
  {
    id: 'time.zone',
    exceptions: ['ZoneInfoNotFoundError', 'InvalidTimezone', 'UnknownTimeZoneError'],
    rootCause: 'There is no time zone of that name.',
    guidance: 'Use a name of the IANA database, such as `Europe/Berlin`, or `timezone.utc`.',
  },
  {
    id: 'value.conversion',
    exceptions: ['ValueError', 'InvalidOperation', 'ParserError', 'UnpackValueError'],
    message:
      /invalid literal for int|could not convert string to float|does not match format|unconverted data remains|values to unpack|Invalid isoformat string|ConversionSyntax|not a valid (?:UUID|date)|is not a valid \w+$/,
    rootCause: 'A value has another form than the code that reads it expects.',
    guidance: 'Check the form first, and raise what the spec names where it is wrong.',
  },
  {
    id: 'arithmetic',
    exceptions: ['ZeroDivisionError', 'OverflowError', 'DivisionByZero'],
    rootCause: 'A calculation has no result: mostly a division by the length of something empty.',
    guidance: 'Handle what is empty or zero as the spec says.',
  },
  {
    id: 'assertion',
    exceptions: ['AssertionError'],
    rootCause: 'An `assert` of the component, or of a library, does not hold.',
    guidance: 'Raise the class that the spec names instead of `assert`, which `python -O` leaves out.',
  },
  {
    id: 'regex.pattern',
    exceptions: ['error', 'PatternError'],
    message: /at position \d+|unterminated|nothing to repeat|bad escape/,
    rootCause: 'A regular expression is none.',
    guidance: 'Correct it, and use `re.escape` for text that is meant literally.',
  },
  {
    id: 'iteration.end',
    exceptions: ['StopIteration', 'StopAsyncIteration', 'RuntimeError'],
    message: /^StopIteration|^StopAsyncIteration|raised StopI|changed size during iteration/,
    rootCause: 'An iterator is asked for more than it has, or what it walks through changes meanwhile.',
    guidance: 'Use `next(iterator, None)` or a `for` loop, over a copy where the loop changes the original.',
  },
  {
    id: 'async.loop',
    exceptions: ['RuntimeError', 'TypeError'],
    message:
      /event loop|was never awaited|can't be used in 'await'|requires an object with __aiter__|asyncio\.run\(\)|'coroutine' object/,
    rootCause:
      'Coroutines and plain functions are mixed: something is awaited that cannot be, or is not awaited.',
    guidance: 'Await every coroutine inside `async def`, and start no event loop in a trigger.',
  },
  {
    id: 'name.undefined',
    codes: ['AS4510', 'AS4511'],
    rootCause: 'A name is used that nothing imports or defines.',
    guidance: 'Import it from where that Airflow, or the standard library, has it.',
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
    // What the index finds before the call is made.
    id: 'attribute.missing',
    codes: ['AS4159'],
    rootCause: 'An attribute does not exist on that object, in this version.',
    guidance: 'Assign it in the constructor, or use what the installed version has.',
  },
  {
    id: 'attribute.missing',
    exceptions: ['AttributeError'],
    rootCause: 'An attribute does not exist on that object, in this version.',
    guidance: 'Assign it in the constructor, or use what the installed version has.',
  },
  {
    id: 'deferral',
    stages: ['trigger', 'resume'],
    rootCause: 'The trigger, or the method that goes on after it, failed.',
    guidance:
      '`serialize()` returns the import path and keyword arguments of plain JSON; `run` yields one TriggerEvent with a dict, errors included; the method takes `context` and `event`.',
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
    places: ['raise'],
    rootCause: 'Another exception was raised than the spec expects.',
    guidance:
      'Raise the class that the spec names; where a library raises its own, catch that and raise the one of the spec.',
  },
  {
    id: 'example.raises',
    codes: ['AS4302'],
    exceptions: ['AirflowException', 'AirflowFailException', 'AirflowSkipException', 'ValueError'],
    places: ['raise'],
    rootCause: 'The component itself refuses what the example gives it.',
    guidance: 'Check the condition under which it raises against the spec.',
  },
];
