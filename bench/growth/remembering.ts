/** The real lab, which is asked only once for the same work: both arms of the experiment write many of the same drafts. */

import { createHash } from 'node:crypto';
import type { Draft } from '../../src/flow.js';
import type { Lab, StagedDraft } from '../../src/ports.js';

export function remembering(lab: Lab): Lab {
  const answers = new Map<string, Promise<unknown>>();
  const once = <T>(key: readonly unknown[], ask: () => Promise<T>): Promise<T> => {
    const name = JSON.stringify(key);
    const known = answers.get(name) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = ask();
    answers.set(name, answer);
    return answer;
  };
  return {
    prepare: (targets, report) => lab.prepare(targets, report),
    furnish: (environment, requirements) => lab.furnish(environment, requirements),
    stage: (draft, house) => lab.stage(draft, house),
    index: (environment) => lab.index(environment),
    close: () => lab.close(),
    lint: (staged) => once(['lint', hashOf(staged)], () => lab.lint(staged)),
    run: (environment, staged, job) =>
      once(['run', environment.airflow, environment.python, hashOf(staged), job], () =>
        lab.run(environment, staged, job),
      ),
    play: (environment, staged, spec, example) =>
      once(['play', environment.airflow, environment.python, hashOf(staged), spec.fingerprint, example], () =>
        lab.play(environment, staged, spec, example),
      ),
  };
}

const hashes = new WeakMap<Draft, string>();

function hashOf({ draft }: StagedDraft): string {
  const known = hashes.get(draft);
  if (known !== undefined) return known;
  const hash = createHash('sha256').update(JSON.stringify(draft.files)).digest('hex');
  hashes.set(draft, hash);
  return hash;
}
