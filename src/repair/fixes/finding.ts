/** What a finding itself says would put it right: the index of an Airflow, and ruff's safe fixes. */

import type { Fix } from './fix.js';
import { reachesBeyond } from './reach.js';

export const AS_FOUND: Fix = {
  id: 'as-found',
  classes: ['*'],
  title: 'Do what the finding says',
  prompt: 'Follow the remedy of the finding.',
  edits: ({ finding: { edit } }, { module, main }) =>
    edit && module && reachesBeyond(edit, { module, ...(main ? { main } : {}) }) ? undefined : edit,
};
