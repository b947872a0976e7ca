/** Codes that end an environment's examination: importing the component would raise just what they say. */
export const FATAL_IMPORTS: ReadonlySet<string> = new Set(['AS4501', 'AS4502', 'AS4503', 'AS4504']);
