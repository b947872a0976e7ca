/** Reads files of a commit, many at a time. */

import type { Git } from './process.js';

export interface TreeEntry {
  readonly mode: string;
  readonly id: string;
  readonly size: number;
}

export interface ObjectReader {
  /** Every blob of a commit by path; submodules are left out. Asked once per commit. */
  tree(commit: string): Promise<ReadonlyMap<string, TreeEntry>>;
  /** Paths of the submodules of a commit. */
  submodules(commit: string): Promise<readonly string[]>;
  /** A blob's bytes. Questions of one turn of the event loop are answered by one process. */
  blob(id: string): Promise<Buffer>;
}

interface Waiting {
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (error: unknown) => void;
}

/** Bytes of blobs that one process is asked for: its answer is in memory as a whole. */
const BATCH_BYTES = 64 * 1024 * 1024;
/** What a blob is taken for whose size no tree has told. */
const UNKNOWN_SIZE = 64 * 1024;

interface Tree {
  readonly files: ReadonlyMap<string, TreeEntry>;
  readonly submodules: readonly string[];
}

export function objectReader(git: Git): ObjectReader {
  const trees = new Map<string, Promise<Tree>>();
  const sizes = new Map<string, number>();
  let queue = new Map<string, Waiting[]>();

  /** Everything that was asked for in one turn: one process after another, so that few answers are in memory. */
  async function drain(): Promise<void> {
    const asked = queue;
    queue = new Map();
    for (const ids of batches([...asked.keys()], sizes)) {
      const answer = git.bytes(['--batch'], { input: `${ids.join('\n')}\n` }).then(parseBatch);
      const found = await answer.catch((error: unknown) => error);
      for (const id of ids) {
        const bytes = found instanceof Map ? found.get(id) : undefined;
        for (const { resolve, reject } of asked.get(id) ?? []) {
          if (bytes) resolve(bytes);
          else
            reject(
              found instanceof Map ? new Error(`git has no object ${id}; is the clone partial?`) : found,
            );
        }
      }
    }
  }

  function open(commit: string): Promise<Tree> {
    const known = trees.get(commit);
    if (known) return known;
    const made = git
      .text(['ls-tree', '-r', '-l', '-z', '--full-tree', commit])
      .then(parseTree)
      .catch((error: unknown) => {
        trees.delete(commit);
        throw error;
      });
    trees.set(commit, made);
    return made;
  }

  return {
    async tree(commit) {
      const { files } = await open(commit);
      for (const { id, size } of files.values()) sizes.set(id, size);
      return files;
    },
    submodules: async (commit) => (await open(commit)).submodules,
    blob(id) {
      return new Promise((resolve, reject) => {
        if (queue.size === 0) setImmediate(() => void drain());
        const list = queue.get(id) ?? [];
        list.push({ resolve, reject });
        queue.set(id, list);
      });
    },
  };
}

/** `ids` in groups whose blobs come to at most `BATCH_BYTES`. */
function* batches(ids: readonly string[], sizes: ReadonlyMap<string, number>): Generator<readonly string[]> {
  let group: string[] = [];
  let bytes = 0;
  for (const id of ids) {
    const size = sizes.get(id) ?? UNKNOWN_SIZE;
    if (group.length > 0 && bytes + size > BATCH_BYTES) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(id);
    bytes += size;
  }
  if (group.length > 0) yield group;
}

function parseTree(text: string): Tree {
  const files = new Map<string, TreeEntry>();
  const submodules: string[] = [];
  for (const line of text.split('\0')) {
    const [, mode, type, id, size, path] =
      /^(\d{6}) (blob|commit) ([0-9a-f]+) +(\d+|-)\t([\s\S]+)$/.exec(line) ?? [];
    if (!mode || !id || !size || !path) continue;
    if (type === 'blob') files.set(path, { mode, id, size: Number(size) });
    else submodules.push(path);
  }
  return { files, submodules };
}

/** `<id> blob <size>\n<bytes>\n` for each object, `<id> missing\n` for one that is not there. */
function parseBatch(answer: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  let at = 0;
  while (at < answer.length) {
    const end = answer.indexOf(0x0a, at);
    if (end < 0) break;
    const [id, type, size] = answer.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (id === undefined || type === 'missing' || size === undefined) continue;
    found.set(id, Buffer.from(answer.subarray(at, at + Number(size))));
    at += Number(size) + 1;
  }
  return found;
}
