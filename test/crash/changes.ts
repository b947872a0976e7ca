/** What every run here writes: a new file in a new folder, a changed one, one that goes, one with its mode kept. */

import type { FileChange } from '../../src/ports.js';

export type How = 'commit' | 'write' | 'land';

export const MESSAGE = 'Add what was learned\n';
export const BEFORE = {
  'README.md': 'hello\n',
  'plugins/operators/orders.py': 'old = 1\n',
  'learning/patterns/import/old.json': '{}\n',
  'bin/tool.sh': '#!/bin/sh\n',
} as const;
export const CHANGES: readonly FileChange[] = [
  { path: 'plugins/operators/orders.py', content: 'new = 1\n' },
  { path: 'learning/evidence/2026-11/a.json', content: '{"a": 1}\n' },
  { path: 'learning/patterns/import/old.json', content: null },
  { path: 'docs/components/orders.md', content: `${'# Orders\n'.repeat(20_000)}` },
];
