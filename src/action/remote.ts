/** The remote that a runner's checkout comes from. */
export const REMOTE = 'origin';
