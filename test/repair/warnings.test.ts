/** Warnings of a proven draft: mended one by one, kept only where everything stays proven and nothing new is found. */

import { expect, test } from 'vitest';
import type { Draft, Finding, Verdict } from '../../src/flow.js';
import type { Fix } from '../../src/repair/fixes/fix.js';
import { diagnose } from '../../src/repair/index.js';
import { mendWarnings } from '../../src/repair/warnings.js';
import { specFor } from '../learn/story.js';

const PATH = 'plugins/operators/example.py';
const SPEC = specFor('ExampleOperator', { examples: [{ name: 'one' }] });

/** A double of the lab that is honest: a line `# WARN <name>` warns, and a line `# ERROR` fails. */
function verdictOf(source: string): Verdict {
  const findings = source.split('\n').flatMap((text, index): Finding[] => {
    const [, word, name = ''] = /^# (WARN|ERROR) ?(\w*)/.exec(text) ?? [];
    if (word === undefined) return [];
    const severity = word === 'WARN' ? 'warning' : 'error';
    const position = { path: PATH, line: index + 1, column: 1 };
    return [{ code: 'AS4003', severity, tier: 'lint', message: `F401 ${name} is unused`, position }];
  });
  const failed = findings.some(({ severity }) => severity === 'error');
  return {
    proven: !failed,
    environments: ['2.8.1', '3.3.2'].map((airflow) => ({
      airflow,
      python: '3.11',
      state: failed ? 'failed' : 'proven',
      sandbox: '',
      lock: '',
      findings,
      examples: { passed: 1, total: 1 },
      timings: [{ tier: 'examples', ms: 1 }],
      libraries: {},
      absent: [],
    })),
  };
}

const draftOf = (content: string): Draft =>
  ({ files: [{ path: PATH, content, role: 'component' }], className: 'ExampleOperator' }) as unknown as Draft;

/** Writes `text` in place of the line of the warning `name`. */
function fix(name: string, text: string): Fix {
  return {
    id: `fix-${name}`,
    classes: ['*'],
    title: name,
    prompt: name,
    edits: ({ finding: { message, position } }) =>
      message.includes(` ${name} `) && position
        ? [
            {
              start: { line: position.line, column: 1 },
              end: { line: position.line + 1, column: 1 },
              text,
            },
          ]
        : undefined,
  };
}

async function mended(source: string, fixes: readonly Fix[]) {
  const draft = draftOf(source);
  const result = await mendWarnings({
    draft,
    verdict: verdictOf(source),
    spec: SPEC,
    targets: [],
    knowledge: { fixes: new Map() },
    fixes,
    draftOf,
    prove: async ({ files }) => verdictOf(files[0]?.content ?? ''),
    clock: { elapsed: () => 0, now: () => new Date(0) } as never,
    diagnose: (verdict, edited) => diagnose(verdict, edited, SPEC),
  });
  return { ...result, source: result.draft.files[0]?.content };
}

test('what helps stays, what nothing helps is left, and the warning is told as one', async () => {
  const { source, trials, verdict } = await mended('# WARN a\nx = 1\n# WARN b\n# WARN c\n', [
    fix('a', ''),
    fix('c', 'y = 2\n'),
  ]);
  expect(source).toBe('x = 1\n# WARN b\ny = 2\n');
  expect(verdict.proven).toBe(true);
  expect(trials).toMatchObject([
    { fix: 'fix-a', helped: true, error: { finding: { severity: 'warning' } } },
    { fix: 'fix-c', helped: true },
  ]);
});

test.each([
  ['an error', '# ERROR new\n'],
  ['another warning', '# WARN z\n'],
  ['the same again', '# WARN a\n'],
])('what brings %s is taken back', async (_, text) => {
  const { source, trials } = await mended('# WARN a\n# WARN b\n', [fix('a', `${text}y = 1\n`), fix('b', '')]);
  expect(source).toBe('# WARN a\n');
  expect(trials.map(({ fix: id, helped }) => [id, helped])).toEqual([
    ['fix-a', false],
    ['fix-b', true],
  ]);
});

test('a draft that is not proven is left alone', async () => {
  const { source, proofs } = await mended('# WARN a\n# ERROR b\n', [fix('a', '')]);
  expect([source, proofs]).toEqual(['# WARN a\n# ERROR b\n', 0]);
});
