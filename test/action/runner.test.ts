/** The log of a job: what others wrote is read there, and obeyed by nobody. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { harmless } from '../../src/adapters/actions.js';

/** What the runner takes for a command: at the start of a line, blanks aside, or the older form anywhere. */
const COMMAND = /^\s*::|##\[/m;

test('a line that would be obeyed is only read', () => {
  for (const line of [
    '::set-output name=proven::1',
    '  ::add-mask::x',
    'fine\n::error::x',
    'fine\r::stop-commands::x',
    '##[add-path]/tmp',
    'x ##[set-env name=A]b',
    ':::error::x',
  ])
    expect(harmless(line), line).not.toMatch(COMMAND);
});

test('whatever the text is, no line of it is a command, and nothing of it is lost', () => {
  const piece = fc.oneof(fc.constantFrom('::', '##[', '\n', '\r', '\r\n', ' ', '\t', ':', '#'), fc.string());
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      expect(harmless(text)).not.toMatch(COMMAND);
      const plain = (value: string) => value.replace(/\r\n|\r/g, '\n').replaceAll('\u200b', '');
      expect(plain(harmless(text))).toBe(plain(text));
    }),
  );
});
