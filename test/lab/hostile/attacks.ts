import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Draft, Example, Json, ReadyEnvironment, Spec } from '../../../src/flow.js';
import type { Lab, PlayResult } from '../../../src/ports.js';
import { FIXTURES, toDraft } from '../fixture.js';
import { type Canaries, commandOf, processes } from './canaries.js';

const FOLDER = join(FIXTURES, 'hostile');
const WRAPPER = readFileSync(join(import.meta.dirname, 'operator.py'), 'utf8');
const TESTS = 'tests/airsmith/test_component.py';
const SETTLED_MS = 60_000;

/** All attacks, by the name of their file. */
export const ATTACKS: readonly string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.py'))
  .map((name) => basename(name, '.py'))
  .sort();

/** What came of one attack. */
export interface Outcome {
  readonly attack: string;
  /** What it reached; empty where the sandbox held. */
  readonly escaped: readonly string[];
  /** It was called right, and it was not. */
  readonly passedAsValid: boolean;
  readonly play: PlayResult;
}

/** The place where attacks are made. `folder` is the one that the lab keeps its own folders in. */
export interface Arena {
  readonly lab: Lab;
  readonly folder: string;
  readonly environment: ReadyEnvironment;
  readonly spec: Spec;
  readonly canaries: Canaries;
}

/** Plays one attack, runs its tests too, and looks what became of the machine and of the lab. */
export async function attack(arena: Arena, name: string): Promise<Outcome> {
  const { lab, environment, spec, canaries } = arena;
  const secret = `sesame-${randomBytes(16).toString('hex')}`;
  const staged = await lab.stage(draftOf(name, secret));
  const before = servers(arena.folder);
  try {
    const play = await lab.play(environment, staged, spec, exampleOf(name, secret, canaries));
    // Its tests hold what is expected: nothing that they learn may help elsewhere.
    const tests = await lab.run(environment, staged, { op: 'tests', path: TESTS });
    const seen = JSON.stringify([play, tests]);
    const escaped = [
      ...worked(play),
      ...(seen.includes(canaries.marker) ? ['read a secret'] : []),
      ...(await canaries.harm()),
      ...(await leftProcesses(arena.folder, before)),
      ...(await lifeGoesOn(arena)),
    ];
    return { attack: name, escaped, passedAsValid: play.passed, play };
  } finally {
    await staged.dispose();
  }
}

/** The source of the operator that makes an attack. */
export function componentOf(name: string): string {
  return readFileSync(join(FOLDER, `${name}.py`), 'utf8') + WRAPPER;
}

function draftOf(name: string, secret: string): Draft {
  const draft = toDraft('HostileOperator', componentOf(name));
  const tests = `EXPECTED = "${secret}"\n\n\ndef test_nothing():\n    import operators.component\n    assert False\n`;
  return { ...draft, files: [...draft.files, { role: 'test', path: TESTS, content: tests }] };
}

function exampleOf(name: string, secret: string, canaries: Canaries): Example {
  const inputs = { canaries: canaries.inputs } as unknown as { readonly [name: string]: Json };
  const files = name === 'lets_the_judge_read' ? { files: { 'out.txt': secret } } : {};
  return { name, inputs, returns: secret, ...files } as Example;
}

/** What the attack itself says that it did. */
function worked(play: PlayResult): readonly string[] {
  return play.problems.flatMap(({ expectation, actual }) => {
    const said = expectation === 'returns' ? (actual as { worked?: unknown } | undefined)?.worked : undefined;
    return Array.isArray(said) ? said.map(String) : [];
  });
}

/** Starts every server that an attack meets, so that whatever is new afterwards comes from the attack. */
export async function openArena(arena: Arena): Promise<Arena> {
  const problems = await lifeGoesOn(arena);
  if (problems.length > 0) throw new Error(problems.join('; '));
  return arena;
}

/** The next draft finds the lab as it was. */
async function lifeGoesOn({ lab, environment, spec }: Arena): Promise<readonly string[]> {
  const source = `from builtins import *\n\n\ndef attack(canaries):\n    import json\n    assert 5 + 1 == 6 and not hasattr(json, 'airsmith_canary')\n    return 5\n${WRAPPER}`;
  const staged = await lab.stage(toDraft('HostileOperator', source));
  try {
    const example = { name: 'harmless', inputs: { canaries: {} }, returns: 5 } as unknown as Example;
    const next = await lab.play(environment, staged, spec, example);
    return next.passed ? [] : [`changed the next verdict: ${JSON.stringify(next).slice(0, 300)}`];
  } finally {
    await staged.dispose();
  }
}

/** The lab's servers and what they forked: all carry its folder in their command. */
function servers(folder: string): readonly number[] {
  return processes().filter((pid) => commandOf(pid).includes(folder));
}

async function leftProcesses(folder: string, before: readonly number[]): Promise<readonly string[]> {
  const gone = before.filter((pid) => commandOf(pid) === '');
  const left = () => servers(folder).filter((pid) => !before.includes(pid));
  const patience = performance.now() + SETTLED_MS;
  // For a server that ended another was started.
  while (left().length > gone.length && performance.now() < patience)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const names = left();
  if (names.length <= gone.length) return gone.length > 0 ? ['ended a server of the lab'] : [];
  for (const pid of names) end(pid);
  return [`left the processes ${names.join(', ')}`];
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
