/** What `airsmith repair` says: each change once, by the lines that a person sees, with why it was kept or taken back. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DiagnosedError, Finding, MendTrial, Setback, Verdict } from '../../src/flow.js';
import { lineBefore } from '../../src/report/line-map.js';
import { type Repaired, repairedLines, repairJson } from '../../src/report/repair.js';
import { changesOf } from '../../src/report/repair-changes.js';

const PATH = 'plugins/x.py';
const ORIGINAL = 'import os\n\nx = 1\ny = 2\n';
/** Two lines came above. */
const LATER = `import os\nimport re\n# why\n\nx = 1\ny = 2\n`;

function trial(finding: Partial<Finding>, more: Partial<MendTrial> = {}, airflow = ['3.3.2']): MendTrial {
  const full: Finding = {
    code: 'AS4302',
    severity: 'error',
    tier: 'examples',
    message: 'KeyError: 1',
    ...finding,
  };
  const error: DiagnosedError = {
    errorClass: 'key.missing',
    pattern: '',
    rootCause: '',
    airflow,
    finding: full,
  };
  const edits = [{ start: { line: 6, column: 1 }, end: { line: 6, column: 2 }, text: 'z' }];
  return {
    fix: 'z',
    title: 'Write z.',
    prompt: '',
    error,
    edits,
    helped: true,
    ms: 1,
    source: LATER,
    ...more,
  };
}

const at = (path: string, line: number) => ({ position: { path, line, column: 1 } });

describe('a change', () => {
  test('is named once for all that it is for, by the lines of the file as it was', () => {
    const trials = [
      trial(at(PATH, 6)),
      trial({ ...at('specs/x.yaml', 9), example: 'one', message: 'nothing came' }, {}, ['2.8.1']),
      trial({ ...at(PATH, 6) }, {}, ['2.8.1']),
    ];
    expect(changesOf(trials, PATH, ORIGINAL)).toEqual([
      {
        fix: 'z',
        title: 'Write z.',
        kept: true,
        line: 4,
        setback: null,
        reasons: [
          {
            code: 'AS4302',
            error: 'key.missing',
            message: 'KeyError: 1',
            airflow: ['3.3.2', '2.8.1'],
            line: 4,
            elsewhere: null,
          },
          {
            code: 'AS4302',
            error: 'key.missing',
            message: 'nothing came',
            airflow: ['2.8.1'],
            line: null,
            elsewhere: 'specs/x.yaml:9, example "one"',
          },
        ],
      },
    ]);
  });

  const back = (setback: Setback) => trial(at(PATH, 6), { helped: false, setback });

  test.each<[Setback, RegExp]>([
    [{ kind: 'stayed' }, /still there/],
    [
      { kind: 'came', airflow: '2.8.1', error: trial({ code: 'AS4116', message: 'no z\nat all' }).error },
      /^on Airflow 2\.8\.1 it brought AS4116 {2}no z$/,
    ],
    [
      { kind: 'fewer-examples', airflow: '2.8.1', before: 3, after: 1 },
      /1 examples passed afterwards instead of 3/,
    ],
    [{ kind: 'not-run', airflow: '2.8.1' }, /could not be run/],
  ])('that was taken back says why: %j', (setback, text) => {
    const [change] = changesOf([back(setback)], PATH, ORIGINAL);
    expect(change).toMatchObject({ kept: false, line: 4 });
    expect(change?.setback).toMatch(text);
  });

  test('that helped at last is not named as taken back', () => {
    const changes = changesOf([back({ kind: 'stayed' }), trial(at(PATH, 6))], PATH, ORIGINAL);
    expect(changes).toMatchObject([{ kept: true, setback: null }]);
  });

  test('that a finding brought says what the finding says', () => {
    const [change] = changesOf(
      [trial({ ...at(PATH, 6), remedy: 'write `z`; the edit writes it' }, { fix: 'as-found' })],
      PATH,
      ORIGINAL,
    );
    expect(change?.title).toBe('Write `z`');
  });
});

function repaired(findings: readonly Finding[], more: Partial<Repaired> = {}): Repaired {
  const environments = ['2.8.1', '3.3.2'].map((airflow) => ({
    airflow,
    python: '3.11',
    state: 'failed' as const,
    findings,
    examples: { passed: 0, total: 2 },
    timings: [],
  }));
  const verdict = { proven: false, environments } as unknown as Verdict;
  return {
    path: PATH,
    classes: ['X'],
    spec: 'specs/x.yaml',
    verdict,
    trials: [],
    diff: '-a\n+b\n',
    written: false,
    original: ORIGINAL,
    source: LATER,
    ...more,
  };
}

const LEFT: Finding = {
  code: 'AS4302',
  severity: 'error',
  tier: 'examples',
  message: 'KeyError: 1',
  ...at(PATH, 6),
  remedy: 'look',
};

