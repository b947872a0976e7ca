/** What the package index says of an Airflow, before anything is made. */

import { compile, declaredPythons, PYTHONS, type Workshop } from './compile.js';
import { type Unavailable, unavailable } from './options.js';
import type { Refused } from './resolve.js';

export interface Release {
  readonly state: 'released';
  readonly version: string;
  /** The day its first file was uploaded, `yyyy-mm-dd`. */
  readonly released: string;
  /** Newest upload day of what is locked beside it. */
  readonly excludeNewer: string;
  /** Pythons that it declares, of those that airsmith proves on; at least one, newest last. */
  readonly pythons: readonly string[];
}

/**
 * Providers and dependencies mend in the weeks after an Airflow what it broke, and break later what it needs. The shipped locks of
 * old Airflows are as of about four weeks after them too.
 */
const SETTLING_DAYS = 28;

/** Asks the index for a release, whose version is in the form of `isRelease`. `today` is `yyyy-mm-dd`: no lock is of a later day. */
export async function findRelease(
  version: string,
  today: string,
  workshop: Workshop,
): Promise<Release | Unavailable> {
  const newest = PYTHONS.at(-1) ?? '';
  // uv's `pylock.toml` is the one answer in which it gives the day of an upload.
  const alone = ['--no-deps', '--only-binary', ':all:'];
  const made = await compile([`apache-airflow==${version}`], 'pylock.toml', newest, alone, workshop);
  if (made.state !== 'compiled') return notFound(version, made);
  const released = [...made.text.matchAll(/upload-time = (\d{4}-\d{2}-\d{2})T/g)]
    .map(([, day]) => day ?? '')
    .sort()[0];
  if (released === undefined) return undated(version);
  const pythons = await declaredPythons(version, workshop);
  if ('state' in pythons) return notFound(version, pythons);
  if (pythons.length === 0) return noPython(version);
  const settled = new Date(Date.parse(released) + SETTLING_DAYS * 86_400_000).toISOString().slice(0, 10);
  return { state: 'released', version, released, excludeNewer: settled < today ? settled : today, pythons };
}

function notFound(version: string, { state, reason }: Refused): Unavailable {
  if (state !== 'refused') return unreachable(version, reason);
  if (/does not satisfy Python|depends on Python|requires Python/.test(reason))
    return noPython(version, reason);
  return unavailable({
    code: 'AS3303',
    message: `the package index knows no Airflow ${version}`,
    cause: reason,
    remedy: 'look at https://pypi.org/project/apache-airflow/#history for the releases that there are',
  });
}

/** Nobody could be asked. */
export function unreachable(version: string, cause: string): Unavailable {
  return unavailable({
    code: 'AS3306',
    message: `Airflow ${version} was not added: the package index could not be asked`,
    cause,
    remedy:
      'check that this machine reaches its package index (UV_DEFAULT_INDEX, PIP_INDEX_URL, HTTPS_PROXY and SSL_CERT_FILE are honoured), then run again',
  });
}

function undated(version: string): Unavailable {
  return unavailable({
    code: 'AS3308',
    message: `the package index does not say when Airflow ${version} came out`,
    cause: 'its answer has no upload times, so that no dated lock can be made from it',
    remedy: 'name an index that gives upload times, as PyPI does, in UV_DEFAULT_INDEX',
  });
}

function noPython(version: string, cause?: string): Unavailable {
  return unavailable({
    code: 'AS3305',
    message: `Airflow ${version} supports none of the Pythons that airsmith proves on, ${PYTHONS.join(', ')}`,
    ...(cause ? { cause } : {}),
    remedy: 'choose an Airflow that supports one of them',
  });
}
