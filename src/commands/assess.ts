/** `airsmith assess SPEC`: what can be said of a spec before anything is spent. No model is asked and no Airflow started. */

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { openRepository } from '../adapters/git.js';
import { expectationFor, type PriceOf } from '../assess/expectation.js';
import { librariesOf, type Pinned } from '../assess/libraries.js';
import { similarTo } from '../assess/similar.js';
import { type Assessment, assessmentText } from '../assess/text.js';
import { unclearIn } from '../assess/unclear.js';
import { pricesWith } from '../author/prices.js';
import { type Config, cacheFolder } from '../config.js';
import type { Problem, Spec } from '../flow.js';
import { openKnowledge, systemClock } from '../hands.js';
import { readHouse } from '../house.js';
import { inRange } from '../lab/environments/index.js';
import { lockFile, readLocks } from '../lab/environments/locks.js';
import { pins } from '../lab/environments/requirements.js';
import { EXIT } from '../problems.js';
import { readSpecs } from '../spec/index.js';
import { findRoot } from './root.js';
import { viewOfClone } from './run-identity.js';
import { openSpecs, showProblems } from './spec.js';
import type { Terminal } from './terminal.js';
import { configure, type Flags } from './workspace.js';

/** Status 1 when a spec cannot be built. */
export async function assess(files: readonly string[], flags: Flags, terminal: Terminal): Promise<number> {
  const root = findRoot(terminal.cwd, flags.root);
  const repository = await openRepository(root, { env: terminal.env });
  const config = await configure(root, await repository.read('.airsmith.yaml'), flags, terminal);
  const sources = await openSpecs(files, repository.root, terminal.cwd);
  const { specs, problems } = await readSpecs(sources, config);
  const view = await viewOfClone(repository, systemClock);
  const { knowledge, own, problems: unread } = await openKnowledge(repository, config.learning, view);
  const { house } = await readHouse(config, {
    list: (folder) => repository.list(folder),
    read: (path) => repository.read(path),
  });
  const pinned = await pinnedOn(config, terminal);
  const bundled = new Set([...pinned.values()].flatMap((has) => [...(has?.keys() ?? [])]));
  const prices = pricesWith(config.prices);
  const priceOf: PriceOf = (model, input, output) => {
    if (prices.of(model) === undefined) return undefined;
    const tokens = { inputTokens: input, outputTokens: output, cacheReadTokens: 0, cacheWriteTokens: 0 };
    return prices.cost(model, model, tokens, 'call') / 1e6;
  };
  const found: Problem[] = [...unread, ...problems];
  const assessments = specs.map((spec): Assessment => {
    const unclear = unclearIn(spec, bundled);
    const warned = problems.filter(
      ({ severity, position }) => severity !== 'error' && position?.path === spec.path,
    );
    found.push(...unclear);
    const targets = config.airflowVersions.filter((version) => inRange(version, spec.airflow));
    const bytes = sources.find(({ path }) => path === spec.path)?.bytes.length ?? 0;
    return {
      spec: spec.path,
      name: spec.name,
      airflow: targets.map((version) => ({ version, lock: pinned.has(version) })),
      libraries: librariesOf(spec, only(pinned, targets), knowledge, config.dependencies),
      similar: similarTo(spec, knowledge, house),
      expectation: expectationFor(spec.category, bytes, { own, all: knowledge }, config, priceOf),
      unclear: unclear.length + warned.length,
    };
  });
  const wrong = problems.some(({ severity }) => severity === 'error');
  if (flags.json) {
    terminal.out(`${JSON.stringify({ ok: !wrong, specs: assessments, problems: found }, null, 2)}\n`);
  } else {
    showProblems(found, terminal);
    terminal.out(assessments.map(assessmentText).join('\n'));
  }
  return wrong ? EXIT.unproven : EXIT.done;
}

/** What the lock of each configured Airflow holds; undefined for an environment of the user's own, which is another one. */
async function pinnedOn(
  { airflowVersions, constraints, requirements }: Config,
  { env }: Terminal,
): Promise<Pinned> {
  const { ASSETS } = await import('../assets.js');
  const locks = await readLocks({ cache: cacheFolder(env, homedir()), locks: join(ASSETS, 'lab', 'locks') });
  const found = new Map<string, ReadonlyMap<string, string> | undefined>();
  for (const version of airflowVersions) {
    const entry = locks.airflow[version];
    if (!entry) continue;
    const deployed = [constraints, requirements].some((files) => version in files || '*' in files);
    found.set(version, deployed ? undefined : pins(await readFile(lockFile(locks, entry), 'utf8')));
  }
  return found;
}

function only(pinned: Pinned, versions: Spec['dependencies']): Pinned {
  return new Map([...pinned].filter(([version]) => versions.includes(version)));
}
