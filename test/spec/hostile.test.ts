/** Files made to break their reader: none may hang it, crash it, or get a value past it. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/flow.js';
import { renderProblem } from '../../src/report/problem.js';
import { migrateSpec, readSettings, readSpec } from '../../src/spec/index.js';
import { contextOfTests } from './context.js';

const HEAD = 'airsmith: 1\nname: XOperator\nkind: operator\ncategory: http\nsummary: S.\n';
const RUNS = { numRuns: 200 };

async function problemsOf(
  content: string | Uint8Array,
  path = 'specs/x.airsmith.yaml',
): Promise<readonly Problem[]> {
  const result = await readSpec(path, content, await contextOfTests());
  return result.ok ? result.warnings : result.problems;
}

async function codesOf(content: string | Uint8Array, path?: string): Promise<string[]> {
  return [...new Set((await problemsOf(content, path)).map(({ code }) => code))];
}

/** Every position is a place of the file, and the excerpt is its line. */
function expectInside(problems: readonly Problem[], content: string): void {
  const lines = content.replace(/^\uFEFF/, '').split('\n');
  for (const { position, excerpt } of problems) {
    if (!position) continue;
    const line = lines[position.line - 1];
    expect(line).toBeDefined();
    expect(position.column).toBeGreaterThanOrEqual(1);
    expect(position.column).toBeLessThanOrEqual((line ?? '').length + 1);
    expect(position.endColumn ?? position.column).toBeGreaterThanOrEqual(position.column);
    if (excerpt !== undefined) expect(excerpt).toBe((line ?? '').replace(/\r$/, ''));
  }
}

describe('hostile YAML', () => {
  test('a billion laughs stay one line', async () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (let level = 1; level < 12; level++) {
      const [name, before] = [String.fromCharCode(97 + level), String.fromCharCode(96 + level)];
      bomb.push(`${name}: &${name} [*${before},*${before},*${before},*${before},*${before},*${before}]`);
    }
    expect(await codesOf(`${HEAD}${bomb.join('\n')}\n`)).toEqual(['AS1005']);
  });

  test.each([
    ['flow lists', '['],
    ['flow maps', '{a: '],
    ['block lists', '- '],
    ['explicit keys', '? '],
  ])('deep %s end at the limit, without a stack overflow', async (_, piece) => {
    const deep = piece.repeat(Math.floor(250_000 / piece.length));
    expect(await codesOf(`${HEAD}returns: 1\nexamples:\n ${deep}`)).toEqual(['AS1006']);
    expect(await codesOf(deep)).toEqual(['AS1006']);
  });

  test('sixty levels are enough for anybody and are read', async () => {
    const deep = `${'['.repeat(55)}1${']'.repeat(55)}`;
    expect(await codesOf(`${HEAD}examples: [{name: a, returns: ${deep}}]\n`)).toEqual([]);
  });

  test('a file of 257 KiB is not even parsed', async () => {
    expect(await codesOf(`${HEAD}description: ${'x'.repeat(257 * 1024)}\n`)).toEqual(['AS1001']);
  });

  test('a prototype is not polluted', async () => {
    const text = `${HEAD}examples: [{name: a, inputs: {"__proto__": {polluted: 1}}, context: {constructor: {prototype: {polluted: 1}}}}]\n`;
    expect(await codesOf(text)).toEqual(['AS1005']);
    const harmless = text.replace('"__proto__"', 'toString');
    expect(await codesOf(harmless)).toEqual(['AS1025']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('names of `Object.prototype` are no names that anything knows', async () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      const text = `${HEAD}inputs: [{name: ${name}, type: ${name}, description: d}]\nexamples: [{name: a, raises: {type: E}}]\n`;
      expect(await codesOf(text)).toEqual(['AS1024']);
      expect(await codesOf(`${HEAD}${name}: 1\n`)).toContain('AS1009');
    }
  });

  test('twenty thousand keys and twenty thousand mistakes are told in bounded time and length', async () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: &a ${index}`).join('\n');
    const problems = await problemsOf(`${HEAD}${keys}\n`);
    expect(problems.length).toBeLessThanOrEqual(50);
  });

  test('a pattern that would take for ever is never run', async () => {
    const text = `${HEAD}inputs: [{name: a, type: str, description: d, pattern: "^(a+)+$", default: "${'a'.repeat(60)}!"}]\n`;
    const before = performance.now();
    await problemsOf(text);
    expect(performance.now() - before).toBeLessThan(120_000);
  });

  test('%YAML 1.1 does not bring back its booleans', async () => {
    expect(await codesOf(`%YAML 1.1\n---\n${HEAD}`)).toEqual(['AS1005']);
  });

  test('a report shows terminal escapes of a file, and does not send them', async () => {
    const text = `${HEAD}"\\e[2J\\n::error::x": 1\n`;
    const [problem] = await problemsOf(text);
    expect(problem?.code).toBe('AS1009');
    const told = problem ? renderProblem(problem) : '';
    expect(told).not.toContain('\u001b');
    expect(told.split('\n').some((line) => line.startsWith('::'))).toBe(false);
  });
});

describe('whatever the bytes', () => {
  const paths = fc.constantFrom('a.airsmith.yaml', 'a.airsmith.json', 'a.airsmith.md');

  test('reading answers and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), paths, async (bytes, path) => {
        await problemsOf(bytes, path);
        await readSettings(bytes);
        await migrateSpec({ path, bytes });
      }),
      RUNS,
    );
  });

  test('positions are inside the file, whatever the text', async () => {
    const pieces = fc.array(
      fc.constantFrom(
        ...'airsmith: |name: |kind: |inputs:|examples:|\n|\r\n|  |- |{|}|[|]|"|\'|: |, |#|---\n|&a |*a|!!str |<<: |operator|XOperator|1|0x1F|null|~|? |é|😀|\t|| >|%YAML 1.1'
          .split('|')
          .concat('|'),
        '\uFEFF',
      ),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(pieces, paths, async (parts, path) => {
        const text = parts.join('');
        expectInside(await problemsOf(text, path), text);
      }),
      { numRuns: 400 },
    );
  });

  test('positions are inside the file when a right spec is damaged anywhere', async () => {
    const right = `${HEAD}inputs:\n  - {name: day, type: "list[str]", description: Day., default: [], template: true}\nraises:\n  - {when: day, or not, exception: ValueError}\nexamples:\n  - name: é😀\n    inputs: {day: ["{{ ds }}"]}\n    returns: {a: 1}\n`;
    const damage = fc.record({
      at: fc.nat(right.length),
      cut: fc.nat(12),
      put: fc.string({ maxLength: 6, unit: 'grapheme' }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, cut, put }) => {
        const text = right.slice(0, at) + put + right.slice(at + cut);
        const bytes = Buffer.from(text, 'utf8');
        expectInside(await problemsOf(bytes), bytes.toString('utf8'));
      }),
      { numRuns: 400 },
    );
  });
});
