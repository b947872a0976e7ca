import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FIXTURES, LAB_PYTHON } from './fixture.js';

const RETURN = 6;

/** Name → numbers on x86-64 and on arm64, as the kernel's own tables have them; null where there is no such call. */
const KERNEL = new Map(
  readFileSync(join(FIXTURES, 'syscalls.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'))
    .map(([name, ...numbers]) => [name, numbers.map((text) => (text === '-' ? null : Number(text)))]),
);

/** What Python makes of `expression`, where the lab's own modules can be imported. */
function python(expression: string): unknown {
  const code = `import json, sys; sys.path.insert(0, sys.argv[1]); import syscalls; print(json.dumps(${expression}))`;
  const { stdout, stderr } = spawnSync('python3', ['-c', code, LAB_PYTHON], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

it('knows the numbers of system calls on both processors', () => {
  const numbers = python('syscalls.NUMBERS') as { readonly [name: string]: readonly (number | null)[] };
  expect(Object.keys(numbers).length).toBeGreaterThan(100);
  for (const [name, pair] of Object.entries(numbers)) expect([name, pair]).toEqual([name, KERNEL.get(name)]);
});

it('knows the number of each call that it refuses, on a processor that has it', () => {
  const names = python(
    'syscalls.REFUSED + syscalls.PRETENDED + syscalls.METADATA + syscalls.ATTRIBUTES',
  ) as readonly string[];
  const numbers = python('syscalls.NUMBERS') as object;
  expect(names.filter((name) => !(name in numbers))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

it.each(['x86_64', 'aarch64'])('jumps only forwards and within the program on %s', (machine) => {
  const program = python(`syscalls.program("${machine}", 7, True, True)`) as readonly (readonly number[])[];
  expect(program.length).toBeLessThan(4096);
  for (const [index, [code, yes = 0, no = 0]] of program.entries())
    for (const jump of code === RETURN ? [] : [yes, no]) {
      expect(jump).toBeLessThan(256);
      expect(index + 1 + jump).toBeLessThan(program.length);
    }
  expect(program.at(-1)?.[0]).toBe(RETURN);
});
