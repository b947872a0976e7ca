/** Codes that say what importing the component would raise. */
export const FATAL_IMPORTS: ReadonlySet<string> = new Set(['AS4501', 'AS4502', 'AS4503', 'AS4504']);
