/** The known fixes, in the order in which they are tried while nothing is known of how well they do. */

import type { Fix } from './fix.js';

export const FIXES: readonly Fix[] = [];
