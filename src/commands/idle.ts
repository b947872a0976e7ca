/** The quick look before anything heavy is loaded: is there any spec file at all? */

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { isNamedLikeSpec } from '../adapters/changes.js';
import { NO_MONEY } from '../flow.js';
import { jsonReport } from '../report/json.js';
import { findRoot } from './root.js';
import type { Terminal } from './terminal.js';

/** True, and said so, when no spec file can be found. False also means: settings decide, somebody else has to look. */
export async function foundNothing(
  flags: { readonly root?: string; readonly json?: boolean },
  terminal: Terminal,
): Promise<boolean> {
  const root = findRoot(terminal.cwd, flags.root);
  const settings = await readFile([root, '.airsmith.yaml'].join('/'), 'utf8').catch(() => '');
  // Folders of their own are the spec room's business.
  if (/^["']?specs["']?\s*:/m.test(settings)) return false;
  const folder = [root, 'specs'].join('/');
  const names = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
  if (names.some(isNamedLikeSpec)) return false;
  if (flags.json) terminal.out(`${JSON.stringify(jsonReport([], [], [], NO_MONEY, undefined), null, 2)}\n`);
  else terminal.out('nothing to do: there is no spec file below specs/\n');
  return true;
}
