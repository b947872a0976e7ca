/** Whether two patterns of errors say the same: what wraps them, how many there are of a kind, and what a word stands for aside. Pure. */

/** A pattern taken apart. */
export interface Said {
  /** `QuotaError`, the innermost that is named; an empty text where there is none. */
  readonly exception: string;
  /** Words as they stand, the exception's own first. */
  readonly words: readonly string[];
}

/** Share of words in the same order that must agree. Drain, which this follows, works best between 0.4 and 0.6. */
const ALIKE = 0.6;
/** The same where one says more than the other: a longer message has more words to agree in by chance. */
const ALIKE_IN_PART = 0.7;
const ANYTHING = '<*>';
/** Fewer words than these are said of anything: `timed out`. */
const TELLING = 4;

/** What our own findings put round an exception, and what CPython adds from 3.12 on. */
const WRAPPERS = [
  /^raised (.+); expected .+$/,
  /^the task raised (.+) before it could be killed.*$/,
  /^(.+?)\. Did you mean .+\?$/,
] as const;
/** Exceptions that say nothing of what went wrong: Airflow 3 raises others of them than Airflow 2 for the same. */
const GENERAL = /^(Exception|RuntimeError|ValueError|TypeError|OSError|Airflow\w*Exception|error)$/;
const HEAD = /^([A-Za-z_]\w*): (?=.)/;

export function saidBy(pattern: string): Said {
  let text = pattern.trim();
  for (const wrapper of WRAPPERS) text = wrapper.exec(text)?.[1] ?? text;
  for (;;) {
    const [whole = '', outer = ''] = HEAD.exec(text) ?? [];
    const inner = text.slice(whole.length);
    if (!GENERAL.test(outer) || !/^\w*(Error|Exception|Warning|Timeout): /.test(inner)) break;
    text = inner;
  }
  return { exception: HEAD.exec(text)?.[1] ?? '', words: text.split(/\s+/).filter((word) => word !== '') };
}

/** Patterns of one exception, of which most words agree in their order; or the same words of one that says nothing and another. */
export function isAlike(a: Said, b: Said): boolean {
  if (a.exception !== b.exception) {
    const [one, other] = [bodyOf(a), bodyOf(b)];
    const general = GENERAL.test(a.exception) || GENERAL.test(b.exception);
    return general && one.length >= TELLING && one.join(' ') === other.join(' ');
  }
  const [shorter, longer] = [a.words, b.words].sort((x, y) => x.length - y.length) as [
    Said['words'],
    Said['words'],
  ];
  const sum = shorter.length + longer.length;
  const least = shorter.length === longer.length ? ALIKE : ALIKE_IN_PART;
  return 2 * shorter.length >= least * sum && 2 * shared(shorter, longer).length >= least * sum;
}

/** What patterns have in common, `<*>` where they differ. */
export function commonOf(all: readonly Said[]): string {
  const [first = [], ...rest] = all.map(({ words }) => words);
  if (rest.every((words) => words.length === first.length))
    return first
      .map((word, index) => rest.reduce((common, words) => same(common, words[index]), word))
      .join(' ');
  const common = rest.reduce<readonly string[]>((known, words) => {
    const pairs = shared(known, words);
    const found: string[] = [];
    let [at, other] = [0, 0];
    for (const [i, j] of [...pairs, [known.length, words.length] as const]) {
      if ((i > at || j > other) && found.at(-1) !== ANYTHING) found.push(ANYTHING);
      if (i < known.length) found.push(same(known[i] ?? '', words[j]));
      [at, other] = [i + 1, j + 1];
    }
    return found;
  }, first);
  return common.join(' ');
}

function bodyOf({ exception, words }: Said): readonly string[] {
  return words.slice(exception === '' ? 0 : 1).map(plain);
}

/** One of a kind or several: `argument:` for `arguments:`. */
function plain(word: string): string {
  return /^[a-z]{4,}s\W*$/i.test(word) ? word.replace(/s(\W*)$/i, '$1') : word;
}

function same(a: string, b: string | undefined): string {
  if (a === b) return a;
  return b !== undefined && plain(a) === plain(b) ? plain(a) : ANYTHING;
}

/** Places of a longest common subsequence, the first there is. */
function shared(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const [left, right] = [a.map(plain), b.map(plain)];
  const most = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  const at = (i: number, j: number) => most[i]?.[j] ?? 0;
  for (let i = left.length - 1; i >= 0; i -= 1)
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const row = most[i] as number[];
      row[j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const pairs: [number, number][] = [];
  for (let [i, j] = [0, 0]; i < left.length && j < right.length; ) {
    if (left[i] === right[j]) {
      pairs.push([i, j]);
      [i, j] = [i + 1, j + 1];
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}
