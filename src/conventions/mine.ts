/** Conventions of a repository: what its components do alike, counted. No model, no clock, the same for any order of files. */

import type { Kind } from '../flow.js';
import type { House } from '../ports.js';
import { type Claim, isAbsence, keyOf } from './claim.js';
import { type Estate, openEstate } from './estate.js';
import { familyOf, keeps } from './keep.js';
import { absences, proposals } from './propose.js';
import { type Studied, study } from './study.js';

/** How the components of one kind keep to a claim. */
export interface Support {
  readonly kind: Kind;
  readonly kept: number;
  /** Of how many that do what the claim is about. */
  readonly of: number;
}

/** A claim that the components of the repository keep to. */
export interface Way {
  readonly claim: Claim;
  /** For the kinds that it holds for. */
  readonly support: readonly Support[];
  /** Some of the components that do otherwise, by name. */
  readonly exceptions: readonly string[];
}

export interface Ways {
  readonly estate: Estate;
  /** Those that build on the repository's own modules. */
  readonly components: readonly Studied[];
  readonly ways: readonly Way[];
}

/** Fewer say nothing. */
const LEAST_COMPONENTS = 2;
const LEAST_KEPT = 2;
/** That all do something says more than that those who come near a thing do it alike: so more of them have to. */
const LEAST_ALWAYS = 5;
const ALWAYS: ReadonlySet<Claim['of']> = new Set(['calls', 'word']);
/** That nobody does something is no wonder where there are few. */
const LEAST_ABSENT = 4;
/** Share of components that may do otherwise: repositories have a history. */
const EXCEPTIONS = 0.2;
const EXCEPTIONS_NAMED = 3;

/** Reads the conventions of `house`. Takes seconds for a thousand components. */
export function mine(house: House): Ways {
  const estate = openEstate(house);
  const components = estate.components
    .map(({ class: one, kind, module }) => study(one, kind, module, estate))
    .filter(({ ancestors, calls }) => ancestors.length > 0 || calls.some(({ own }) => own));
  return { estate, components, ways: waysOf(components, estate) };
}

function waysOf(components: readonly Studied[], estate: Estate): readonly Way[] {
  const proposed = new Map<string, { readonly claim: Claim; by: number }>();
  for (const component of components) {
    const own = new Map(proposals(component, estate).map((claim) => [keyOf(claim), claim]));
    for (const [key, claim] of own) {
      const known = proposed.get(key);
      if (known) known.by += 1;
      else proposed.set(key, { claim, by: 1 });
    }
  }
  const claims = together([...proposed.values()].map(({ claim }) => claim)).filter(
    (claim) => claim.of === 'returns' || (proposed.get(keyOf(claim))?.by ?? 0) >= LEAST_KEPT,
  );
  const absent = new Map(absences(components, estate).map((claim) => [keyOf(claim), claim]));
  const ways = [...claims, ...absent.values()].flatMap((claim) => counted(claim, components, estate) ?? []);
  return withoutWeaker(ways);
}

/** One component gives one result of a method, another one another: what holds for both is that it is one of them. */
function together(claims: readonly Claim[]): readonly Claim[] {
  const callees = new Map<string, Set<string>>();
  for (const claim of claims) {
    if (claim.of !== 'returns') continue;
    const known = callees.get(claim.method) ?? new Set();
    for (const callee of claim.callees) known.add(callee);
    callees.set(claim.method, known);
  }
  return [
    ...claims.filter(({ of }) => of !== 'returns'),
    ...[...callees].map(([method, of]): Claim => ({ of: 'returns', method, callees: [...of].sort() })),
  ];
}

function counted(claim: Claim, components: readonly Studied[], estate: Estate): Way | undefined {
  const counts = new Map<Kind, { kept: number; of: number; broken: string[] }>();
  for (const component of components) {
    const keeping = keeps(claim, component, estate);
    if (keeping === 'silent') continue;
    const count = counts.get(component.kind) ?? { kept: 0, of: 0, broken: [] };
    count.of += 1;
    if (keeping === 'kept') count.kept += 1;
    else count.broken.push(component.name);
    counts.set(component.kind, count);
  }
  const always = ALWAYS.has(claim.of);
  const holding = [...counts]
    .filter(([, { kept, of }]) => kept > 0 && kept >= of * (1 - EXCEPTIONS))
    .filter(([, { kept, of }]) => !always || kept >= Math.max(LEAST_ALWAYS, of * (1 - EXCEPTIONS / 4)))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const kept = holding.reduce((sum, [, count]) => sum + count.kept, 0);
  const needed = isAbsence(claim) ? LEAST_ABSENT : LEAST_KEPT;
  if (kept < needed || components.length < LEAST_COMPONENTS) return undefined;
  return {
    claim,
    support: holding.map(([kind, { kept: own, of }]) => ({ kind, kept: own, of })),
    exceptions: holding
      .flatMap(([, { broken }]) => broken)
      .sort()
      .slice(0, EXCEPTIONS_NAMED),
  };
}

/** Where an attribute has one value everywhere its shape needs no saying; where a method gives one of two things, neither does each alone. */
function withoutWeaker(ways: readonly Way[]): readonly Way[] {
  const strength = (way: Way) => way.support.reduce((sum, { kept }) => sum + kept, 0);
  const kinds = (way: Way) => way.support.map(({ kind }) => kind).join();
  const best = new Map<string, Way>();
  const rest: Way[] = [];
  for (const way of ways) {
    const { claim } = way;
    const topic =
      claim.of === 'attribute'
        ? `attribute ${claim.name}`
        : claim.of === 'returns'
          ? `returns ${claim.method}`
          : claim.of === 'argument'
            ? `argument ${claim.callee} ${claim.at}`
            : undefined;
    if (topic === undefined) {
      rest.push(way);
      continue;
    }
    const key = `${topic} ${kinds(way)}`;
    const known = best.get(key);
    if (!known || strength(way) > strength(known)) best.set(key, way);
  }
  const families = [...best.values()].filter(
    ({ claim }) => claim.of === 'argument' && claim.callee.endsWith('.*'),
  );
  const isCovered = ({ claim }: Way) =>
    claim.of === 'argument' &&
    families.some(
      ({ claim: wide }) =>
        wide.of === 'argument' &&
        wide.callee !== claim.callee &&
        wide.callee === familyOf(claim.callee) &&
        wide.at === claim.at &&
        wide.shape === claim.shape,
    );
  return [...[...best.values()].filter((way) => !isCovered(way)), ...rest];
}
