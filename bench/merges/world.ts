/** Main with several places to start from, and 300 branches that learn overlapping things. */

import {
  type Definition,
  definitionId,
  type Evidence,
  hash16,
  type LearningRecord,
  pack,
  type Stored,
} from '../../src/knowledge/index.js';
import { keepFile, recordFile } from '../../src/knowledge/layout.js';
import { diceOf, taught, told } from '../store/observations.js';
import type { Change, Commit, Plumbing } from './git.js';
import { History, merged, type Paths } from './model.js';

const BASES = 6;
const EVIDENCE_EACH = 40;

export interface Branch {
  readonly name: string;
  /** Where it left main, or another branch. */
  readonly from: Commit;
  readonly commits: readonly Commit[];
}

export interface Scene {
  readonly history: History;
  readonly main: Commit;
  readonly branches: readonly Branch[];
  readonly evidence: Map<string, Evidence>;
  readonly packs: Map<string, readonly string[]>;
}

/** Makes the repository's main and its branches, the same ones each time. */
export async function scene(git: Plumbing, count: number): Promise<Scene> {
  const dice = diceOf(7);
  const base = await taught();
  const runs = told(base, 5_000);
  const definitions = definitionsOf(base);
  const history = new History();
  const evidence = new Map<string, Evidence>();
  const packs = new Map<string, readonly string[]>();
  const next = (): Evidence => {
    const { value } = runs.next();
    if (!value) throw new Error('there is no more evidence');
    const month = `2026-0${1 + dice(6)}`;
    return { ...value, run: { ...value.run, at: `${month}${value.run.at.slice(7)}` } };
  };
  const observed = (record: Evidence): readonly Change[] => {
    const file = recordFile(record);
    evidence.set(hash16(file.content), record);
    return [file, keepFile(file.path.slice(0, file.path.lastIndexOf('/')))];
  };
  const write = async (parent: Commit | undefined, changes: readonly Change[]): Promise<Commit> => {
    const commit = git.change(parent, changes);
    history.add(commit, after(parent ? history.at(parent.id) : new Set(), changes));
    return commit;
  };
  const some = (most: number) =>
    Array.from({ length: dice(most) }, () => definitions[dice(definitions.length)]).flatMap((record) =>
      record ? [recordFile(record)] : [],
    );

  const mains: Commit[] = [];
  for (let index = 0; index < BASES; index += 1) {
    const parent = mains.at(-1);
    // Half-way main was packed: some branches are older than that, some younger.
    if (parent && index === BASES / 2) {
      const records = [...evidence].map(([hash, record]): Stored => ({ hash, record }));
      const { changes } = pack(records, { atLeast: 1 });
      const path = changes.find((change) => change.path.endsWith('.jsonl'))?.path ?? '';
      packs.set(path, [...evidence.keys()]);
      mains.push(await write(parent, changes));
      continue;
    }
    const learned = Array.from({ length: EVIDENCE_EACH }, next);
    mains.push(
      await write(parent, [
        { path: 'README.md', content: 'A house.\n' },
        ...learned.flatMap(observed),
        ...some(12),
      ]),
    );
  }

  const branches: Branch[] = [];
  const lent: Evidence[] = [];
  for (let number = 0; number < count; number += 1) {
    const stacked = number > 10 && dice(12) === 0 ? branches[dice(number)] : undefined;
    const from = stacked?.commits.at(-1) ?? (mains[dice(mains.length)] as Commit);
    const commits: Commit[] = [];
    for (let left = 1 + dice(2); left > 0; left -= 1) {
      const first = next();
      lent.push(first);
      const records: LearningRecord[] = [];
      // The same spec again, in a later run.
      if (dice(8) === 0) records.push({ ...first, run: { ...first.run, number: first.run.number + 10_000 } });
      // Somebody picked another branch's commit.
      const picked = dice(6) === 0 ? lent[dice(lent.length)] : undefined;
      if (picked) records.push(picked);
      const pattern = definitions[dice(definitions.length)];
      if (pattern && dice(25) === 0)
        records.push({ schema: 'rejection/1', item: definitionId(pattern), why: 'not here' });
      const old = [...evidence.keys()][dice(100)];
      if (old && dice(25) === 0)
        records.push({ schema: 'retraction/1', evidence: old, why: 'broken mirror' });
      commits.push(
        await write(commits.at(-1) ?? from, [
          { path: `plugins/operators/op_${number}_${left}.py`, content: `# operator ${number}\n`.repeat(20) },
          ...[first, ...records].flatMap((record) =>
            record.schema === 'evidence/1' ? observed(record) : [recordFile(record)],
          ),
          ...some(5),
        ]),
      );
    }
    branches.push({ name: `branch-${number}`, from, commits });
  }
  const main = mains.at(-1);
  if (!main) throw new Error('there is no main');
  return { history, main, branches, evidence, packs };
}

function after(before: Paths, changes: readonly Change[]): Paths {
  const paths = new Set(before);
  for (const { path, content } of changes) {
    if (content === null) paths.delete(path);
    else paths.add(path);
  }
  return merged(paths, new Set(), new Set());
}

function definitionsOf(base: readonly Evidence[]): readonly Definition[] {
  const byId = new Map(
    base.flatMap(({ introduces }) => introduces).map((record) => [definitionId(record), record]),
  );
  return [...byId.values()];
}
