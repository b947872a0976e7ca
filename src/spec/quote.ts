/** Values of a file inside a message. */

/** A value in backquotes for a message, shortened. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return `\`${short.replaceAll('`', "'")}\``;
}

/** A noun with its article: "an operator". */
export function aOrAn(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
