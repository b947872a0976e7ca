/** Hostile text, and a spec that holds it wherever a file may hold free text. */

import type { Json, Spec } from '../../../src/flow.js';
import { anInput, aSpec } from './a-spec.js';

export const ATTACKS = {
  'the end of a docstring': '"""\nimport os\nos.system("id")\n"""',
  'the end of a string': '"\nimport os  # ',
  'the other quote': "'); import os; print('",
  'a backslash at the end': 'text \\',
  'an escape': '\\N{QUOTATION MARK}\\x22\\042\\u0022',
  'a null': 'a\0b',
  'line ends of every kind': 'a\rb\r\nc\u0085d\u2028e\u2029f\x0bg\x0ch',
  'text that reads backwards': '\u202e\u2066# evil\u2069',
  'lone surrogates': '\ud800 and \udfff',
  'a template': '{{ 7 * 7 }} {% raw %}',
  'a format': '{spec} %s $HOME `id` $(id)',
  'a script': '<script>alert(1)</script><img src=x onerror=alert(1)>',
  'a comment that is never closed': '<!-- ',
  'a fence that is never closed': '```\n~~~\n````',
  'a table': '| a | b |\n| --- | --- |\n| `c | d` |',
  'a link': '[x](javascript:alert(1)) ![y](http://example.invalid/z) <http://example.invalid>',
  'a heading and a rule': '# Title\n\nText\n====\n\n---\n',
  'a definition': '[x]: http://example.invalid "y"',
  'a code span across cells': '`a | b` ` | <b>',
  'a line of nothing but a marker': '- \n1. \n> ',
} as const;

/** A spec with `text` wherever a file may hold free text. */
export function specOfText(text: string): Spec {
  const input = { ...anInput({ name: 'path', template: true }), description: text, default: text as Json };
  const choice = { ...anInput({ name: 'choice' }), description: text, enum: [text, 'x'], pattern: '.' };
  return aSpec({
    path: `specs/${text}.airsmith.yaml`,
    summary: text,
    dependencies: [`requests>=2 ; ${text}`],
    inputs: [
      input,
      choice,
      anInput({ name: 'list', type: 'dict[str, str]', default: { [`k${text}`]: text } }),
    ],
    connection: { type: text, default_id: text, input: 'thing_conn_id' },
    returns: text.replace(/\s+/g, ' '),
    raises: [{ when: text, exception: 'ValueError' }],
    hints: [text],
    params: [{ name: 'path', type: 'str', default: text, enum: [text], description: text }],
    ui_color: text,
    examples: [
      {
        name: text,
        inputs: { path: text, choice: text },
        context: { ds: text },
        given: {
          files: { [`f${text}`]: text },
          modules: { [`m${text}`]: text },
          connection: { password: text },
        },
        returns: [text],
        logs: [text],
        files: { [`f${text}`]: text },
      },
      { name: `${text} fails`, inputs: { choice: text }, raises: { type: 'ValueError', message: text } },
    ],
  });
}
