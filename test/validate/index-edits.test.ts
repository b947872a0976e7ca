/** Edits of index findings, in whatever layout a component comes. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Finding } from '../../src/flow.js';
import { findInterpreter } from '../../src/lab/environments/interpreters.js';
import { applyEdits, parseModule } from '../../src/python/index.js';
import { AirflowIndex, checkAgainstIndex } from '../../src/validate/airflow-index/index.js';
import { MACHINE } from '../environments/place.js';

const FOLDER = join(import.meta.dirname, '../../src/lab/index');
const indexes = ['2.8.1', '2.11.2', '3.3.2'].map(
  (version) => new AirflowIndex(readFileSync(join(FOLDER, `airflow-${version}.txt`), 'utf8')),
);

/** Wrong ones, and right ones between them. */
const IMPORTS: readonly (readonly [string, readonly string[]])[] = [
  ['airflow.hooks.base_hook', ['BaseHook']],
  ['airflow.sdk', ['BaseOperator', 'BaseHook']],
  ['airflow.models', ['BaseSensorOperator', 'BaseOperator']],
  ['airflow.operators.python_operator', ['PythonOperator']],
  ['airflow.sensors.base_sensor_operator', ['BaseSensorOperator']],
  ['airflow.utils.decorators', ['apply_defaults']],
  ['airflow.operators.dummy', ['DummyOperator']],
  ['airflow.utils.dates', ['days_ago']],
  ['airflow.exceptions', ['AirflowException']],
  ['typing', ['Any', 'Sequence']],
  ['__future__', ['annotations']],
];

const BODIES = [
  'class A(BaseOperator):',
  'class A(BaseOperater):',
  'class A(BaseSensor):',
  '@apply_defaults\nclass A(BaseHook):',
];
const CALLS = [
  '',
  'retrys=3, ',
  'task_concurrency=1, ',
  'provide_context=True, ',
  'provide_context=True, *[], ',
  'retries=json.loads("1"), ',
];
const READS = [
  'context["execution_date"]',
  "context['prev_execution_date_success']",
  'context.xcom_pull(task_ids="a")',
  'context.ti',
  'context["ti"].xcom_pull(task_id="a")',
  'self.xcom_pull(context, task_ids="a")',
  'timezone.utcnow()',
  'days_ago(2), DummyOperator',
  'context["ti"].xcom_push("a", 1, 2)',
  'timedelta(days=1), os.getenv("A")',
  'Variable.get("a")',
];

const importLine = fc
  .record({
    which: fc.constantFrom(...IMPORTS),
    layout: fc.constantFrom('plain', 'parentheses', 'lines', 'comment', 'continued', 'semicolon'),
    alias: fc.boolean(),
    where: fc.constantFrom('top', 'top', 'top', 'types', 'try', 'tab'),
    mark: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ which: [module, names], layout, alias, where, mark }) => {
    const list = names.map((name, place) =>
      alias && place === 0 && module !== '__future__' ? `${name} as X` : name,
    );
    const comment = `# c${mark}`;
    const line = {
      plain: `from ${module} import ${list.join(', ')}`,
      parentheses: `from ${module} import (${list.join(', ')})`,
      lines: `from ${module} import (\n    ${list.join(`,  ${comment}\n    `)},\n)`,
      comment: `from ${module} import ${list.join(', ')}  ${comment}`,
      continued: `from ${module} import \\\n    ${list.join(', ')}`,
      semicolon: `from ${module} import ${list.join(', ')}; x = 1`,
    }[layout];
    const inner = (indent: string) => line.replaceAll('\n', `\n${indent}`);
    if (module === '__future__') return where === 'top' ? line : '';
    if (where === 'types') return `if TYPE_CHECKING:\n    ${inner('    ')}\n    y = 2  # t${mark}`;
    if (where === 'try') return `try:\n    ${inner('    ')}\nexcept ValueError:  # e${mark}\n    pass`;
    return where === 'tab' ? `def f():\n\t${inner('\t')}  ${layout === 'continued' ? '' : comment}` : line;
  });

