/** What the comment says of mistakes that were mended without a model. */

import { expect, test } from 'vitest';
import type { Attempt, SpecOutcome, Trial } from '../../src/flow.js';
import { renderComment } from '../../src/publish/comment.js';
import { contextOf, outcomeOf, verdictOf } from './outcomes.js';

function trial(title: string, message: string, helped: boolean): Trial {
  const finding = { code: 'AS4201', severity: 'error', tier: 'import', message } as const;
  const error = { errorClass: 'import.moved', pattern: message, rootCause: '', airflow: ['3.3.2'], finding };
  return { fix: 'moved-import', title, prompt: title, error, edits: [], helped, ms: 1 };
}

function outcome(mending: readonly Trial[], proven = true): SpecOutcome {
  const one = outcomeOf({
    name: 'EchoOperator',
    path: 'specs/echo.airsmith.yaml',
    environments: [verdictOf('3.3.2', 1, 1)],
  });
  const written = one.attempts[0] as Attempt;
  const mended: Attempt = { ...written, mending };
  return { ...one, attempts: [written, mended], best: mended, proven };
}

test('each mended mistake has a line with its reason, and the saved call is said', () => {
  const comment = renderComment(
    [
      outcome([
        trial('Import from where it is', 'no module `x`', true),
        trial('Rename it', 'no module', false),
      ]),
    ],
    contextOf(),
  );
  expect(comment).toContain(
    '- <code>EchoOperator</code>: 1 mistake mended without a model; the model was not asked again\n',
  );
  expect(comment).toContain(
    '  - Import from where it is: no module <code>x</code> (<code>import.moved</code>)',
  );
  expect(comment).not.toContain('Rename it');
  expect(comment).toContain('| 1 · model · mended |');
});

test('nothing is claimed where nothing helped', () => {
  const comment = renderComment([outcome([trial('Rename it', 'no module', false)], false)], contextOf());
  expect(comment).not.toContain('without a model');
});

test('a message of generated code stays text', () => {
  const comment = renderComment(
    [outcome([trial('Import', '](https://evil) <img src=x> @team', true)])],
    contextOf(),
  );
  expect(comment).not.toMatch(/<img|@team(?!`)/);
});
