/** Which requirements fit beside an environment together, in the order in which they stand, and why the others do not. */

import type { Absence, Problem } from '../../flow.js';
import { type EnvironmentOptions, type Unavailable, unavailable } from './options.js';
import { isPinned, type Named } from './requirements.js';
import { type Beside, type Package, type Resolution, resolve, type Unanswered } from './resolve.js';
import type { Uv } from './uv.js';

export interface Fit {
  readonly state: 'fit';
  readonly head: string;
  /** What has to be added; what the environment holds already is left out. */
  readonly added: readonly Package[];
  readonly absent: readonly Absence[];
}

interface At {
  readonly beside: Beside;
  readonly uv: Uv;
  readonly options: EnvironmentOptions;
  /** Name of the environment's lock, for people. */
  readonly lock: string;
  /** What the environment holds. */
  readonly has: ReadonlyMap<string, string>;
}

/** One spec must not fill a disk: a framework with its models has gigabytes. Its absence is then what is tested. */
const LARGEST = 300 << 20;
const NOTHING: Fit = { state: 'fit', head: '', added: [], absent: [] };

/** All at once where they fit; else one after the other, each beside those that fitted before it. */
export async function fitting(wanted: readonly Named[], at: At): Promise<Fit | Unavailable> {
  const all = await attempt(wanted, at);
  if (all.state === 'fit' || all.state === 'unavailable') return all;
  let kept: readonly Named[] = [];
  let found = NOTHING;
  const absent: Absence[] = [];
  for (const one of wanted) {
    const next = wanted.length === 1 ? all : await attempt([...kept, one], at);
    if (next.state === 'unavailable') return next;
    if (next.state === 'fit') {
      kept = [...kept, one];
      found = next;
    } else {
      const problem = next.problem ?? (await explain(one, next, kept, at));
      if ('state' in problem) return problem;
      absent.push({ requirement: one.text, ...problem });
    }
  }
  return { ...found, absent };
}

interface Conflict {
  readonly state: 'refused';
  readonly reason: string;
  /** Names of the packages that it is about. */
  readonly about: ReadonlySet<string>;
  /** What there is to say, where it is known already. */
  readonly problem?: Problem;
}

async function attempt(
  wanted: readonly Named[],
  { beside, uv, options, lock, has }: At,
): Promise<Fit | Unavailable | Conflict> {
  const texts = wanted.map(({ text }) => text);
  const resolution = await resolve(texts, beside, uv, options);
  if (resolution.state === 'refused') return resolution;
  if (resolution.state !== 'resolved') return unanswered(resolution);
  const added = resolution.packages.filter(({ name, version }) => has.get(name) !== version);
  const bytes = added.reduce((sum, { size }) => sum + size, 0);
  if (bytes <= LARGEST) return { state: 'fit', head: resolution.head, added, absent: [] };
  const reason = `it needs ${added.length} packages of ${Math.round(bytes / 1e6)} MB beside ${lock}`;
  return {
    state: 'refused',
    reason,
    about: new Set(),
    problem: notice('AS3324', `${texts.at(-1)} is not installed: too large`, reason, TOO_LARGE),
  };
}

/** Which of the ways in which a requirement cannot be had this is. */
async function explain(
  one: Named,
  conflict: Conflict,
  kept: readonly Named[],
  at: At,
): Promise<Problem | Unavailable> {
  const alone = kept.length === 0 ? conflict : await attempt([one], at);
  if (alone.state === 'unavailable') return alone;
  // Each fits beside the environment, and they do not fit beside each other.
  if (alone.state === 'fit') return contradiction(one, conflict, kept);
  return alone.problem ?? explainAlone(one, alone, at);
}

function contradiction(one: Named, { reason, about }: Conflict, kept: readonly Named[]): Problem {
  const named = kept.filter(({ name }) => about.has(name));
  const others = (named.length > 0 ? named : kept).map(({ text }) => text).join(' and ');
  const message = `${one.text} is not installed: it contradicts ${others} in the same spec`;
  return { code: 'AS3329', severity: 'warning', message, cause: reason, remedy: CONTRADICTION };
}

async function explainAlone(
  one: Named,
  { reason, about }: Conflict,
  { beside, uv, options, lock, has }: At,
): Promise<Problem | Unavailable> {
  const is = `${one.text} is not installed beside ${lock}`;
  const there = has.get(one.name);
  // The environment keeps its own, so no other version of it can fit.
  if (there !== undefined && one.specifier !== '' && !isPinned(one, has))
    return notice('AS3321', `${is}: ${one.name} ${there} is there already`, reason, OTHER_THERE);
  if (new RegExp(`\\b${one.name} was not found in the package registry`).test(reason)) {
    return notice('AS3322', `${is}: the registry knows no such package`, reason, UNKNOWN);
  }
  const other: Resolution | undefined =
    one.specifier === '' ? undefined : await resolve([`${one.name}${one.extras}`], beside, uv, options);
  if (other !== undefined && other.state !== 'resolved' && other.state !== 'refused')
    return unanswered(other);
  const version =
    other?.state === 'resolved' && other.packages.find(({ name }) => name === one.name)?.version;
  if (version) return notice('AS3321', `${is}: only version ${version} fits`, reason, ANOTHER);
  if (/no usable wheels|no wheels with a matching/.test(reason))
    return notice('AS3323', `${is}: it has no wheel`, reason, NO_WHEEL);
  const what = [...has].filter(([name]) => name !== one.name && about.has(name)).map((pin) => pin.join(' '));
  return notice(
    'AS3320',
    `${is}: it conflicts with ${what.join(' and ') || 'what is there'}`,
    reason,
    CONFLICT,
  );
}

const UNKNOWN = 'Correct the name in the spec. Its absence was tested.';
const ANOTHER =
  'Widen the range in the spec, or narrow `airflow` to versions beside which it fits. Its absence was tested.';
const OTHER_THERE =
  'What an Airflow brings is never replaced. Widen the range in the spec, or narrow `airflow` to versions that bring one in it. Its absence was tested.';
const CONTRADICTION =
  'Change one of these lines of `dependencies` so that one version of every package suits all of them. Its absence was tested.';
const NO_WHEEL =
  'Packages are never built from source here, for that runs their code. Its absence was tested.';
const CONFLICT =
  'Narrow `airflow` in the spec to versions beside which it fits, or leave the dependency out. Its absence was tested.';
const TOO_LARGE = `Let the examples bring a stand-in with \`given.modules\`; at most ${LARGEST >> 20} MB are installed for a spec. Its absence was tested.`;

function notice(code: string, message: string, cause: string, remedy: string): Problem {
  return { code, severity: 'notice', message, cause, remedy };
}

/** Nobody knows whether the dependencies fit. */
export function unanswered({ state, reason }: Unanswered): Unavailable {
  return state === 'late' ? endless(reason) : unreachable(reason);
}

function endless(cause: string): Unavailable {
  return unavailable({
    code: 'AS3328',
    message: 'it took too long to find out which versions of the dependencies fit',
    cause,
    remedy:
      'narrow the ranges in `dependencies` of the spec, best to one version (`name==1.2.3`), so that fewer versions have to be tried; where the package index is slow, run again, for what was fetched is kept',
  });
}

function unreachable(cause: string): Unavailable {
  return unavailable({
    code: 'AS3325',
    message: 'the registry could not be reached, so nobody knows whether the dependencies of the spec fit',
    cause,
    remedy:
      'run again where the package index can be reached (what was found out is kept for later runs without it), or set `dependencies: absent` in .airsmith.yaml',
  });
}
