/** An idea as it was seen in one component. */

import type { PatternType } from '../../knowledge/index.js';

export interface Sighting {
  readonly type: PatternType;
  readonly title: string;
  readonly when: string;
  readonly notWhen: string;
  readonly code: string;
  /** Top-level modules of libraries that the code needs, beyond what it imports itself. */
  readonly libraries?: readonly string[];
}
