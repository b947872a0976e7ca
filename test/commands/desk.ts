/** A repository with a store in it, and a terminal that remembers what was shown. */

import type { Terminal } from '../../src/commands/terminal.js';
import type { Lesson } from '../../src/flow.js';
import { recordFile } from '../../src/knowledge/index.js';
import type { LearningRecord } from '../../src/knowledge/records.js';
import { AirsmithError } from '../../src/problems.js';
import { type Checkout, GIT_ENV, repository } from '../github/repositories.js';
import { attempt, componentSource, error, lesson, lessons, run, specFor } from '../learn/story.js';

export interface Screen {
  readonly terminal: Terminal;
  out: string;
  err: string;
}

export function screen(cwd: string): Screen {
  const shown: { out: string; err: string } = { out: '', err: '' };
  const terminal: Terminal = {
    out: (text) => {
      shown.out += text;
    },
    err: (text) => {
      shown.err += text;
    },
    colour: false,
    cwd,
    env: GIT_ENV,
    signal: new AbortController().signal,
    startedMs: 0,
  };
  return Object.assign(shown, { terminal });
}

/** The problem that `work` ends with. */
export async function refused(work: Promise<unknown>): Promise<AirsmithError['problem']> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AirsmithError)) throw new Error(`not refused: ${String(error)}`);
  return error.problem;
}

/** Files of lessons, with those of the components that they speak of. */
export function filesOf(learned: readonly Lesson[]): { readonly [path: string]: string } {
  return Object.fromEntries(
    learned.flatMap(({ records }) => records.map(({ path, content }) => [path, content])),
  );
}

export function fileOf(record: LearningRecord): { readonly [path: string]: string } {
  const { path, content } = recordFile(record);
  return { [path]: content };
}

/** A repository whose `main` holds five proven components and one mistake that was mended. */
export async function house(): Promise<Checkout> {
  const work = repository();
  work.commit({ ...filesOf([...(await lessons()), await mended()]), ...COMPONENT_FILES });
  return work;
}

const COMPONENT_FILES = {
  'plugins/operators/example.py': 'x = 1\n',
  'tests/airsmith/test_example.py': 'def test(): ...\n',
};

/** A sensor that was proven at the second attempt. */
export function mended(number = 9): Promise<Lesson> {
  const source = componentSource('table_row_count_sensor');
  return lesson({
    spec: specFor('MendedSensor', { category: 'sql' }),
    attempts: [attempt(1, source.replace('>= self', '> self'), [error('example.pokes')]), attempt(2, source)],
    run: run(number),
  });
}
