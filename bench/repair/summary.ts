/** Counts of the bench, and what is left, listed by kind. */

import type { Tried } from './tried.js';

/** Faults of which four in five are to be mended without a model. */
const GOAL: ReadonlySet<string> = new Set([
  'imports',
  'signature',
  'order',
  'defaults',
  'template fields',
  'construction',
]);

export function summary(all: readonly Tried[]) {
  const failed = all.filter((one) => one.failed);
  const mutants = failed.filter((one) => one.case.from === 'mutant');
  const drafts = failed.filter((one) => one.case.from === 'draft');
  const goal = mutants.filter((one) => GOAL.has(one.case.family));
  const mendable = drafts.filter(({ case: { faults } }) => faults.every((fault) => fault.mendable));
  return {
    drafts: failed.length,
    classified: failed.filter(({ classified }) => classified).length,
    fixed_without_model: failed.filter(({ fixed }) => fixed).length,
    harmed: all.filter(({ harm }) => harm.length > 0).length,
    ms_median: median(failed.map(({ ms }) => ms)),
    classified_per_cent: share(failed, ({ classified }) => classified),
    shape: { faults: goal.length, ...fixedOf(goal) },
    by_family: Object.fromEntries(
      [...grouped(mutants, (one) => one.case.family)].map(([family, some]) => [
        family,
        `${some.filter(({ fixed }) => fixed).length}/${some.length}`,
      ]),
    ),
    by_hand: {
      drafts: drafts.length,
      ...fixedOf(drafts),
      mendable: mendable.length,
      mendable_fixed: mendable.filter(({ fixed }) => fixed).length,
      came_further: drafts.filter(({ changed }) => changed).length,
      ...faultsOf(drafts),
    },
    comments_lost: all.reduce((sum, one) => sum + one.lostComments.length, 0),
    executions: all.reduce((sum, one) => sum + 1 + one.executions, 0),
  };
}

/** Single faults by hand that showed in the first run, and of those the ones whose class no longer shows in the last. */
function faultsOf(drafts: readonly Tried[]) {
  const shown = drafts.flatMap(({ case: { faults }, classes, left }) =>
    faults
      .filter((fault) => fault.classes.some((name) => classes.includes(name)))
      .map((fault) => ({ ...fault, gone: !fault.classes.some((name) => left.includes(name)) })),
  );
  const expected = shown.filter(({ mendable }) => mendable);
  return {
    faults_shown: shown.length,
    faults_gone: shown.filter(({ gone }) => gone).length,
    mendable_shown: expected.length,
    mendable_gone: expected.filter(({ gone }) => gone).length,
  };
}

/** Lines for a person: what is not mended, by kind, with what was found in the end. */
export function survivors(all: readonly Tried[]): readonly string[] {
  const left = all.filter(({ failed, fixed }) => failed && !fixed);
  const kinds = [...grouped(left, (one) => kindOf(one))].sort(([, a], [, b]) => b.length - a.length);
  return kinds.flatMap(([kind, some]) => [
    `${kind}: ${some.length}`,
    ...some.map(
      (one) =>
        `  ${one.case.id.replaceAll('\n', '\n    ')}\n    ${one.changed ? 'mended in part, left' : 'left'}: ${one.left.join(', ')}`,
    ),
  ]);
}

/** What deserves a look at once. */
export function alarms(all: readonly Tried[]): readonly string[] {
  return all.flatMap(({ case: { id }, failed, classified, classes, harm, lostComments }) => [
    ...harm.map((what) => `HARMED: ${id}: ${what}`),
    ...lostComments.map((comment) => `COMMENT LOST: ${id}: ${comment}`),
    ...(failed && !classified ? [`otherwise classed: ${id}\n  ${classes.join(', ')}`] : []),
  ]);
}

function kindOf({ case: { from, family }, left }: Tried): string {
  return from === 'mutant' ? family : `draft, ${left[0] ?? 'nothing'}`;
}

function fixedOf(some: readonly Tried[]) {
  return { fixed: some.filter(({ fixed }) => fixed).length, per_cent: share(some, ({ fixed }) => fixed) };
}

function share(some: readonly Tried[], holds: (one: Tried) => boolean): number {
  return some.length === 0 ? 0 : Number(((100 * some.filter(holds).length) / some.length).toFixed(1));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}

function grouped(all: readonly Tried[], key: (one: Tried) => string): Map<string, Tried[]> {
  const groups = new Map<string, Tried[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}
