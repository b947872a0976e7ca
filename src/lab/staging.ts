import { link, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Draft, DraftRole } from '../flow.js';
import type { House, HouseFile, StagedDraft } from '../ports.js';
import { isModulePath } from '../safety/paths.js';
import { discard } from './discard.js';

/** What tells nobody what an example expects. */
const CODE: readonly DraftRole[] = ['component', 'dag'];

/**
 * Writes a draft's files into a new folder below `base`, at their repository paths, and the house's modules beside them. The
 * draft's own file wins over one of the same path. A second folder holds the same without tests.
 */
export async function stage(draft: Draft, base: string, house?: House): Promise<StagedDraft> {
  await mkdir(base, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(base, 'draft-'));
  const [root, code] = [join(folder, 'whole'), join(folder, 'code')];
  const own = new Set(draft.files.map(({ path }) => path));
  const others = house?.files.filter(({ path }) => !own.has(path)) ?? [];
  for (const file of draft.files) {
    await write(root, file);
    if (CODE.includes(file.role)) await copy(root, code, file.path);
  }
  for (const file of others) {
    await write(root, file);
    await copy(root, code, file.path);
  }
  const pythonPath = [...new Set([draft.pythonRoot, ...(house?.folders ?? [])])];
  for (const tree of [root, code])
    for (const path of pythonPath) await mkdir(join(tree, path), { recursive: true });
  return { root, code, pythonPath, draft, dispose: () => discard(folder) };
}

async function write(tree: string, file: HouseFile): Promise<void> {
  if (!isModulePath(file.path)) throw new Error(`a draft's file has the path ${JSON.stringify(file.path)}`);
  const path = join(tree, file.path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, file.content, { flag: 'wx' });
}

/** One file with two names, since nothing in either tree is ever written again. */
async function copy(from: string, to: string, path: string): Promise<void> {
  await mkdir(dirname(join(to, path)), { recursive: true });
  await link(join(from, path), join(to, path));
}
