/**
 * A bare repository worked on with git's own plumbing: `merge-tree --write-tree` is the merge that a forge does for a
 * pull request; commits are written as the loose objects that `commit-tree` would write.
 */

import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';

export interface Change {
  readonly path: string;
  readonly content: string | null;
}

export interface Commit {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
}

const ENVIRONMENT = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  LC_ALL: 'C',
};
const WHO = 'bench <bench@example.invalid> 1793491200 +0000';

export class Plumbing {
  readonly root: string;
  private readonly trees = new Map<string, string>();
  private merging: Merging | undefined;

  constructor(root: string) {
    this.root = root;
    this.run(['init', '--quiet', '--bare', '--initial-branch=main', root]);
  }

  /** A commit on `parent` with `changes`. */
  change(parent: Commit | undefined, changes: readonly Change[]): Commit {
    const parts = [`commit refs/heads/work\ncommitter ${WHO}\ndata 1\nx\n`];
    parts.push(parent ? `from ${parent.id}\n` : '');
    for (const { path, content } of changes) {
      if (content === null) parts.push(`D ${path}\n`);
      else parts.push(`M 100644 inline ${path}\ndata ${Buffer.byteLength(content)}\n${content}\n`);
    }
    this.run(['fast-import', '--quiet', '--force'], parts.join(''));
    const [id = '', tree = ''] = this.run(['rev-parse', 'refs/heads/work', 'refs/heads/work^{tree}']).split(
      '\n',
    );
    return { id, tree, parents: parent ? [parent.id] : [] };
  }

  /** A commit object with this tree. */
  commit(tree: string, parents: readonly string[], message = 'x'): Commit {
    const text = [
      `tree ${tree}`,
      ...parents.map((parent) => `parent ${parent}`),
      `author ${WHO}`,
      `committer ${WHO}`,
      '',
      message,
      '',
    ].join('\n');
    const object = Buffer.from(`commit ${Buffer.byteLength(text)}\0${text}`);
    const id = createHash('sha1').update(object).digest('hex');
    const folder = join(this.root, 'objects', id.slice(0, 2));
    mkdirSync(folder, { recursive: true });
    const file = join(folder, id.slice(2));
    if (!existsSync(file)) writeFileSync(file, deflateSync(object));
    return { id, tree, parents };
  }

  /** The tree that git merges `theirs` into `ours` to; undefined for a conflict. */
  merge(ours: Commit, theirs: Commit): Promise<string | undefined> {
    this.merging ??= new Merging(this.root);
    return this.merging.merge(ours.id, theirs.id);
  }

  /** Ends the process that merges. */
  close(): void {
    this.merging?.close();
    this.merging = undefined;
  }

  /** Everything in one pack, as a forge keeps it. */
  repack(): void {
    this.run(['repack', '-adq']);
  }

  /**
   * What `cherry-pick` and `revert` do: the merge of `theirs` into `ours` as if both came from `base`. Undefined for a
   * conflict.
   */
  replay(ours: Commit, base: Commit, theirs: Commit): Promise<string | undefined> {
    const root = this.commit(base.tree, [], 'base');
    return this.merge(
      this.commit(ours.tree, [root.id], 'ours'),
      this.commit(theirs.tree, [root.id], 'theirs'),
    );
  }

  treeOf(commit: string): string {
    const known = this.trees.get(commit) ?? this.run(['rev-parse', `${commit}^{tree}`]).trim();
    this.trees.set(commit, known);
    return known;
  }

  run(args: readonly string[], input = ''): string {
    const { status, stdout, stderr } = this.git(args, input);
    if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
    return stdout;
  }

  private git(args: readonly string[], input: string) {
    const cwd = existsSync(this.root) ? this.root : dirname(this.root);
    return spawnSync('git', args, { cwd, env: ENVIRONMENT, input, encoding: 'utf8', maxBuffer: 1 << 29 });
  }
}

/**
 * One `git merge-tree` that is told of one merge after the other, which saves a process for each. It answers
 * `<1 when clean> NUL <tree> NUL`, for a conflict the names of its files, and an empty field at the end. It answers at the
 * end of its input only, unless `stdbuf` has it write at once.
 */
class Merging {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly fields: AsyncIterator<string>;

  constructor(root: string) {
    const merge = ['merge-tree', '--stdin', '--write-tree', '--no-messages', '--name-only'];
    this.child = spawn('stdbuf', ['--output=0', 'git', ...merge], { cwd: root, env: ENVIRONMENT });
    this.fields = fieldsOf(this.child.stdout);
  }

  async merge(ours: string, theirs: string): Promise<string | undefined> {
    this.child.stdin.write(`${ours} ${theirs}\n`);
    const clean = await this.next();
    const tree = await this.next();
    while ((await this.next()) !== '');
    return clean === '1' ? tree : undefined;
  }

  close(): void {
    this.child.stdin.end();
  }

  private async next(): Promise<string> {
    const { value, done } = await this.fields.next();
    if (done) throw new Error(`git merge-tree: ${this.child.stderr.read() ?? 'ended'}`);
    return value;
  }
}

async function* fieldsOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = '';
  for await (const some of stream) {
    const fields = (rest + some.toString('latin1')).split('\0');
    rest = fields.pop() ?? '';
    yield* fields;
  }
}
