/** What the indexes of the Airflows say of a component before any Python is started. */
export { checkAgainstIndex } from './check.js';
export { factsOf } from './facts.js';
export { AirflowIndex } from './read.js';
