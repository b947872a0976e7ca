/** Real Airflows from shipped, hashed locks, in airsmith's own cache. */
export type { EnvironmentOptions, Unavailable } from './options.js';
export { type PreparedEnvironment, prepareEnvironment } from './prepare.js';
export { inRange, planTargets } from './targets.js';
export { prepareTools, type Tools } from './tools.js';
