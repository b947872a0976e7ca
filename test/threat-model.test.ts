/** `docs/threat-model.md` is true: each test that it names exists, and our own workflows hold what it says of them. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = resolve(import.meta.dirname, '..');
const WORKFLOWS = join(ROOT, '.github/workflows');
const workflows = readdirSync(WORKFLOWS).map((name) => {
  const text = readFileSync(join(WORKFLOWS, name), 'utf8');
  return { name, text, content: parse(text) as Workflow };
});

interface Workflow {
  readonly on: unknown;
  readonly permissions?: unknown;
  readonly jobs: {
    readonly [job: string]: {
      readonly permissions?: unknown;
      readonly steps?: readonly {
        readonly uses?: string;
        readonly with?: { readonly [name: string]: unknown };
      }[];
    };
  };
}

const rows = readFileSync(join(ROOT, 'docs/threat-model.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, number, file, title] = /^\| (\d+) \|.*\| `(test\/[^`]+)`: (.+) \|$/.exec(line) ?? [];
    return number && file && title ? [{ number: Number(number), file, title }] : [];
  });

describe('the threats', () => {
  test('are twenty-one', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 21 }, (_, at) => at + 1));
  });

  test.each(rows)('$number is held by "$title"', ({ file, title }) => {
    const source = readFileSync(join(ROOT, file), 'utf8');
    const named = ["'", '"', '`'].some(
      (quote) =>
        source.includes(`test(${quote}${title}${quote}`) || source.includes(`it(${quote}${title}${quote}`),
    );
    expect(named, `${file} has no test of that name`).toBe(true);
  });
});

const steps = workflows.flatMap(({ name, content }) =>
  Object.values(content.jobs).flatMap(({ steps: all = [] }) => all.map((step) => ({ name, ...step }))),
);

test('our workflows name actions of others by commit', () => {
  const used = steps.flatMap(({ name, uses }) => (uses === undefined ? [] : [`${name}: ${uses}`]));
  expect(used.length).toBeGreaterThan(5);
  // Ourselves: the checkout, or the same release as the reusable workflow.
  const others = used.filter((one) => !/: (\.\/|airsmith\/airsmith@v0$)/.test(one));
  expect(others.filter((one) => !/@[0-9a-f]{40}$/.test(one))).toEqual([]);
});

test('the bundle is built again and compared on every pull request', () => {
  const check = workflows.find(({ name }) => name === 'check-dist.yml');
  expect(Object.keys(check?.content.on as object)).toContain('pull_request');
  expect(check?.text).toContain('npm run build -- --check');
});

test('our workflows give nothing that they do not name', () => {
  for (const { name, text, content } of workflows) {
    expect(text, name).not.toMatch(/pull_request_target|workflow_run/);
    const narrow =
      content.permissions !== undefined || Object.values(content.jobs).every((job) => job.permissions);
    expect(narrow, `${name} leaves permissions to the default`).toBe(true);
  }
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
});
