import type { Catalogue } from '../problems.js';

/** What `airsmith assess` finds unclear in a spec. Notices: the spec can be built all the same. */
export const ASSESS_PROBLEMS = {
  AS2050: {
    title: 'No example gives an input',
    why: 'What the input does is then known from prose alone, and nothing proves it.',
    next: 'Give it in an example, with a value other than its default.',
  },
  AS2051: {
    title: 'No example raises a declared exception',
    why: '`raises` says when the component fails; without an example that is not proven, and the author has to guess the words.',
    next: 'Add an example with `raises: {type, message}`.',
  },
  AS2052: {
    title: 'No example shows what fails',
    why: 'Most faults of components are in what they do when something is wrong. Examples of success alone do not find them.',
    next: 'Add an example of a wrong input or a refused request, with `raises`.',
  },
  AS2053: {
    title: 'The prose names a library that is not declared',
    why: 'Only `dependencies` are installed and told to the author.',
    next: 'Add it to `dependencies`, or say in the description that it must not be used.',
  },
  AS2054: {
    title: 'The prose names an input that is not declared',
    why: 'The author follows `inputs`. A name that stands in the prose alone is a slip, or an input that was forgotten.',
    next: 'Declare it under `inputs`, or name the one that is meant.',
  },
  AS2055: {
    title: 'A result is described, and no example shows one',
    why: 'Prose leaves the exact form of a result open.',
    next: 'Add `returns` to an example.',
  },
  AS2056: {
    title: 'No example shows what happens outside of a bound',
    why: 'An input has an `enum`, a `minimum`, a `maximum` or a `pattern`; which exception comes where a value is outside is open.',
    next: 'Add an example with such a value and `raises`.',
  },
  AS2057: {
    title: 'A deferrable component without an example that defers',
    why: 'Trigger and resumption are then not executed.',
    next: 'Add an example with `defers: true`.',
  },
  AS2058: {
    title: 'A templated input that no example gives as Jinja',
    why: 'That it is rendered, and when it is checked, is then not proven.',
    next: 'Give it as `"{{ ds }}"` in an example with a `context`.',
  },
} satisfies Catalogue;
