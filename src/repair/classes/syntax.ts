import type { ErrorClass } from '../taxonomy.js';

/** What is wrong with the text of the file, before anything runs. */
export const SYNTAX_CLASSES: readonly ErrorClass[] = [
  {
    id: 'syntax.indentation',
    codes: ['AS4001', 'AS4201'],
    exceptions: ['IndentationError', 'TabError'],
    rootCause: 'A block is indented wrongly, or tabs and spaces are mixed.',
    guidance: 'Indent every block by four spaces.',
  },
  {
    id: 'syntax.parameter-order',
    exceptions: ['SyntaxError'],
    message: /non-default argument follows|parameter without a default follows/,
    rootCause: 'A parameter without a default stands after one with a default.',
    guidance:
      'Put `*` before the inputs, so that their order does not matter, or move the required ones to the front.',
  },
  {
    id: 'syntax.f-string',
    exceptions: ['SyntaxError'],
    message: /f-string/,
    rootCause:
      'CPython cannot read an f-string: a brace or a quote is missing, or the same quotes are used inside.',
    guidance:
      'Use other quotes inside the braces than around the string (before Python 3.12 the same ones end it), and write a brace that is meant as text twice.',
  },
  {
    id: 'syntax.invalid',
    codes: ['AS4001'],
    rootCause: 'CPython cannot compile the file.',
    guidance: 'Correct the line; use only syntax that Python 3.10 knows.',
  },
  {
    id: 'syntax.invalid',
    exceptions: ['SyntaxError'],
    rootCause: 'CPython cannot compile the file.',
    guidance: 'Correct the line; use only syntax that Python 3.10 knows.',
  },
  {
    id: 'name.undefined',
    codes: ['AS4002'],
    message: /^F82[123]\b/,
    rootCause: 'A name is used that is never defined or imported.',
    guidance: 'Import or define the name, or correct its spelling.',
  },
  {
    id: 'mutable.default',
    codes: ['AS4002'],
    message: /^B006\b/,
    rootCause: 'A default value of a parameter is a list or dict that all calls share.',
    guidance: 'Write `= None` in the signature and make a fresh one inside.',
  },
  {
    id: 'format.string',
    codes: ['AS4002'],
    message: /^F5\d/,
    rootCause: 'A format string and its values do not fit.',
    guidance: 'Use an f-string.',
  },
  {
    id: 'lint.error',
    codes: ['AS4002'],
    rootCause: 'The linter sees a line that fails or misleads when it runs.',
    guidance: 'Correct the line as the rule says.',
  },
];
