/** Lines of the terminal about an Airflow that is not run. */

import { expect, test } from 'vitest';
import { environmentLine } from '../src/report/terminal.js';

test('an Airflow whose requirements do not resolve is shown with file, line and the reason, once', () => {
  const text = environmentLine({
    state: 'unavailable',
    airflow: '3.3.2',
    python: '3.13',
    problem: {
      code: 'AS3330',
      severity: 'error',
      message: 'your own requirements do not resolve for it',
      cause: 'Because humanize==9999 does not exist',
      remedy: 'correct the line',
      position: { path: 'deploy/requirements.txt', line: 4, column: 1 },
    },
  });
  expect(text.match(/deploy\/requirements\.txt:4 {2}Because humanize==9999/g)).toHaveLength(1);
});
