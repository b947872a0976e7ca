/** What people do with a store: look at it, check it, and say no. Not loaded by a run. */

export { complaint, refusal } from './complaint.js';
export { reason, rejectionOf, relabelOf, retractionOf } from './decisions.js';
export { type Explanation, explain } from './explain.js';
export { figuresOf, type StoreFigures } from './figures.js';
export { type Entry, find } from './find.js';
export { inspect } from './inspect.js';
export { openShelf, type Shelf } from './shelf.js';
export { type Taught, type TaughtItem, taught } from './taught.js';