test('what is left has the line of the file on disk, and the examples that show it', () => {
  const findings = ['one', 'two'].map((example) => ({ ...LEFT, example }));
  const text = (written: boolean) => repairedLines(repaired(findings, { written }), { diff: false });
  expect(text(false)).toContain(
    'left for you:\n             line 4   AS4302  KeyError: 1  (examples "one", "two")  [2.8.1, 3.3.2]\n                      to do: look\n',
  );
  expect(text(true)).toContain('             line 6   AS4302');
  expect(repairJson([repaired(findings)], [])).toMatchObject({
    files: [{ left: [{ line: 4 }, { line: 4 }] }],
  });
});

test('what two Airflows say of their own folders is said once', () => {
  const [one, other] = ['/tmp/airsmith-lab-aB1/worlds-xY2/17', '/tmp/airsmith-lab-aB1/worlds-xY2/19'].map(
    (folder): Finding => ({ ...LEFT, ...at('specs/x.yaml', 9), message: `no file ${folder}/files/a` }),
  );
  const text = repairedLines(repaired([one as Finding, other as Finding]), { diff: false });
  expect(text.match(/AS4302/g)).toHaveLength(1);
  expect(text).toContain('             AS4302  specs/x.yaml:9  no file ');
});

test('lines in the words of a finding are those of the file on disk too', () => {
  const findings = [{ ...LEFT, message: 'SyntaxError: odd (x.py, line 6), not y.py:6' }];
  const text = (written: boolean) => repairedLines(repaired(findings, { written }), { diff: false });
  expect(text(false)).toContain('line 4   AS4302  SyntaxError: odd (x.py, line 4), not y.py:6');
  expect(text(true)).toContain('line 6   AS4302  SyntaxError: odd (x.py, line 6), not y.py:6');
  expect(repairJson([repaired(findings)], [])).toMatchObject({
    files: [{ left: [{ line: 4, finding: { position: { line: 4 } } }] }],
  });
});

test('folders of the lab are shown as those of the repository', () => {
  const message =
    "cannot import name 'A' from 'x' (/tmp/airsmith-lab-YlJ0dN/drafts/draft-YY4n/code/plugins/x.py)";
  const findings = [{ ...LEFT, message }];
  expect(repairedLines(repaired(findings), { diff: false })).toContain("from 'x' (plugins/x.py)");
  expect(JSON.stringify(repairJson([repaired(findings)], [])).match(/\(plugins\/x\.py\)/g)).toHaveLength(1);
});

test('warnings that are left are named, with their class, and so is a fault of the spec', () => {
  const warning: Finding = { ...LEFT, severity: 'warning', code: 'AS4003', message: 'F401 unused' };
  const fault = { pointer: '', message: 'two ends', proposal: 'choose one', examples: [] };
  const told = new Map([
    [warning, { errorClass: 'lint.warning' }],
    [LEFT, { errorClass: 'key.missing', fault, test: 'a test of ours', meant: 'y' }],
  ]);
  const one = repaired([warning, LEFT], { told });
  const text = repairedLines(one, { diff: false });
  expect(text).toMatch(/warnings that are left:\n +line 4 +AS4003 {2}F401 unused/);
  expect(text).toContain('class: lint.warning\n');
  expect(text).toMatch(
    /it is a test of ours\n.*two ends\n +did you mean `y`\?\n +to do: choose one\n +class: key\.missing/,
  );
  expect(repairJson([one], [])).toMatchObject({
    files: [
      {
        left: [{ class: 'key.missing', spec_fault: { proposal: 'choose one' } }],
        warnings: [{ class: 'lint.warning', spec_fault: null }],
      },
    ],
  });
});

test('nothing that a draft says moves the cursor or opens a line', () => {
  const text = repairedLines(repaired([{ ...LEFT, message: '\u001b[2Jgone\rline' }]), { diff: false });
  for (const control of ['\u001b', '\r']) expect(text).not.toContain(control);
});

const lines = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 8 })
  .map((all) => all.map((one) => `${one}\n`).join(''));

test('lines before and after stay inside of the file, in their order, and the same where nothing changed', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const map = lineBefore(before, after);
      const count = before.split('\n').length;
      const all = after.split('\n').map((_, index) => map(index + 1));
      for (const line of all) expect(line >= 1 && line <= count).toBe(true);
      expect(all).toEqual([...all].sort((a, b) => a - b));
      for (let line = 1; line < count; line += 1) expect(lineBefore(before, before)(line)).toBe(line);
    }),
  );
});

test('two files are compared once, however many lines are asked for', () => {
  const [before, after] = ['a\nb\nc\n', 'a\nx\nb\nc\n'];
  expect(lineBefore(before, after)).toBe(lineBefore(before, after));
  expect(lineBefore(before, `${after}d\n`)).not.toBe(lineBefore(before, after));
});
