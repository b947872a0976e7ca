/** Real Airflows from shipped, hashed locks, in airsmith's own cache. */
export { type Addition, addAirflow, originOf } from './add.js';
export type { Damaged } from './added.js';
export { type LockEntry, type Locks, readLocks } from './locks.js';
export type { EnvironmentOptions } from './options.js';
export { furnish } from './overlay.js';
export { type PreparedEnvironment, prepareEnvironment } from './prepare.js';
export { inRange, planTargets } from './targets.js';
export { prepareTools } from './tools.js';
export { isPackage, type Unpacked, unpackWheel } from './unpack.js';
