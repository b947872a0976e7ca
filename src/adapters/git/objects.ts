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
  /** A blob's bytes. Questions of one turn of the event loop are answered by one process. */
  blob(id: string): Promise<Buffer>;
}

interface Waiting {
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (error: unknown) => void;
}

export function objectReader(git: Git): ObjectReader {
  const trees = new Map<string, Promise<ReadonlyMap<string, TreeEntry>>>();
  let queue = new Map<string, Waiting[]>();

  async function drain(): Promise<void> {
    const batch = queue;
    queue = new Map();
    const waiting = [...batch.values()].flat();
    try {
      const found = parseBatch(await git.bytes(['--batch'], { input: `${[...batch.keys()].join('\n')}\n` }));
      for (const [id, list] of batch) {
        const bytes = found.get(id);
        for (const { resolve, reject } of list) {
          if (bytes) resolve(bytes);
          else reject(new Error(`git has no object ${id}; is the clone partial?`));
        }
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }

  return {
    tree(commit) {
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
    },
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

function parseTree(text: string): ReadonlyMap<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  for (const line of text.split('\0')) {
    const match = /^(\d{6}) blob ([0-9a-f]+) +(\d+)\t([\s\S]+)$/.exec(line);
    const [, mode, id, size, path] = match ?? [];
    if (mode && id && size && path) entries.set(path, { mode, id, size: Number(size) });
  }
  return entries;
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
