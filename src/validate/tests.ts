import type { Finding } from '../flow.js';
import type { TestFacts } from '../ports.js';
import { redact, shorten } from './failure.js';

const MOST_SHOWN = 5;

/** What pytest says about the generated tests. A run in which nothing was tested is a failure too. */
export function testFindings(facts: TestFacts, path: string): readonly Finding[] {
  const common = {
    code: 'AS4401',
    severity: 'error',
    tier: 'tests',
    position: { path, line: 1, column: 1 },
  } as const;
  if (facts.failures.length > 0) {
    return facts.failures.slice(0, MOST_SHOWN).map(({ test, when, message }) => ({
      ...common,
      message: `${test} fails in ${when}: ${errorLine(message)}`,
      traceback: shorten(redact(message), 4_000),
    }));
  }
  if (facts.status !== 0) return [{ ...common, message: `pytest ended with status ${facts.status}` }];
  return facts.passed > 0 ? [] : [{ ...common, message: 'pytest ran none of the tests' }];
}

/** pytest marks the lines of an error with `E`; the first of them says what went wrong. */
function errorLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const marked = lines.filter((line) => /^E\s/.test(line));
  return shorten((marked[0] ?? lines.at(-1) ?? '').replace(/^E\s+/, '').trim(), 300);
}
