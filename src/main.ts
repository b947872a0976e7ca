/** The Action's entry: puts the real things behind a job, and turns its end into a step's status. */

import { homedir } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { answerEvent } from './action/dispatch.js';
import { type Env, readEvent } from './action/event.js';
import { loadInputs } from './action/inputs.js';

import { openRunner, type Runner } from './adapters/actions.js';
import { openRepository } from './adapters/git.js';
import { createForge } from './adapters/github.js';
import { ASSETS, testSupport } from './assets.js';
import { cacheFolder, DEFAULT_SETTINGS, resolveConfig } from './config.js';
import type { Problem } from './flow.js';
import { AirsmithError, EXIT, worldError } from './problems.js';

/** Runs the job that `env` describes and gives the exit status of its step. Never throws. */
export async function main(env: Env, signal: AbortSignal = new AbortController().signal): Promise<number> {
  const runner = await openRunner();
  try {
    const status = await start(env, signal, runner);
    if (status !== EXIT.done) runner.fail('airsmith: not everything is proven; the summary says what to do');
    return status;
  } catch (error) {
    return explain(error, runner);
  }
}

async function start(env: Env, signal: AbortSignal, runner: Runner): Promise<number> {
  const event = await readEvent(env);
  const inputs = loadInputs(runner, event.workspace, event.temporary);
  const { owner, repo, apiUrl, serverUrl } = event;
  const pull = event.pullNumber === undefined ? {} : { pullNumber: event.pullNumber };
  const [repository, forge] = await Promise.all([
    openRepository(event.workspace, { env, asBot: true, credentials: { serverUrl, token: inputs.token } }),
    createForge({ token: inputs.token, apiUrl, owner, repo, ...pull }),
  ]);
  const [hands, { runPipeline }, spec, { addressOf }] = await Promise.all([
    import('./hands.js'),
    import('./pipeline.js'),
    import('./spec/index.js'),
    import('./knowledge/index.js'),
  ]);
  const { describeModel, openHands, openKnowledge, systemClock, systemRandom } = hands;
  const place = { root: repository.root, assets: ASSETS, cache: cacheFolder(env, homedir()) };
  const at = `${systemClock.now().toISOString().slice(0, 19)}Z`;
  const origin = `${serverUrl}/${owner}/${repo}/actions/runs/${event.runId}`;
  return answerEvent({
    event,
    inputs,
    runner,
    repository,
    forge,
    signal,
    run: {
      id: `${event.runNumber}.${event.runAttempt}`,
      number: event.runNumber,
      attempt: event.runAttempt,
      at,
      origin,
    },
    async configure(text) {
      const read =
        text === undefined
          ? { ok: true as const, settings: DEFAULT_SETTINGS }
          : await spec.readSettings(text);
      if (!read.ok) throw settingsProblem(read.problems, runner);
      return resolveConfig(read.settings, { ...inputs.overrides, sandbox: env['AIRSMITH_SANDBOX'] }, place);
    },
    specMatcher: (config) => spec.specMatcher(config.specs),
    readSpecs: spec.readSpecs,
    openKnowledge: async (config, commit, base) => {
      const place = { address: addressOf(origin), roots: await repository.roots() };
      return openKnowledge(repository, config.learning, { commit, base, ...place, asOf: at });
    },
    openHands: (config, read) => openHands(config, env, (line) => runner.info(line), read, signal),
    support: testSupport,
    runPipeline,
    random: systemRandom,
    wait: (ms) => setTimeout(ms),
    // The folder is one of the runner; it says nothing to the readers of a comment.
    describeModel: (config) => (config.replay ? 'recorded answers' : describeModel(config)),
  });
}

/** The first ends the job; the others are shown at their lines. */
function settingsProblem([first, ...rest]: readonly Problem[], runner: Runner): AirsmithError {
  runner.annotate(rest);
  const unknown = { code: 'AS2099', message: 'the settings cannot be read', remedy: 'Report this as a bug.' };
  return new AirsmithError(EXIT.unproven, first ?? unknown);
}

/** A bug shows its stack, since nobody but its author can mend it; all else says what to do. */
function explain(error: unknown, runner: Runner): number {
  const known = worldError(error);
  if (known) {
    const { code, message, cause, remedy } = known.problem;
    runner.fail([`${code}  ${message}`, ...(cause ? [cause] : []), remedy].join('\n'));
    return known.exit;
  }
  runner.fail(
    `AS2099  this is a bug in airsmith, please report it\n${error instanceof Error ? error.stack : error}`,
  );
  return EXIT.world;
}
