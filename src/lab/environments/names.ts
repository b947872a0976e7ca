/**
 * Whether a name may be installed. A spec, or the model that wrote it, may name what nobody ever published, and somebody else may
 * have taken that name since. So a name is known (to a lock, the shipped list, the store, a person) or it has to stand on the
 * index for long enough, with releases, and must not nearly be another one.
 */

import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { unanswered } from './fitting.js';
import { holding } from './hold.js';
import { readKnownNames, twinOf } from './known-names.js';
import { readLocks } from './locks.js';
import { type EnvironmentOptions, type Unavailable, unavailable } from './options.js';
import type { PreparedEnvironment } from './prepare.js';
import type { Named } from './requirements.js';
import { resolve } from './resolve.js';
import { ensureUv, type Uv } from './uv.js';
import { indexVariables } from './variables.js';

/** Names that were taken because models invent them were mostly found out sooner than this. */
const SEASONED_DAYS = 90;
const FEWEST_RELEASES = 3;
const ASK_AGAIN_MS = 24 * 3600 * 1000;

/** `open`: the index has no such name, or no wheel of it; that is said when it is resolved. */
type Standing = 'seasoned' | 'open' | 'young' | 'undated' | 'few';

interface Memory {
  readonly schema: 'name/1';
  readonly standing: Standing;
  readonly at: number;
}

/** The first of the requirements whose name is not known well enough to install it, as a refusal; undefined where all are. */
export async function checkNames(
  requirements: readonly Named[],
  has: ReadonlyMap<string, string>,
  vouched: ReadonlySet<string>,
  environment: PreparedEnvironment,
  options: EnvironmentOptions,
): Promise<Unavailable | undefined> {
  const shipped = await readKnownNames(options);
  for (const { name } of requirements) {
    if (has.has(name) || vouched.has(name) || shipped.known.has(name)) continue;
    const twin = twinOf(name, shipped.targets);
    if (twin !== undefined) return nearly(name, twin);
    const standing = await standingOf(name, environment, options);
    const refusal = typeof standing === 'object' ? standing : refusalOf(name, standing);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** What the index says of a name: asked once, for good where it may be installed, again after a day where it may not. */
async function standingOf(
  name: string,
  environment: PreparedEnvironment,
  options: EnvironmentOptions,
): Promise<Standing | Unavailable> {
  const home = join(options.cache, 'overlays', 'names');
  const from = createHash('sha256')
    .update(JSON.stringify(indexVariables(options)))
    .digest('hex');
  const memory = join(home, `${name}-${from.slice(0, 16)}.json`);
  await mkdir(home, { recursive: true });
  return holding(
    `${memory}.lock`,
    async () => {
      const before = await recall(memory);
      if (before !== undefined) return before;
      const uv = await ensureUv(await readLocks(options), options);
      if (uv.state === 'unavailable') return uv;
      options.report?.(`dependencies: asking the package index about ${name}`);
      const standing = await ask(name, environment, uv, options);
      options.signal?.throwIfAborted();
      if (typeof standing === 'string' && standing !== 'open') {
        const known: Memory = { schema: 'name/1', standing, at: Date.now() };
        await writeFileAtomic(memory, `${JSON.stringify(known)}\n`);
      }
      return standing;
    },
    options.signal,
  );
}

/**
 * uv is asked as of some time ago, so that age is judged by the very index, with the very credentials and proxies, from which the
 * package would be installed. Wheels in a folder of the machine's own are left out of it: whoever put them there knows them.
 */
async function ask(
  name: string,
  environment: PreparedEnvironment,
  uv: Uv,
  options: EnvironmentOptions,
): Promise<Standing | Unavailable> {
  const asked = { ...options, environment: withoutLinks(options.environment) };
  const day = new Date(Date.now() - SEASONED_DAYS * 86_400_000).toISOString().slice(0, 10);
  const alone = ['--no-deps', '--prerelease', 'allow'];
  const versionOf = (range: string, ...more: readonly string[]) =>
    resolve([`${name}${range}`], environment, uv, asked, [...alone, ...more]);
  let range = '';
  for (let releases = 0; releases < FEWEST_RELEASES; releases += 1) {
    const found = await versionOf(range, '--exclude-newer', day);
    if (found.state === 'refused') {
      if (releases > 0) return 'few';
      const now = await versionOf('');
      if (now.state === 'refused') return 'open';
      if (now.state !== 'resolved') return unanswered(now);
      return now.packages.some(({ table }) => /\bupload-time = /.test(table)) ? 'young' : 'undated';
    }
    if (found.state !== 'resolved') return unanswered(found);
    range = `<${found.packages[0]?.version}`;
  }
  return 'seasoned';
}

function withoutLinks(environment: EnvironmentOptions['environment']): EnvironmentOptions['environment'] {
  const { UV_FIND_LINKS: _ours, PIP_FIND_LINKS: _theirs, ...rest } = environment;
  return rest;
}

async function recall(memory: string): Promise<Standing | undefined> {
  try {
    const { schema, standing, at } = JSON.parse(await readFile(memory, 'utf8')) as Memory;
    if (schema !== 'name/1') return undefined;
    return standing === 'seasoned' || Math.abs(Date.now() - at) < ASK_AGAIN_MS ? standing : undefined;
  } catch {
    return undefined;
  }
}

const ALLOW = (name: string) =>
  `If \`${name}\` is what you mean and you know who publishes it, write \`trusted-dependencies: [${name}]\` in .airsmith.yaml; else correct the name in the spec`;

function nearly(name: string, twin: string): Unavailable {
  return unavailable({
    code: 'AS3360',
    message: `the dependency \`${name}\` is not installed: it is nearly \`${twin}\``,
    cause:
      'names that are nearly those of well-known packages are mostly slips, and are taken by people who wait for slips',
    remedy: `Did you mean \`${twin}\`? ${ALLOW(name)}`,
  });
}

function refusalOf(name: string, standing: Standing): Unavailable | undefined {
  if (standing === 'seasoned' || standing === 'open') return undefined;
  const [code, why, cause] = REASONS[standing];
  const message = `the dependency \`${name}\` is not installed: ${why}`;
  return unavailable({ code, message, cause, remedy: ALLOW(name) });
}

const INVENTED = 'a name that a model invented can be taken by anybody, and what it then installs is theirs';

const REASONS = {
  young: ['AS3361', `the package index did not have it ${SEASONED_DAYS} days ago`, INVENTED],
  few: [
    'AS3362',
    `the package index had fewer than ${FEWEST_RELEASES} releases of it ${SEASONED_DAYS} days ago`,
    INVENTED,
  ],
  undated: [
    'AS3364',
    'the package index does not say since when it has it',
    'without upload times nobody can tell a package of many years from one of yesterday',
  ],
} as const;
