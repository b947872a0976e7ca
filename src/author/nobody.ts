import { NO_USAGE, type Problem } from '../flow.js';
import type { Model } from '../ports.js';

/**
 * Stands in where no model is to be asked, and answers every question with `problem`: specs are still checked, and
 * proven components are still proven again.
 */
export function nobody(problem: Problem): Model {
  return {
    free: true,
    refusal: problem,
    ask: async ({ model }) => ({ kind: 'failed', problem, usage: NO_USAGE, model, retryable: false }),
  };
}
