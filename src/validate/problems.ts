import type { Catalogue } from '../problems.js';

export const FINDINGS: Catalogue = {
  AS4001: {
    title: 'The component is not valid Python',
    why: 'The CPython of that environment cannot compile the file. Pythons differ: what 3.13 accepts, 3.10 may refuse.',
    next: 'Correct the line in the message. Nothing further was tried there.',
  },
  AS4002: {
    title: 'A mistake that a linter sees',
    why: 'ruff found something that fails when the line runs, or is shared by accident: an undefined name, a format string that does not fit, a mutable default. Or the file nests so deeply that ruff cannot read it at all.',
    next: 'Correct the line. The rule stands at the start of the message; `ruff rule F821` explains it.',
  },
  AS4003: {
    title: 'Something a linter would tidy',
    why: 'ruff found an unused import, an unused variable or the like. The component works all the same, so this is a warning.',
    next: 'Tidy it when you are there, or switch the code off under `rules` in `.airsmith.yaml`.',
  },
  AS4004: {
    title: 'There is no component in the file',
    why: 'The file is empty, or none of its classes is an operator, a sensor, a hook or a trigger. What can be asked of any Python was asked; there was nothing to construct or to serialize, and without a class nothing was imported either.',
    next: 'Name the file that defines the component. For a module of helpers this is as it should be; the code can be switched off under `rules`.',
  },
  AS4101: {
    title: 'The class is not there',
    why: 'The module defines no class under the name of the spec, so no DAG could import it.',
    next: 'Name the class exactly as the spec does.',
  },
  AS4102: {
    title: 'The base class does not fit the kind',
    why: 'An operator must be a BaseOperator, a sensor a BaseSensorOperator, a hook a BaseHook: Airflow treats them by that.',
    next: 'Derive the class from the base of its `kind`, or change `kind` in the spec.',
  },
  AS4103: {
    title: 'The constructor does not take an input',
    why: 'Every input of the spec, and the connection input, is an argument of the constructor by that name.',
    next: 'Add the argument, spelled as in the spec.',
  },
  AS4104: {
    title: 'An input is required or has a default where the spec says otherwise',
    why: 'The signature is what people read and what Airflow checks when a DAG is parsed. An input without `default` is required; one with a default has that default (`None` will do for `[]` and `{}`).',
    next: 'Give the argument the default of the spec, or correct the spec.',
  },
  AS4105: {
    title: 'The constructor takes no `**kwargs`',
    why: 'Airflow hands `task_id`, `retries` and all its other arguments to the constructor of every operator and sensor.',
    next: 'Accept `**kwargs` and pass them to `super().__init__(**kwargs)`.',
  },
  AS4106: {
    title: 'A template field is missing',
    why: 'The spec marks an input with `template: true`, but Airflow renders only what `template_fields` names.',
    next: 'Add the name to `template_fields`, and keep the raw argument in the attribute of that name.',
  },
  AS4107: {
    title: 'A template field that the spec does not ask for',
    why: 'The component renders more than the spec says. Someone may pass text there that only looks like a template.',
    next: 'Take the name out of `template_fields`, or mark the input with `template: true`.',
  },
  AS4108: {
    title: 'A method of the hook is missing',
    why: 'The spec lists the method under `methods`, and people will call it by that name.',
    next: 'Add the method with its arguments.',
  },
  AS4109: {
    title: 'A method of the hook lacks an argument',
    why: 'Arguments are passed by the names that the spec gives them.',
    next: 'Add the argument, spelled as in the spec.',
  },
  AS4110: {
    title: 'The constructor demands more than the spec says',
    why: 'A DAG that follows the spec would fail, for it does not know of this argument.',
    next: 'Give the argument a default, or add it to `inputs`.',
  },
  AS4111: {
    title: 'A colour differs from the spec',
    why: '`ui_color` and `ui_fgcolor` are class attributes that Airflow reads for its graph.',
    next: 'Set the class attribute to the value of the spec.',
  },
  AS4112: {
    title: 'The component imports airsmith',
    why: 'A component must run where airsmith is not installed.',
    next: 'Remove the import; what it gave has to stand in the component itself.',
  },
  AS4140: {
    title: 'A poke gave no bool',
    why: 'A sensor of an example was asked, and its `poke` gave neither a bool nor a `PokeReturnValue`. Airflow asks only whether the value is true, so what it says otherwise is lost.',
    next: 'Return `True`, `False` or `PokeReturnValue(is_done=…, xcom_value=…)` on every way.',
  },
  AS4141: {
    title: 'XCom cannot hold the result of an example',
    why: 'The component returned a value that this Airflow could not write to XCom, so the task would fail after all its work.',
    next: 'Return text, numbers, lists and dicts of them.',
  },
  AS4142: {
    title: 'A secret of the connection came out',
    why: 'While an example ran, the password (or a secret of the extras) of its connection was written to the log, an exception, a rendered field or an XCom, where people read it.',
    next: 'Write neither the password, nor a header or address made of it, nor the whole connection.',
  },
  AS4143: {
    title: 'Importing the module reached outside',
    why: 'The lab saw the module ask for the network, a connection, a Variable, a file or a program while it was imported, even if it caught the refusal. Airflow imports modules again and again, in processes that have no business with those.',
    next: 'Move it into `execute`, `poke` or a method of the hook.',
  },
  AS4144: {
    title: 'The constructor reached outside',
    why: 'The lab saw the constructor ask for the network, a connection, a Variable, a file or a program. It runs whenever a DAG is parsed, not only when the task runs.',
    next: 'Keep the arguments in the constructor, and reach outside in `execute`, `poke` or a method of the hook.',
  },
  AS4145: {
    title: 'A value outside of its range is accepted',
    why: 'The spec bounds the input with `minimum`, `maximum` or `enum`. Such an input, unless it is templated, is checked in the constructor, so that a wrong DAG is refused when it is parsed and not when it runs. Here the constructor took a value that is not allowed.',
    next: 'Compare the argument with its bounds in the constructor, and raise `ValueError`.',
  },
  AS4146: {
    title: 'A value inside of its range is refused',
    why: 'The spec allows the value: `minimum` and `maximum` are themselves allowed, and so is each value of `enum`. The constructor raised for it, and its message names this input alone.',
    next: 'Compare with the bounds included: `if not 1 <= days <= 16: raise ValueError(…)`.',
  },
  AS4157: {
    title: 'A trigger is another one after it was rebuilt',
    why: 'An example made the task defer. Its trigger was rebuilt from what `serialize` says, as the triggerer does it, and is not what it was: an argument has another value, or it is of the class above it. The static rule AS4124 reads the source; here it really happened.',
    next: 'Return the path of the trigger’s own class and every argument of its constructor, as it was given, from `serialize`.',
  },
  AS4158: {
    title: 'The constructor ruins an attribute of Airflow’s own',
    why: 'After construction the lab compares what Airflow keeps of its own arguments (`task_id`, `execution_timeout`, `trigger_rule`, `priority_weight` …) with an object of Airflow’s base class that was given the same. Here one differs: the component assigned it itself. It is an error where Airflow cannot use the value, and a warning where only the DAG is overruled. Assignments are checked by nobody, so the task fails when it is scheduled or run.',
    next: 'Pass the value on to `super().__init__(…)`, or name an attribute of your own otherwise.',
  },
  AS4159: {
    title: 'A method that is not there',
    why: 'The component calls what no class of that Airflow has, and another name is nearly the same, so the call raises `AttributeError` when it comes there. Wrong: `BaseHook.get_connectionz("desk")`, `self.log.inf("done")`. Right: `BaseHook.get_connection("desk")`, `self.log.info("done")`. It is said where the class is certain: a name imported from Airflow, the running task of the context, and `self` below one class of Airflow.',
    next: 'Write the name in the remedy.',
  },
  AS4201: {
    title: 'The component cannot be imported',
    why: 'Importing its module in that environment raised the error in the traceback. Airflow would show a broken plugin.',
    next: 'Look at the last line of the traceback. A library that may be absent is imported inside the method that needs it.',
  },
  AS4202: {
    title: 'The component cannot be constructed',
    why: 'Its constructor raised with the arguments of the first acceptance example (or made-up ones of the right types).',
    next: 'Look at the last line of the traceback; check what the constructor assigns and passes on.',
  },
  AS4203: {
    title: 'The example DAG does not load',
    why: 'Airflow loads DAG files as they stand; this one raised or held no DAG.',
    next: 'Look at the traceback: mostly the component raises when a DAG with it is parsed.',
  },
  AS4204: {
    title: 'A DAG with the component cannot be serialized',
    why: 'The scheduler and the web server only know the serialized DAG, which holds plain values.',
    next: 'Keep plain values in template fields and in what the constructor assigns; make other objects when the task runs.',
  },
  AS4205: {
    title: 'It did not end in time',
    why: 'The run was ended at its deadline: an endless loop, a wait for something that does not exist in the lab, or a sleep.',
    next: 'Give every request and every loop a limit; the stage in the message says where it hung.',
  },
  AS4206: {
    title: 'The process was killed',
    why: 'It ran into a limit of the sandbox (memory, files, processor time), did what the sandbox forbids, or ended its own process.',
    next: 'Look for unbounded memory, for `os._exit`, and for access outside of what the example gives.',
  },
  AS4207: {
    title: 'The process did not answer as it should',
    why: 'What came back from the sandbox is no answer. A component that writes to foreign file descriptors does that.',
    next: 'Write to `self.log` and to files of your own only.',
  },
  AS4208: {
    title: 'The constructor touches a templated input',
    why: 'A templated input is Jinja text until the task runs, so the constructor can neither convert nor check it.',
    next: 'Assign the raw argument, and convert and check it in `execute` or `poke`.',
  },
  AS4301: {
    title: 'An example gives another result',
    why: 'The component ran and gave a value that differs from the one that the spec expects (`returns`, `pokes`, `rendered`, `xcom`), or a sensor came to its end before it asked as often as `between` changes the folder.',
    next: 'Compare expected and actual. If the actual one is right, correct the example.',
  },
  AS4302: {
    title: 'An example raises',
    why: 'The component raised an exception that the example does not expect.',
    next: 'Look at the traceback. If raising is right, say so with `raises`.',
  },
  AS4303: {
    title: 'An example does not raise as it should',
    why: 'The spec expects an exception. None came, or one of another class, or one whose message lacks the text.',
    next: 'Raise the class that the spec names, with the value that matters in the message.',
  },
  AS4304: {
    title: 'A request differs from the example',
    why: 'The component asked for something that `given.http` does not hold and got status 418, or it never asked for what `http_all` demands.',
    next: 'Compare method, path, query, headers and body with the example.',
  },
  AS4305: {
    title: 'The log of an example is not as it should be',
    why: 'A text of `logs` is missing, or one of `not_in_logs` (such as a password) was written.',
    next: 'Log with `self.log`, and never log a secret or a whole connection.',
  },
  AS4306: {
    title: 'An example ends in another way',
    why: 'What is left behind (files, rows, a deferral, a kill) differs from the example.',
    next: 'Compare expected and actual.',
  },
  AS4401: {
    title: 'The generated tests fail',
    why: 'The test file that will be committed does not pass under pytest, although the examples hold.',
    next: 'Look at the output: mostly the component keeps state between tests, or depends on the working folder.',
  },
};
