import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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

/** What the kernel does with a call under a program of seccomp: these few instructions are all that ours has. */
function answer(
  program: readonly (readonly number[])[],
  call: { readonly architecture: number; readonly number: number; readonly args?: readonly number[] },
): number {
  const { architecture, number, args = [] } = call;
  const load = (offset: number) =>
    offset === 0 ? number : offset === 4 ? architecture : (args[(offset - 16) / 8] ?? 0);
  let value = 0;
  for (let at = 0; at < program.length; at += 1) {
    const [code, yes = 0, no = 0, operand = 0] = program[at] ?? [];
    if (code === RETURN) return operand;
    if (code === 0x20) value = load(operand);
    else if (code === 0x54) value = (value & operand) >>> 0;
    else if (code === 0x15) at += value === operand ? yes : no;
    else if (code === 0x35) at += value >= operand ? yes : no;
    else if (code === 0x45) at += (value & operand) !== 0 ? yes : no;
    else throw new Error(`no instruction ${code}`);
  }
  throw new Error('the program has no end');
}

const [ALLOW, KILL] = [0x7fff0000, 0x80000000];
const error = (number: number) => 0x00050000 | number;
const [EPERM, EACCES, ENOSYS, ENOTSUP] = [1, 13, 38, 95].map(error);
const PROCESSORS = [
  ['x86_64', 0, 0xc000003e],
  ['aarch64', 1, 0xc00000b7],
] as const;

describe.each(PROCESSORS)('the program for %s, played call by call', (machine, column, architecture) => {
  const program = python(`syscalls.program("${machine}", 7, True, True)`) as readonly (readonly number[])[];
  const play = (name: string, ...args: readonly number[]) => {
    const number = KERNEL.get(name)?.[column];
    return typeof number === 'number' ? answer(program, { architecture, number, args }) : undefined;
  };
  const list = (name: string) => python(`list(syscalls.${name})`) as readonly string[];

  it('refuses what is refused, pretends what is pretended, and lets every other call through', () => {
    const looked = new Set(python('list(syscalls._looked_at(7, True))') as readonly string[]);
    const expected = new Map<string, number | undefined>([
      ...list('REFUSED').map((name) => [name, EPERM] as const),
      ...[...list('PRETENDED'), ...list('METADATA'), 'flock'].map((name) => [name, error(0)] as const),
      ...list('ATTRIBUTES').map((name) => [name, ENOTSUP] as const),
    ]);
    let played = 0;
    for (const [name = ''] of KERNEL) {
      const said = looked.has(name) ? undefined : play(name);
      if (said === undefined) continue;
      expect([name, said]).toEqual([name, expected.get(name) ?? ALLOW]);
      played += 1;
    }
    expect(played).toBeGreaterThan(250);
  });

  it.each([
    ['TCP', 'socket', [2, 1, 0], ALLOW],
    ['TCP over IPv6, not blocking', 'socket', [10, 1 | 0x800, 6], ALLOW],
    ['MPTCP', 'socket', [2, 1, 262], EACCES],
    ['UDP', 'socket', [2, 2, 0], EACCES],
    ['a raw socket', 'socket', [2, 3, 0], EACCES],
    ['a Unix socket', 'socket', [1, 1, 0], EACCES],
    ['netlink', 'socket', [16, 3, 0], EACCES],
    ['vsock', 'socket', [40, 1, 0], EACCES],
    ['a pair of streams', 'socketpair', [1, 1, 0], ALLOW],
    ['a pair of datagrams', 'socketpair', [1, 2, 0], EACCES],
    ['fast open', 'sendto', [3, 0, 0, 0x20000000], EPERM],
    ['sending', 'sendto', [3, 0, 0, 0], ALLOW],
    ['a fork', 'clone', [17], ALLOW],
    ['a fork with namespaces', 'clone', [0x10000000 | 17], EPERM],
    ['clone3', 'clone3', [], ENOSYS],
    ['a signal to itself', 'kill', [7, 9], ALLOW],
    ['a signal to its group', 'kill', [0, 9], ALLOW],
    ['a signal to another', 'kill', [8, 9], EPERM],
    ['a signal to all', 'kill', [0xffffffff, 9], EPERM],
    ['its limits', 'prlimit64', [0, 7], ALLOW],
    ['the limits of another', 'prlimit64', [8, 7], EPERM],
    ['typing into a terminal', 'ioctl', [0, 0x5412], EPERM],
    ['the size of a terminal', 'ioctl', [0, 0x5413], ALLOW],
    ['a lock', 'fcntl', [3, 6], error(0)],
    ['surviving its parent', 'prctl', [1, 0], EPERM],
  ] as const)('weighs %s', (_, name, args, expected) => {
    expect(play(name, ...args)).toBe(expected);
  });

  it('ends whoever speaks in the numbers of another processor', () => {
    for (const other of [0x40000003, 0x40000028, ...PROCESSORS.map(([, , one]) => one)])
      expect(answer(program, { architecture: other, number: 0 }) === KILL).toBe(other !== architecture);
  });
});
