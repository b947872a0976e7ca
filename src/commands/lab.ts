/** `airsmith lab`: makes the environments ready and says which there are. */

import { openRepository } from '../adapters/git.js';
import { openHands } from '../hands.js';
import { planTargets } from '../lab/environments/targets.js';
import { EXIT } from '../problems.js';
import { environmentLine, line } from '../report/terminal.js';
import { requireKnownAirflows } from './airflows.js';
import { findRoot } from './root.js';
import type { Terminal } from './terminal.js';
import { configure, type Flags } from './workspace.js';

/** Status 3 when an environment cannot be had. */
export async function lab(flags: Flags, terminal: Terminal): Promise<number> {
  const root = findRoot(terminal.cwd, flags.root);
  const repository = await openRepository(root, { env: terminal.env });
  const text = await repository.read('.airsmith.yaml');
  const config = await configure(root, text, flags, terminal);
  const read = (path: string) => repository.read(path);
  if (flags.airflowVersions) await requireKnownAirflows(config, '--airflow-versions', read);
  const hands = await openHands(
    config,
    terminal.env,
    (text) => terminal.err(line('lab', text)),
    read,
    terminal.signal,
  );
  try {
    const targets = await planTargets([config.airflow], config, hands.environments);
    const environments = await hands.lab.prepare(targets, (environment) => {
      if (!flags.json) terminal.out(environmentLine(environment));
    });
    if (flags.json) terminal.out(`${JSON.stringify({ environments }, null, 2)}\n`);
    return environments.every(({ state }) => state === 'ready') ? EXIT.done : EXIT.world;
  } finally {
    await hands.lab.close();
  }
}
