/**
 * Every hostile component of `test/lab/fixtures/hostile` in every sandbox that can be had here, and, as a control, in none:
 * most attacks must succeed there, or the canaries would show nothing. `npm run bench -- attacks [NAME…]`.
 */

import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabOptions } from '../src/lab/lab.js';
import { openLab, readFixture, targets } from '../test/lab/fixture.js';
import { ATTACKS, attack, type Outcome, openArena } from '../test/lab/hostile/attacks.js';
import { Canaries } from '../test/lab/hostile/canaries.js';

const DEADLINE_SECONDS = 6;
const SANDBOXES = ['namespaces', 'landlock'] as const;

export async function bench(args: readonly string[]): Promise<Record<string, unknown>> {
  const names = args.length > 0 ? args : ATTACKS;
  const held = [];
  for (const sandbox of SANDBOXES) {
    const outcome = await inMode(names, { sandbox });
    if (outcome === undefined) console.log(`${sandbox}: cannot be had here`);
    else held.push(outcome);
  }
  if (held.length === 0) throw new Error('no sandbox can be had here');
  const control = await inMode(names, { unsafe: true });
  if (control === undefined) throw new Error('no Airflow can be had');
  return {
    modes: held.map(({ mode }) => mode),
    attacks: names.length,
    escaped: sum(held.map(({ outcomes }) => escapes(outcomes))),
    passed_as_valid: sum(held.map(({ outcomes }) => outcomes.filter((one) => one.passedAsValid).length)),
    control_escaped: escapes(control.outcomes),
    control_passed_as_valid: control.outcomes.filter((one) => one.passedAsValid).length,
  };
}

async function inMode(names: readonly string[], choice: Pick<Partial<LabOptions>, 'sandbox' | 'unsafe'>) {
  const folder = mkdtempSync(join(tmpdir(), 'airsmith-attacks-'));
  const before = process.env['TMPDIR'];
  const canaries = await Canaries.plant();
  process.env['TMPDIR'] = folder;
  const lab = openLab({ ...choice, deadlineSeconds: DEADLINE_SECONDS });
  try {
    // The oldest Airflow stands for all: what holds a component back is the same process everywhere.
    const [environment] = await lab.prepare((await targets()).slice(0, 1), () => undefined);
    if (environment?.state !== 'ready') return undefined;
    const { spec } = await readFixture('wrong');
    const arena = await openArena({ lab, folder, environment, spec, canaries });
    const outcomes: Outcome[] = [];
    for (const name of names) {
      const outcome = await attack(arena, name);
      outcomes.push(outcome);
      console.log(`${environment.sandbox}: ${describe(outcome)}`);
    }
    return { mode: environment.sandbox, outcomes };
  } finally {
    await lab.close();
    await canaries.close();
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    await rm(folder, { recursive: true, force: true });
  }
}

function describe({ attack: name, escaped, passedAsValid, play }: Outcome): string {
  const end = play.failure ? `${play.failure.kind}: ${play.failure.message}` : 'ended by itself';
  const what = passedAsValid ? 'PASSED AS VALID' : escaped.length > 0 ? 'ESCAPED' : 'held';
  return `${name}: ${what}${escaped.length > 0 ? ` (${escaped.join('; ').slice(0, 300)})` : ''} · ${end.slice(0, 140)}`;
}

function escapes(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ escaped }) => escaped.length > 0).length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
