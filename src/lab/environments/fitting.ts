/** Which requirements fit beside an environment together, in the order in which they stand, and why the others do not. */

import type { Absence, Problem } from '../../flow.js';
import { type EnvironmentOptions, type Unavailable, unavailable } from './options.js';
import type { Named } from './requirements.js';
import { type Beside, type Package, type Resolution, resolve } from './resolve.js';
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
}

/** One spec must not fill a disk: a framework with its models has gigabytes. Its absence is then what is tested. */
const LARGEST = 300 << 20;
const NOTHING: Fit = { state: 'fit', head: '', added: [], absent: [] };

/** All at once where they fit; else one after the other, each beside those that fitted before it. */
export async function fitting(
  wanted: readonly Named[],
  has: ReadonlyMap<string, string>,
  at: At,
): Promise<Fit | Unavailable> {
  const all = await attempt(wanted, has, at);
  if (all.state === 'fit' || all.state === 'unavailable') return all;
  let kept: readonly Named[] = [];
  let found = NOTHING;
  const absent: Absence[] = [];
  for (const one of wanted) {
    const next = wanted.length === 1 ? all : await attempt([...kept, one], has, at);
    if (next.state === 'unavailable') return next;
    if (next.state === 'fit') {
      kept = [...kept, one];
      found = next;
    } else {
      const problem = next.problem ?? (await explain(one, next.reason, at));
      if ('state' in problem) return problem;
      absent.push({ requirement: one.text, ...problem });
    }
  }
  return { ...found, absent };
}

type Attempt =
  | Fit
  | Unavailable
  | { readonly state: 'refused'; readonly reason: string; readonly problem?: Problem };

async function attempt(
  wanted: readonly Named[],
  has: ReadonlyMap<string, string>,
  { beside, uv, options, lock }: At,
): Promise<Attempt> {
  const texts = wanted.map(({ text }) => text);
  const resolution = await resolve(texts, beside, uv, options);
  if (resolution.state === 'unreachable') return unreachable(resolution.reason);
  if (resolution.state === 'refused') return resolution;
  const added = resolution.packages.filter(({ name, version }) => has.get(name) !== version);
  const bytes = added.reduce((sum, { size }) => sum + size, 0);
  if (bytes <= LARGEST) return { state: 'fit', head: resolution.head, added, absent: [] };
  const reason = `it needs ${added.length} packages of ${Math.round(bytes / 1e6)} MB beside ${lock}`;
  return {
    state: 'refused',
    reason,
    problem: notice('AS3324', `${texts.at(-1)} is not installed: too large`, reason, TOO_LARGE),
  };
}

/** Which of the ways in which a requirement cannot be had this is. */
async function explain(
  one: Named,
  reason: string,
  { beside, uv, options, lock }: At,
): Promise<Problem | Unavailable> {
  const is = `${one.text} is not installed beside ${lock}`;
  if (new RegExp(`\\b${one.name} was not found in the package registry`).test(reason)) {
    return notice('AS3322', `${is}: the registry knows no such package`, reason, UNKNOWN);
  }
  const other: Resolution | undefined =
    one.specifier === '' ? undefined : await resolve([`${one.name}${one.extras}`], beside, uv, options);
  if (other?.state === 'unreachable') return unreachable(other.reason);
  const version =
    other?.state === 'resolved' && other.packages.find(({ name }) => name === one.name)?.version;
  if (version) return notice('AS3321', `${is}: only version ${version} fits`, reason, ANOTHER);
  if (/no usable wheels|no wheels with a matching/.test(reason))
    return notice('AS3323', `${is}: it has no wheel`, reason, NO_WHEEL);
  return notice('AS3320', `${is}: it conflicts with what is there`, reason, CONFLICT);
}

const UNKNOWN = 'Correct the name in the spec. Its absence was tested.';
const ANOTHER =
  'Widen the range in the spec, or narrow `airflow` to versions beside which it fits. Its absence was tested.';
const NO_WHEEL =
  'Packages are never built from source here, for that runs their code. Its absence was tested.';
const CONFLICT =
  'Narrow `airflow` in the spec to versions beside which it fits, or leave the dependency out. Its absence was tested.';
const TOO_LARGE = `Let the examples bring a stand-in with \`given.modules\`; at most ${LARGEST >> 20} MB are installed for a spec. Its absence was tested.`;

function notice(code: string, message: string, cause: string, remedy: string): Problem {
  return { code, severity: 'notice', message, cause, remedy };
}

/** Nobody could be asked. */
export function unreachable(cause: string): Unavailable {
  return unavailable({
    code: 'AS3325',
    message: 'the registry could not be reached, so nobody knows whether the dependencies of the spec fit',
    cause,
    remedy:
      'run again where the package index can be reached (what was found out is kept for later runs without it), or set `dependencies: absent` in .airsmith.yaml',
  });
}