const source = fc
  .record({
    head: fc.constantFrom(
      '',
      '"""A component."""\n',
      '# first\n',
      '#!/usr/bin/env python\n"""A."""\n# second\n',
      '\n\n',
    ),
    imports: fc.uniqueArray(importLine, { maxLength: 5, selector: (line) => /from (\S+)/.exec(line)?.[1] }),
    body: fc.constantFrom(...BODIES),
    call: fc.constantFrom(...CALLS),
    broken: fc.boolean(),
    reads: fc.array(fc.constantFrom(...READS), { maxLength: 3 }),
    newline: fc.constantFrom('\n', '\n', '\r\n'),
    tabs: fc.boolean(),
  })
  .map(({ head, imports, body, call, broken, reads, newline, tabs }) => {
    const future = imports.filter((line) => line.includes('__future__'));
    const others = imports.filter((line) => !line.includes('__future__'));
    const argument = call !== '' && broken ? `\n            ${call} # k\n            ` : call;
    const lines = [
      ...future.slice(0, 1),
      ...others,
      '',
      body,
      '    # inside',
      '    def __init__(self, **kwargs):',
      `        super().__init__(${argument}**kwargs)  # s`,
      '    def execute(self, context):',
      ...reads.map((read, place) => `        a = ${read}  # r${place}`),
      '        return 1',
    ];
    const text = `${head}${lines.join('\n')}\n`;
    return (tabs ? text.replace(/^( {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4)) : text).replaceAll(
      '\n',
      newline,
    );
  });

const parse = memoized(parseModule);

function memoized<T>(make: (text: string) => T): (text: string) => T {
  let last: readonly [string, T] | undefined;
  return (text) => {
    if (last?.[0] !== text) last = [text, make(text)];
    return last[1];
  };
}

function check(text: string, index: AirflowIndex): readonly Finding[] {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(`${parsed.message} at ${parsed.line}: ${text}`);
  return checkAgainstIndex({ path: 'c.py', module: parsed.module, requirements: [] }, index, indexes);
}

function commentsOf(text: string): readonly string[] {
  return [...text.matchAll(/#.*/g)].map(([comment]) => comment.trimEnd()).sort();
}

/** What a finding is about, whatever the Airflow that says it. */
const subject = ({ code, message }: Finding) => `${code} ${message.replaceAll(/\d+\.\d+\.\d+/g, '')}`;

function firstEdit(text: string): Finding | undefined {
  for (const index of indexes) {
    const found = check(text, index).find(({ edit }) => edit !== undefined);
    if (found) return found;
  }
  return undefined;
}

const results = new Set<string>();

test('an edit parses, keeps every comment, ends its finding, and brings no other', () => {
  fc.assert(
    fc.property(source, (text) => {
      let now = text;
      for (let step = 0; ; step++) {
        expect(step, now).toBeLessThan(30);
        const found = firstEdit(now);
        if (found?.edit === undefined) break;
        const better = applyEdits(now, found.edit);
        expect(better).not.toBe(now);
        expect(commentsOf(better)).toEqual(commentsOf(now));
        if (text.includes('\r\n')) expect(better.replaceAll('\r\n', '')).not.toContain('\n');
        const before = indexes.map((index) => check(now, index));
        const after = indexes.map((index) => check(better, index));
        for (const place of indexes.keys()) {
          const same = (one: Finding) => subject(one) === subject(found);
          const left = Math.max(0, (before[place]?.filter(same).length ?? 0) - 1);
          expect(after[place]?.filter(same).length, `${better}\n${subject(found)}`).toBeLessThanOrEqual(left);
          // A base that can be imported shows what was hidden behind it; of imports there may come none.
          const ofImports = ({ code }: Finding) => /^AS450[1-6]$/.test(code);
          expect(after[place]?.filter(ofImports).length, better).toBeLessThanOrEqual(
            before[place]?.filter(ofImports).length ?? 0,
          );
        }
        now = better;
      }
      results.add(now);
    }),
    { numRuns: 60 },
  );
}, 300_000);

afterAll(async () => {
  const python = await findInterpreter('3.11', MACHINE);
  if (python === undefined) throw new Error('no Python 3.11 is on this machine');
  const program =
    'import ast, json, sys\nfor one in json.load(sys.stdin): compile(one, "c.py", "exec", dont_inherit=True)';
  const { status, stderr } = spawnSync(python.path, ['-I', '-c', program], {
    input: JSON.stringify([...results]),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
