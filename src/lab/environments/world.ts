import { type Unavailable, unavailable } from './options.js';

const WORLDLY = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR']);

/** Full disks and folders that cannot be written are the world's fault, not a bug. */
export async function worldly<T>(work: () => Promise<T | Unavailable>): Promise<T | Unavailable> {
  try {
    return await work();
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined || !WORLDLY.has(code)) throw error;
    return unavailable({
      code: 'AS3105',
      message: `the cache cannot be written (${code})`,
      cause: path ?? String(error),
      remedy: 'point the cache at a folder of yours with about 1 GB of room',
    });
  }
}
