/** One seed: every branch lands, in a random order and way, with everything that people do to a history in between. */

import { objectReader } from '../../src/adapters/git/objects.js';
import { gitIn } from '../../src/adapters/git/process.js';
import { recordsInCommit } from '../../src/adapters/records.js';
import { digestOf, type Knowledge, pack, readKnowledge } from '../../src/knowledge/index.js';
import { diceOf } from '../store/observations.js';
import type { Commit, Plumbing } from './git.js';
import { expected, merged, type Paths } from './model.js';
import type { Branch, Scene } from './world.js';

export interface Outcome {
  readonly merges: number;
  readonly conflicts: readonly string[];
  readonly lost: number;
  readonly doubleCounted: number;
  /** Packings that conflicted and were made anew. */
  readonly madeAnew: number;
  readonly digest: string;
}

/** Checks per seed, besides the one at the end. */
const CHECK_EACH = 75;

export class Play {
  private readonly dice: (sides: number) => number;
  private readonly git: Plumbing;
  private readonly scene: Scene;
  private head: Commit;
  private merges = 0;
  private lost = 0;
  private doubleCounted = 0;
  private madeAnew = 0;
  private readonly conflicts: string[] = [];
  /** What landed on main, for reverts. */
  private readonly landed: { readonly commit: Commit; readonly before: Commit }[] = [];

  constructor(git: Plumbing, scene: Scene, seed: number) {
    this.git = git;
    this.scene = scene;
    this.dice = diceOf(seed * 7919 + 13);
    this.head = scene.main;
  }

  async run(): Promise<Outcome> {
    const order = this.shuffled(this.scene.branches);
    let packing: Commit | undefined;
    for (const [step, branch] of order.entries()) {
      await this.land(branch);
      if (this.dice(15) === 0) await this.revert();
      if (this.dice(20) === 0) await this.pick(order[this.dice(order.length)]);
      if (this.dice(20) === 0) await this.land(order[this.dice(step + 1)] as Branch);
      // Two packings go to main at once, one waits on a branch of its own while others land. What is packed is no longer
      // reverted but retracted, and a packing is made anew where another one came first: git takes the packed files for
      // renamed ones when both sides delete them and one adds files like them.
      if (step === 80 || step === 240) this.packed(await this.pack(this.head));
      if (step === 150) packing = await this.pack(this.head);
      if (step === 190 && packing) {
        await this.landPacking(packing);
      }
      if (step % CHECK_EACH === CHECK_EACH - 1) await this.check();
    }
    await this.landAgain();
    const knowledge = await this.check();
    return {
      merges: this.merges,
      conflicts: this.conflicts,
      lost: this.lost,
      doubleCounted: this.doubleCounted,
      madeAnew: this.madeAnew,
      digest: digestOf(knowledge),
    };
  }

  private async land(branch: Branch): Promise<void> {
    const way = this.dice(3);
    const tip = branch.commits.at(-1);
    if (!tip) return;
    if (way === 2) for (const commit of branch.commits) await this.replay('rebase', commit);
    else await this.mergeIn(way === 0 ? 'merge' : 'squash', tip, way === 1);
  }

  private async mergeIn(what: string, theirs: Commit, squash: boolean): Promise<void> {
    const { history } = this.scene;
    const base = history.base(this.head.id, theirs.id);
    const tree = await this.git.merge(this.head, theirs);
    const paths = merged(this.paths(), history.at(base), history.at(theirs.id));
    this.finish(what, tree, squash ? [this.head.id] : [this.head.id, theirs.id], paths);
  }

  /** Cherry-picks one commit, as a rebase does with each of a branch. */
  private async replay(what: string, commit: Commit): Promise<void> {
    const parent = this.parentOf(commit);
    const tree = await this.git.replay(this.head, parent, commit);
    const { history } = this.scene;
    this.finish(
      what,
      tree,
      [this.head.id],
      merged(this.paths(), history.at(parent.id), history.at(commit.id)),
    );
  }

  private async pick(branch: Branch | undefined): Promise<void> {
    const commit = branch?.commits[this.dice(branch.commits.length)];
    if (commit) await this.replay('cherry-pick', commit);
  }

  /** Takes back something that landed and still stands as a whole. */
  private async revert(): Promise<void> {
    const known = this.scene.history;
    const standing = this.landed.slice(-40).filter(({ commit, before }) => {
      const old = known.at(before.id);
      return [...known.at(commit.id)].every((path) => old.has(path) || this.paths().has(path));
    });
    const one = standing[this.dice(standing.length)];
    if (!one) return;
    const tree = await this.git.replay(this.head, one.commit, one.before);
    const { history } = this.scene;
    const paths = merged(this.paths(), history.at(one.commit.id), history.at(one.before.id));
    this.finish('revert', tree, [this.head.id], paths);
  }

