/** Problems of acceptance examples. */

import type { Catalogue } from '../../problems.js';

export const EXAMPLE_PROBLEMS = {
  AS1025: {
    title: 'An example names an input that does not exist',
    why: "The component's constructor, the hook's method or `template_fields` has no such name.",
    next: 'Correct the name, or add the input to the spec.',
  },
  AS1026: {
    title: 'An example leaves out a required input',
    why: 'An input without a default has to be given. An example may leave it out where it expects an exception.',
    next: 'Give the input a value in the example, or a default in the spec.',
  },
  AS1027: {
    title: 'An example calls no method that exists',
    why: "An example of a hook says in `call` which of the spec's `methods` it calls.",
    next: 'Add `call: {method: …, args: {…}}` with a method of the spec.',
  },
  AS1028: {
    title: 'An example asks for what its kind cannot do',
    why: 'Only sensors poke, only hooks are called, only operators and sensors render templates, push XComs and are killed.',
    next: 'Remove the key, or use the one that belongs to the kind.',
  },
  AS1029: {
    title: 'An example needs requests to speak of',
    why: '`http_all` and `kill` refer to the answers of `given.http`, and there are not as many.',
    next: 'Add the exchanges to `given.http`, or remove the key.',
  },
  AS1030: {
    title: 'An example defers, the component does not',
    why: '`defers` and `event` are about a trigger, and only a component with `deferrable: true` has one.',
    next: 'Add `deferrable: true` to the spec, or remove the key.',
  },
  AS1031: {
    title: 'An example has a connection, the component has none',
    why: '`given.connection`, `given.sql` and `sql` stand behind the connection that the spec declares.',
    next: 'Add `connection: {type: …, default_id: …}` to the spec.',
  },
  AS1033: {
    title: 'A path leaves its folder',
    why: 'Paths in examples are relative to the folder of the example, with `/`, and without `..`.',
    next: 'Write a path such as `in/orders.csv`.',
  },
  AS1037: {
    title: 'The spec has no examples',
    why: 'The component will be imported, constructed and serialized on every Airflow, but nobody says what it should do, so that its behaviour stays unchecked.',
    next: 'Add at least one entry to `examples`.',
  },
  AS1045: {
    title: 'A value of an example does not fit its input',
    why: 'The example gives a value that is not of the declared type, and expects no exception. It is run as it stands.',
    next: 'Correct the value, or the type of the input.',
  },
  AS1047: {
    title: 'An example expects two things that cannot both happen',
    why: 'A run either returns or raises, a message has one body, and an event reaches only a run that defers.',
    next: 'Make two examples of it.',
  },
  AS1052: {
    title: 'A date of the context is none',
    why: 'The context of a run holds real dates, from which Airflow derives all the others. `ds` is a day such as `"2026-03-01"`, `ds_nodash` the same without dashes; `ts`, `logical_date`, `execution_date`, `data_interval_start` and `data_interval_end` may have a time of day as well.',
    next: 'Write the date in the form that the message names. Other values of the run belong into `params`.',
  },
  AS1053: {
    title: 'An example changes the folder after pokes that do not happen',
    why: 'Each entry of `between` is made after one poke. With `pokes` a sensor pokes as often as that list is long; without it once, or, with `returns`, until it is true.',
    next: 'Make `pokes` as long as the example needs, say with `returns` that the whole sensor runs, or delete the entry.',
  },
} satisfies Catalogue;
