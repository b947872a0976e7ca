/** Source as it stands on a disk, for reading it here: what is no UTF-8 becomes a replacement character. Python is given the bytes. */
export function sourceText(content: string | Uint8Array): string {
  return typeof content === 'string' ? content : Buffer.from(content).toString('utf8');
}