  /** Everything that a revert took away comes back, so that all orders end with the same things learned. */
  private async landAgain(): Promise<void> {
    for (const { commits } of this.scene.branches)
      for (const commit of commits) {
        const added = [...this.scene.history.at(commit.id)].filter(
          (path) => !this.scene.history.at(this.parentOf(commit).id).has(path),
        );
        if (added.some((path) => !this.paths().has(path))) await this.replay('re-land', commit);
      }
  }

  /** Packs what is loose at `at`; gives the commit. */
  private async pack(at: Commit): Promise<Commit> {
    const { records } = await this.read(at);
    const { changes } = pack(records, { atLeast: 1 });
    const [path, ...more] = changes.map((change) => change.path).filter((name) => name.endsWith('.jsonl'));
    if (path === undefined || more.length > 0) throw new Error('expected one pack');
    const before = this.scene.history.at(at.id);
    const known = new Set([...before].flatMap((name) => this.scene.packs.get(name) ?? []));
    const loose = [...before].flatMap((name) => /evidence\/.*\/([0-9a-f]{16})\.json$/.exec(name)?.[1] ?? []);
    this.scene.packs.set(
      path,
      loose.filter((id) => !known.has(id)),
    );
    const commit = this.git.change(at, changes);
    const kept = [...before].filter((name) => !/evidence\/.*\.json$/.test(name));
    this.scene.history.add(
      commit,
      new Set([...kept, ...changes.filter((c) => c.content !== null).map((c) => c.path)]),
    );
    return commit;
  }

  /**
   * A packing that waited. Where something that it packed was reverted meanwhile it conflicts, and is dropped and made
   * anew on the tip, which is what AS6063 and docs/learning.md tell people; that is counted by itself, not hidden.
   */
  private async landPacking(packing: Commit): Promise<void> {
    const before = this.conflicts.length;
    await this.mergeIn('pack branch', packing, this.dice(2) === 0);
    this.landed.length = 0;
    if (this.conflicts.length === before) return;
    this.conflicts.pop();
    this.madeAnew += 1;
    this.packed(await this.pack(this.head));
  }

  private packed(commit: Commit): void {
    this.landed.length = 0;
    this.head = commit;
  }

  private finish(what: string, tree: string | undefined, parents: readonly string[], paths: Paths): void {
    this.merges += 1;
    if (tree === undefined) {
      this.conflicts.push(what);
      return;
    }
    const commit = this.git.commit(tree, parents, `${what} ${this.merges}`);
    this.scene.history.add(commit, paths);
    if (what !== 'revert') this.landed.push({ commit, before: this.head });
    this.head = commit;
  }

  /** Compares what is read and folded with the model. */
  private async check(): Promise<Knowledge> {
    const { knowledge, problems, records } = await this.read(this.head);
    if (problems[0]) throw new Error(problems[0].message);
    const should = expected(this.paths(), this.scene);
    const counted = new Set(
      records.flatMap(({ hash, record }) => (record.schema === 'evidence/1' ? [hash] : [])),
    );
    this.lost += [...should.ids].filter((id) => !counted.has(id)).length;
    this.lost += Math.max(0, should.ids.size - knowledge.counts.evidence);
    this.doubleCounted += Math.max(0, knowledge.counts.evidence - should.ids.size);
    const { overall } = knowledge.metrics;
    const compare = (is: number, ought: number) => {
      if (is < ought) this.lost += 1;
      if (is > ought) this.doubleCounted += 1;
    };
    compare(overall.subjects, should.subjects);
    compare(overall.runs, should.ids.size);
    compare(overall.microDollars, should.microDollars);
    for (const item of [...knowledge.patterns.values(), ...knowledge.fixes.values()])
      compare(item.tally.subjects, should.carriers.get(item.id) ?? 0);
    return knowledge;
  }

  private async read(at: Commit) {
    const reader = objectReader(gitIn(this.git.root, { PATH: process.env['PATH'] }));
    return readKnowledge(recordsInCommit(reader, at.id, 'learning'));
  }

  private paths(): Paths {
    return this.scene.history.at(this.head.id);
  }

  private parentOf(commit: Commit): Commit {
    const id = commit.parents[0] ?? '';
    const tree = this.git.treeOf(id);
    return { id, tree, parents: [] };
  }

  private shuffled<Item>(items: readonly Item[]): Item[] {
    const list = [...items];
    for (let last = list.length - 1; last > 0; last -= 1) {
      const other = this.dice(last + 1);
      [list[last], list[other]] = [list[other] as Item, list[last] as Item];
    }
    return list;
  }
}
