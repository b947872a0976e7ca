/** Tokens of a text, without a tokenizer: none of the vendor's is public. */

/** English and code in JSON take 3.5 to 4.5 bytes a token; with three, a text is rather taken for longer than it is. */
export function tokensAtMost(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 3);
}

/** For what was saved, on the other side: with four and a half it is rather taken for shorter. */
export function tokensAtLeast(text: string): number {
  return Math.floor(Buffer.byteLength(text) / 4.5);
}
