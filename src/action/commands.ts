/** What people can ask for in a comment: the first line, as data. Pure. */

export type Command =
  | { readonly kind: 'retry' }
  /** Of an item, or of all specs of the pull request. */
  | { readonly kind: 'why'; readonly id?: string }
  | { readonly kind: 'reject'; readonly id: string; readonly why?: string }
  | { readonly kind: 'relabel'; readonly id: string; readonly errorClass: string; readonly why?: string }
  | { readonly kind: 'unclear'; readonly word: string };

const ID = /^[0-9a-f]{4,16}$/;
const CLASS = /^[a-z0-9][a-z0-9._-]{0,79}$/;
const MOST = 1_200;

/** Undefined where the comment is no command: those begin with `/airsmith`, so that a quoted one is none. */
export function parseCommand(body: string): Command | undefined {
  const line = body.split(/\r\n|[\n\r]/, 1)[0] ?? '';
  const [name, word = '', first = '', ...rest] = line
    .slice(0, MOST)
    .trim()
    .split(/[ \t]+/);
  if (name !== '/airsmith') return undefined;
  const unclear: Command = { kind: 'unclear', word: word.slice(0, 40) };
  switch (word) {
    case 'retry':
      return first === '' ? { kind: 'retry' } : unclear;
    case 'why':
      if (first === '') return { kind: 'why' };
      return ID.test(first) && rest.length === 0 ? { kind: 'why', id: first } : unclear;
    case 'reject':
      return ID.test(first) ? { kind: 'reject', id: first, ...reasonOf(rest) } : unclear;
    case 'relabel': {
      const [errorClass = '', ...words] = rest;
      if (!ID.test(first) || !CLASS.test(errorClass)) return unclear;
      return { kind: 'relabel', id: first, errorClass, ...reasonOf(words) };
    }
    default:
      return unclear;
  }
}

function reasonOf(words: readonly string[]): { readonly why?: string } {
  return words.length === 0 ? {} : { why: words.join(' ').slice(0, 1_000) };
}

/** What can be asked for, for somebody who asked for something else. Markdown. */
export const HELP = [
  'I know these, alone on the first line of a comment:',
  '',
  '- `/airsmith retry` builds once more, the model is asked again',
  '- `/airsmith why` says how each component came about; `/airsmith why ID` what is known of an item',
  '- `/airsmith reject ID reason …` never uses or learns an item again',
  '- `/airsmith relabel ID CLASS reason …` says that an error is of another class',
].join('\n');
