/** What people do with a store: look at it, check it, and say no. Not loaded by a run. */

export { bring, type Carried, give } from '../exchange/carry.js';
export { type Expunging, expungeNamed, expungeText } from '../expunge/plan.js';
export { pack } from '../pack.js';
export { refusal } from './complaint.js';
export { rejectionOf, relabelOf, retractionOf } from './decisions.js';
export { type Explanation, explain } from './explain.js';
export { figuresOf, type StoreFigures } from './figures.js';
export { type Entry, find } from './find.js';
export { evidenceIn, inspect } from './inspect.js';
export { type Candidate, type PullReview, type Refused, reviewPull } from './pull.js';
export { besideShipped, openShelf, type Shelf, shelfOf } from './shelf.js';
export { type Taught, type TaughtItem, taught } from './taught.js';
export { tidy } from './tidy.js';
