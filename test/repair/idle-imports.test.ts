/** An edit that takes the last use of an import takes the import along, and brings none that nothing uses. */

import { expect, test } from 'vitest';
import type { Edit } from '../../src/flow.js';
import { applyEdits, parseModule } from '../../src/python/index.js';
import { withoutIdleImports } from '../../src/repair/idle-imports.js';

/** What comes out where `text` becomes `instead`. */
function edited(source: string, ...changes: readonly (readonly [text: string, instead: string])[]): string {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.message);
  const edits = changes.map(([text, instead]): Edit => {
    const head = source.slice(0, source.indexOf(text)).split('\n');
    const start = { line: head.length, column: (head.at(-1) ?? '').length + 1 };
    const end = text.endsWith('\n')
      ? { line: start.line + 1, column: 1 }
      : { line: start.line, column: start.column + text.length };
    return { start, end, text: instead };
  });
  return applyEdits(source, withoutIdleImports(edits, { source, module: parsed.module }));
}

const RAISE = ['raise AirflowException(1)', 'raise ValueError(1)'] as const;

test('the import of an exception goes with its last use', () => {
  expect(edited('from airflow.exceptions import AirflowException\nraise AirflowException(1)\n', RAISE)).toBe(
    'raise ValueError(1)\n',
  );
});

test('of several names that one goes', () => {
  expect(edited('from a import AirflowException, b as c\nc()\nraise AirflowException(1)\n', RAISE)).toBe(
    'from a import b as c\nc()\nraise ValueError(1)\n',
  );
});

test.each([
  ['another use', 'from a import AirflowException\nprint(AirflowException)\nraise AirflowException(1)\n'],
  [
    'an export',
    "from a import AirflowException\n__all__ = ['AirflowException']\nraise AirflowException(1)\n",
  ],
  ['a type in a text', "from a import AirflowException\nx: 'AirflowException'\nraise AirflowException(1)\n"],
  ['a comment', 'from a import AirflowException  # noqa\nraise AirflowException(1)\n'],
  [
    'a block',
    'try:\n    from a import AirflowException\nexcept ImportError:\n    pass\nraise AirflowException(1)\n',
  ],
  ['brackets', 'from a import (AirflowException, b)\nb()\nraise AirflowException(1)\n'],
])('%s holds it', (_, source) => {
  expect(edited(source, RAISE)).toBe(source.replace(...RAISE));
});

test('an import without a use is not brought in place of one without a use', () => {
  const source = 'import os\nfrom airflow.utils.dates import days_ago, round_time\nprint(os)\n';
  expect(edited(source, ['from airflow.utils.dates import days_ago, round_time', 'import pendulum'])).toBe(
    'import os\nprint(os)\n',
  );
});

test('an import that is used is brought, and what had no use before stays', () => {
  const source = 'import os\nfrom a import days_ago\nx = days_ago(1)\n';
  expect(
    edited(source, ['from a import days_ago', 'import pendulum'], ['days_ago(1)', 'pendulum.today()']),
  ).toBe('import os\nimport pendulum\nx = pendulum.today()\n');
});
