/** Problems of what a spec says of its component. */

import type { Catalogue } from '../../problems.js';

export const COMPONENT_PROBLEMS = {
  AS1007: {
    title: 'A name is already used by Airflow',
    why: "Airflow's base class of that kind defines the name as a parameter, a property, a method or an attribute. A component that stores its own value under it cannot be constructed, or quietly changes how Airflow runs it. The list comes from the Airflow versions in the spec's range.",
    next: 'Rename the input, for example `label` to `record_label`. Leave a parameter such as `retries` out: every operator accepts it already.',
  },
  AS1014: {
    title: 'Name and kind disagree',
    why: 'The name of the class ends in `Operator`, `Sensor` or `Hook`, and says the same as `kind`.',
    next: 'Change the name or the kind.',
  },
  AS1015: {
    title: 'A name is not one that a spec may give',
    why: 'Names become names of Python: ASCII letters, digits and `_`, no digit at the begin, no keyword. Python takes letters of every script; specs do not, since letters that look alike would make two names of one.',
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
  AS1032: {
    title: "The connection's argument is an input as well",
    why: '`connection` adds an argument to the constructor, by default `<type>_conn_id`. An input of that name would make two of it.',
    next: 'Remove the input, or name another one in `connection.input`.',
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
  AS1046: {
    title: 'A rule does not fit the type',
    why: '`minimum` and `maximum` are for numbers, `pattern` is for texts, and the minimum is not above the maximum.',
    next: 'Remove the rule, or correct the type.',
  },
  AS1048: {
    title: 'Two specs describe one component',
    why: 'Both would write the same files.',
    next: 'Rename one of the components, or delete one of the specs.',
  },
  AS1051: {
    title: 'A field does not belong to this kind',
    why: 'Methods are for hooks; templates and deferral are for operators and sensors.',
    next: 'Remove the field, or change the kind.',
  },
} satisfies Catalogue;
