/** Where drafts are executed: one lab, the Airflows that are wanted, and the files that tests need beside them. */

import { testSupport } from '../../src/assets.js';
import { assemble } from '../../src/author/assemble.js';
import { DEFAULT_SETTINGS } from '../../src/config.js';
import type { Draft, ReadyEnvironment, Spec, Verdict } from '../../src/flow.js';
import { validate } from '../../src/validate/index.js';
import { openLab, readyEnvironments } from '../../test/validate/fixture.js';

export interface Workshop {
  /** One Airflow 2 and one Airflow 3: the third costs time and shows little else. */
  readonly environments: readonly ReadyEnvironment[];
  /** All that are shipped. */
  readonly all: readonly ReadyEnvironment[];
  draft(spec: Spec, source: string): Draft;
  /** Throws where an Airflow was not run: what it would have found cannot be guessed. */
  prove(draft: Draft, spec: Spec, environments?: readonly ReadyEnvironment[]): Promise<Verdict>;
  close(): Promise<void>;
}

const LEFT_OUT = '2.8.1';

export async function openWorkshop(): Promise<Workshop> {
  const lab = openLab();
  const all = await readyEnvironments(lab);
  const two = all.filter(({ airflow }) => airflow !== LEFT_OUT);
  const support = await testSupport();
  return {
    environments: two,
    all,
    draft: (spec, source) => assemble(spec, source, DEFAULT_SETTINGS, support),
    async prove(draft, spec, environments = two) {
      const verdict = await validate(draft, spec, lab, environments, { rulesOff: [] });
      if (verdict.environments.some(({ state }) => state === 'not-run'))
        throw new Error(`${spec.name}: an Airflow was not run`);
      return verdict;
    },
    close: () => lab.close(),
  };
}

export function componentOf(draft: Draft): string {
  return draft.files.find(({ role }) => role === 'component')?.content ?? '';
}
