/** What a finding itself says would put it right: the index of an Airflow, and ruff's safe fixes. */

import type { Fix } from './fix.js';

export const AS_FOUND: Fix = {
  id: 'as-found',
  classes: ['*'],
  title: 'Do what the finding says',
  prompt: 'Follow the remedy of the finding.',
  edits: ({ finding }) => finding.edit,
};
