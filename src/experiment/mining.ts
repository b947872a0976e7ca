/** What the code of a house teaches before anybody ran it: patterns that recall may try, observed and not proven. */

import { hash16, recordFile, type Stored } from '../knowledge/index.js';
import { componentsIn } from '../learn/mining/components.js';
import { patternsOf } from '../learn/patterns/index.js';
import type { House } from '../ports.js';
import { parseModule, sourceText } from '../python/index.js';

/** The patterns of every operator, sensor and hook in the house, each once. */
export function minedFrom({ files }: House): readonly Stored[] {
  const found = new Map<string, Stored>();
  for (const { path, content } of files) {
    const parsed = parseModule(sourceText(content));
    if (!parsed.ok) continue;
    for (const { role, component } of componentsIn(parsed.module, path)) {
      if (role === 'trigger' || component.main.name.startsWith('_')) continue;
      for (const record of patternsOf(component)) {
        const file = recordFile(record);
        found.set(file.path, { hash: hash16(file.content), record });
      }
    }
  }
  return [...found.values()];
}
