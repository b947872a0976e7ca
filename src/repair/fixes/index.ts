/** The fixes that need no model, in the order in which they are tried where nothing else is known. */

import { AS_FOUND } from './finding.js';
import type { Fix } from './fix.js';

export const FIXES: readonly Fix[] = [AS_FOUND];
