/** The codes of specs and settings: what `docs/errors/AS10xx.md` says of each. */

import type { Catalogue } from '../problems.js';

export const CATALOGUE = {
  AS1001: {
    title: 'The file is too large',
    why: 'A spec has at most 256 KiB. Real ones have two or three; a much larger one is a mistake, or made to keep the reader busy.',
    next: 'Shorten it. Large answers in `given.http` can be cut down to what the example needs.',
  },
  AS1002: {
    title: 'The file is not UTF-8',
    why: 'Specs are UTF-8 text, with or without a byte order mark. UTF-16, as some editors on Windows write it, is not read.',
    next: 'Save the file as UTF-8.',
  },
  AS1003: {
    title: 'The file holds an invisible character',
    why: 'Control characters and bidirectional overrides show a reviewer another text than the one that is read (CVE-2021-42574). Half of a surrogate pair cannot be written to a file at all.',
    next: 'Delete the character. Where test data of an example needs one, write its escape in double quotes, such as `"\\u0007"`.',
  },
  AS1004: {
    title: 'The file cannot be parsed',
    why: 'The YAML or JSON is not well formed. The usual causes: a tab, a second `: ` on a line, `type: list[str]` without quotes inside braces, an unclosed quote.',
    next: 'Correct the place that is named. A text with special characters is best put in quotes.',
  },
  AS1005: {
    title: 'The file uses a feature of YAML that specs do not have',
    why: 'Anchors, aliases, merge keys, tags, `%YAML` directives, several documents and the key `__proto__` are refused: they hide what a spec says from its reader, and a few lines of aliases can grow to gigabytes.',
    next: 'Write the value out.',
  },
  AS1006: {
    title: 'Values are nested too deep',
    why: 'No value is nested more than 64 levels.',
    next: 'Flatten the value.',
  },
  AS1007: {
    title: 'A name is already used by Airflow',
    why: "Airflow's base class of that kind defines the name as a parameter, a property, a method or an attribute. A component that stores its own value under it cannot be constructed, or quietly changes how Airflow runs it. The list comes from the Airflow versions in the spec's range.",
    next: 'Rename the input, for example `label` to `record_label`. Leave a parameter such as `retries` out: every operator accepts it already.',
  },
  AS1008: {
    title: 'A key is given twice',
    why: 'A map holds one value for each key, so one of the two would be lost without a word.',
    next: 'Delete or rename one of them.',
  },
  AS1009: {
    title: 'There is no such field',
    why: 'Unknown fields are refused, so that a typing mistake is not taken for a wish that was heard.',
    next: 'Correct the name; the message says what it is near to.',
  },
  AS1010: {
    title: 'A field is missing',
    why: 'The component cannot be described without it.',
    next: 'Add the field.',
  },
  AS1011: {
    title: 'A value has the wrong type',
    why: 'The field holds a text, a number, a list or a map, and the file gives another of these.',
    next: 'Write the value in the form that the message names.',
  },
  AS1012: {
    title: 'A value is not one of those allowed',
    why: 'The field has a fixed set of values.',
    next: 'Choose one of the values that the message lists.',
  },
  AS1013: {
    title: 'YAML reads a value otherwise than it looks',
    why: 'Unquoted, `1.10` is the number 1.1, `2.8` is a number and no version, and `017` is 17 here and 15 elsewhere. `yes` and `no` are texts in YAML 1.2. `None` is a text and not null. A date such as `2026-03-01` is a text here and a date elsewhere; it may stay, quotes make it safe.',
    next: 'Put texts in quotes, and write `true`, `false` and `null` for those values.',
  },
  AS1014: {
    title: 'Name and kind disagree',
    why: 'The name of the class ends in `Operator`, `Sensor` or `Hook`, and says the same as `kind`.',
    next: 'Change the name or the kind.',
  },
  AS1015: {
    title: 'A name is no Python name',
    why: 'Names become names of Python: letters, digits and `_`, no digit at the begin, no keyword.',
    next: 'Choose another name; the message proposes one.',
  },
  AS1016: {
    title: 'A name is used twice',
    why: 'Inputs share one constructor, methods one class, examples one report: each name stands for one thing.',
    next: 'Rename or delete one of the two.',
  },
  AS1017: {
    title: 'A default does not fit its type',
    why: 'The default, or a value of `enum`, is not one of the declared type. `null` fits only a type with `| None`; a whole number fits `float`.',
    next: 'Correct the default, or widen the type.',
  },
  AS1018: {
    title: 'A default breaks its own rules',
    why: 'The default is not in `enum`, or outside `minimum` and `maximum`, so that a component that checks its input would refuse its own default.',
    next: 'Correct the default or the rule.',
  },
  AS1019: {
    title: 'The pattern is no regular expression of Python',
    why: "`pattern` is compiled by Python's `re`. Other languages have escapes and groups that Python does not know.",
    next: 'Correct the pattern. Single quotes keep backslashes as they are.',
  },
  AS1020: {
    title: 'A version range cannot be read',
    why: 'Ranges are PEP 440 specifiers: `>=2.8,<4`, `==2.11.*`, `~=3.1`.',
    next: 'Write the range in that form.',
  },
  AS1021: {
    title: 'No configured Airflow version is in the range',
    why: "A component is proven on the Airflow versions of the repository's settings that its range includes. With none there is nothing to prove it on.",
    next: 'Widen `airflow` in the spec, or add a version to `airflow-versions` in `.airsmith.yaml`.',
  },
  AS1022: {
    title: 'A dependency cannot be read',
    why: 'Dependencies are PEP 508 requirements: a name, extras in brackets, a version range, a marker after `;`.',
    next: 'Write it like `requests>=2.31` or `nemo_toolkit[nlp]>=1.23`.',
  },
  AS1023: {
    title: 'A dependency is not a package of an index',
    why: 'URLs, paths and options of pip are refused: a spec must not choose where code is fetched from.',
    next: 'Name the package and its version.',
  },
  AS1024: {
    title: 'A type is not known',
    why: 'Inputs come as JSON, so their types are `str`, `int`, `float`, `bool`, `Any`, `None`, `list[…]`, `dict[str, …]`, `tuple[…]`, `set[…]`, and these joined with `|`.',
    next: 'Use one of these. For a date or a duration use `str` or `float`, and say in the description what it means.',
  },
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
  AS1032: {
    title: "The connection's argument is an input as well",
    why: '`connection` adds an argument to the constructor, by default `<type>_conn_id`. An input of that name would make two of it.',
    next: 'Remove the input, or name another one in `connection.input`.',
  },
  AS1033: {
    title: 'A path leaves its folder',
    why: 'Paths in examples are relative to the folder of the example, with `/`, and without `..`.',
    next: 'Write a path such as `in/orders.csv`.',
  },
  AS1034: {
    title: 'A colour cannot be read',
    why: 'Colours are `#rgb`, `#rrggbb` or a name of CSS. Without quotes YAML takes `#` for the begin of a comment.',
    next: 'Write it in quotes, for example `"#e8f4fd"`.',
  },
  AS1035: {
    title: 'Language and kind disagree',
    why: 'TypeScript makes tasks, Python makes operators, sensors and hooks.',
    next: 'Use `kind: task` with `language: typescript`, or neither.',
  },
  AS1036: {
    title: 'TypeScript tasks cannot be built yet',
    why: 'The spec is right and is read, but this version of airsmith has no Airflow to prove a TypeScript task on, and promises nothing that it has not run.',
    next: 'Keep the spec out of the spec folder until then, or describe the same work as a Python operator.',
  },
  AS1037: {
    title: 'The spec has no examples',
    why: 'The component will be imported, constructed and serialized on every Airflow, but nobody says what it should do, so that its behaviour stays unchecked.',
    next: 'Add at least one entry to `examples`.',
  },
  AS1038: {
    title: 'The version of the format is not known',
    why: 'This airsmith reads version 1, and the files of the earlier generator, which have no version.',
    next: 'Write `airsmith: 1`, or update airsmith.',
  },
  AS1039: {
    title: 'A value does not have the form that is asked for',
    why: 'It is too long, too short, outside its range, or not of the pattern that the field has.',
    next: 'Write it in the form that the message names.',
  },
  AS1040: {
    title: 'A field of the earlier generator has no place in version 1',
    why: 'It is kept under `x-legacy` and has no effect. Nothing is dropped in silence.',
    next: 'Run `airsmith spec migrate` and decide about what stands under `x-legacy`.',
  },
  AS1041: {
    title: 'A field of the earlier generator was interpreted',
    why: 'Version 1 says the same in another way, and the choice was not the only one possible.',
    next: 'Run `airsmith spec migrate`, and look at the result.',
  },
  AS1042: {
    title: 'The front matter is missing or has no end',
    why: 'A Markdown spec begins with a line `---`, then the fields in YAML, then another line `---`, then the description.',
    next: 'Add the missing line.',
  },
  AS1043: {
    title: 'The description is given twice',
    why: 'The front matter has a `description` and the file has a body. Both are used, the body second.',
    next: 'Move the text of `description` into the body.',
  },
  AS1044: {
    title: 'The file is of an unknown kind',
    why: 'Specs end in `.yaml`, `.yml`, `.json` or `.md`.',
    next: 'Rename the file, for example to `orders.airsmith.yaml`.',
  },
  AS1045: {
    title: 'A value of an example does not fit its input',
    why: 'The example gives a value that is not of the declared type, and expects no exception. It is run as it stands.',
    next: 'Correct the value, or the type of the input.',
  },
  AS1046: {
    title: 'A rule does not fit the type',
    why: '`minimum` and `maximum` are for numbers, `pattern` is for texts, and the minimum is not above the maximum.',
    next: 'Remove the rule, or correct the type.',
  },
  AS1047: {
    title: 'An example expects two things that cannot both happen',
    why: 'A run either returns or raises; a sensor is either poked or run as a whole; an answer has one body.',
    next: 'Make two examples of it.',
  },
  AS1048: {
    title: 'Two specs describe one component',
    why: 'Both would write the same files.',
    next: 'Rename one of the components, or delete one of the specs.',
  },
  AS1049: {
    title: 'A path of the settings leaves the repository',
    why: 'Paths are relative to the repository, with `/`, without `..`, and never inside `.git` or `.github`.',
    next: 'Write a path such as `plugins/{kind}s/{file}.py`.',
  },
  AS1050: {
    title: 'A path of the output has the wrong placeholders',
    why: 'Each path holds `{file}`, so that components do not overwrite one another, and may hold `{kind}`; there are no others.',
    next: 'Write a path such as `plugins/{kind}s/{file}.py`.',
  },
  AS1051: {
    title: 'A field does not belong to this kind',
    why: 'Methods are for hooks; templates and deferral are for operators and sensors.',
    next: 'Remove the field, or change the kind.',
  },
} satisfies Catalogue;
