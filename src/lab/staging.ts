import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Draft } from '../flow.js';
import type { StagedDraft } from '../ports.js';
import { isPlainPath } from '../safety/paths.js';

/** Writes a draft's files into a new folder below `base`, at their repository paths. */
export async function stage(draft: Draft, base: string): Promise<StagedDraft> {
  await mkdir(base, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(base, 'draft-'));
  const [root, shown] = [join(folder, 'all'), join(folder, 'shown')];
  await write(draft, draft.files, root);
  await write(
    draft,
    draft.files.filter(({ role }) => role !== 'test'),
    shown,
  );
  return { root, shown, draft, dispose: () => rm(folder, { recursive: true, force: true }) };
}

async function write(draft: Draft, files: Draft['files'], root: string): Promise<void> {
  for (const file of files) {
    if (!isPlainPath(file.path)) throw new Error(`a draft's file has the path ${JSON.stringify(file.path)}`);
    const path = join(root, file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.content, { flag: 'wx' });
  }
  await mkdir(join(root, draft.pythonRoot), { recursive: true });
}
