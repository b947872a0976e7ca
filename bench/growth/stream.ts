/** A stream of faulty drafts: right components with two to four faults each, every one of which can be taken back by itself. */

import { createHash } from 'node:crypto';
import { parseModule } from '../../src/python/index.js';
import { applied, type Change, type Operator, overlap, type Subject } from '../mutants/mutate.js';
import { SIGNATURE_OPERATORS } from '../mutants/operators/signature.js';
import { TEMPLATE_OPERATORS } from '../mutants/operators/templates.js';
import { WAITING_OPERATORS } from '../mutants/operators/waiting.js';
import { corpus } from '../repair/corpus.js';

export interface PlantedFault {
  readonly operator: Operator;
  readonly changes: readonly Change[];
}

export interface FaultyDraft {
  readonly subject: Subject;
  readonly faults: readonly PlantedFault[];
}

/** Faults whose presence any Airflow shows: what examples must show differs too much from component to component. */
const OPERATORS = [...SIGNATURE_OPERATORS, ...TEMPLATE_OPERATORS, ...WAITING_OPERATORS];
const FEWEST_FAULTS = 2;
const MOST_FAULTS = 4;
const MOST_TRIES = 40;

/**
 * Authors have habits: what stands first in a fixed order is drawn most often, what stands at rank r with the weight 1/r (Zipf). Which
 * mistakes are the frequent ones is decided by a hash of their names, so by nobody.
 */
const BY_HABIT = [...OPERATORS].sort((a, b) => dice(`habit ${a.id}`) - dice(`habit ${b.id}`));
const WEIGHTS = BY_HABIT.map((_, index) => 1 / (index + 1));

export interface StreamOptions {
  /** Draws every kind of fault with the same probability. */
  readonly uniform?: boolean;
}

/** The same `count` drafts every time. Each is a component of its own: its number stands in its name. */
export async function faultyStream(
  count: number,
  { uniform = false }: StreamOptions = {},
): Promise<readonly FaultyDraft[]> {
  const { subjects } = await corpus();
  const draw = uniform ? (seed: string) => one(OPERATORS, seed) : byHabit;
  return Array.from({ length: count }, (_, number) => {
    const from = subjects[number % subjects.length];
    if (from === undefined) throw new Error('there is no subject');
    const subject = numbered(from, number);
    return { subject, faults: planted(subject, number, draw) };
  });
}

/** The source without the faults that are not in `left`. */
export function sourceWith({ subject }: FaultyDraft, left: Iterable<PlantedFault>): string {
  return applied(
    subject,
    [...left].flatMap(({ changes }) => changes),
  );
}

type Draw = (seed: string) => Operator | undefined;

function planted(subject: Subject, number: number, draw: Draw): readonly PlantedFault[] {
  const wanted = FEWEST_FAULTS + (dice(`${number}`) % (MOST_FAULTS - FEWEST_FAULTS + 1));
  const faults: PlantedFault[] = [];
  for (let round = 0; faults.length < wanted && round < MOST_TRIES; round += 1) {
    const operator = draw(`${number} ${round}`);
    const changes = operator && one(operator.sites(subject), `${number} ${round} place`);
    if (operator === undefined || changes === undefined) continue;
    const all = [...faults.flatMap((fault) => fault.changes), ...changes];
    if (faults.some((fault) => fault.operator === operator) || overlap(subject, all)) continue;
    if (applied(subject, changes) !== subject.source) faults.push({ operator, changes });
  }
  return faults;
}

function numbered(
  { name, spec, right }: { readonly name: string; readonly spec: Subject['spec']; readonly right: string },
  number: number,
): Subject {
  const called = spec.name.replace(/(Operator|Sensor|Hook)$/, `${number + 1}$1`);
  const source = right.replaceAll(new RegExp(`\\b${spec.name}\\b`, 'g'), called);
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(`${name}: ${parsed.message}`);
  const main = parsed.module.classes.find((one) => one.name === called);
  if (main === undefined) throw new Error(`${name}: no class ${called}`);
  const fingerprint = createHash('sha256').update(`${spec.fingerprint} ${number}`).digest('hex');
  return {
    name: called,
    spec: { ...spec, name: called, path: `specs/${name}_${number + 1}.airsmith.yaml`, fingerprint },
    source,
    module: parsed.module,
    main,
  };
}

function byHabit(seed: string): Operator | undefined {
  const total = WEIGHTS.reduce((sum, weight) => sum + weight, 0);
  let left = (dice(seed) / 2 ** 48) * total;
  return BY_HABIT.find((_, index) => {
    left -= WEIGHTS[index] ?? 0;
    return left < 0;
  });
}

function one<T>(items: readonly T[], seed: string): T | undefined {
  return items[dice(seed) % Math.max(1, items.length)];
}

function dice(seed: string): number {
  return createHash('sha256').update(seed).digest().readUIntBE(0, 6);
}
