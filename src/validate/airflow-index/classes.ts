/** Lines of the index that describe a class: see `read.ts`. */

export interface Parameter {
  readonly name: string;
  readonly kind: 'positional-only' | 'positional' | 'keyword' | 'var-positional' | 'var-keyword';
  readonly required: boolean;
}

export interface Signature {
  readonly bound: 'instance' | 'class' | 'static';
  /** Without `self` or `cls`. */
  readonly parameters: readonly Parameter[];
}

export interface ClassEntry {
  readonly name: string;
  readonly kind: 'operator' | 'sensor' | 'hook' | 'trigger' | 'exception' | 'other';
  /** Whether the constructor refuses unknown keywords in spite of its `**kwargs`. */
  readonly strict: boolean;
  /** Bases in the order of resolution, without the class itself. */
  readonly mro: readonly string[];
  /** Its own methods, `__init__` among them. */
  readonly methods: ReadonlyMap<string, Signature>;
}

/** Reads what follows the `c` of a line. */
export function readClass(line: string): ClassEntry {
  const [name = '', kind = 'other', bases = '', ...methods] = line.split(' ');
  return {
    name,
    kind: kind.replace('!', '') as ClassEntry['kind'],
    strict: kind.endsWith('!'),
    mro: bases
      .slice(1, -1)
      .split(',')
      .filter((base) => base !== ''),
    methods: new Map(methods.map(readMethod)),
  };
}

function readMethod(word: string): readonly [string, Signature] {
  const open = word.indexOf('(');
  const bound = word.startsWith('^') ? 'class' : word.startsWith('=') ? 'static' : 'instance';
  const inside = word.slice(open + 1, -1);
  const name = word.slice(bound === 'instance' ? 0 : 1, open);
  return [name, { bound, parameters: inside === '' ? [] : readParameters(inside.split(',')) }];
}

function readParameters(words: readonly string[]): readonly Parameter[] {
  const parameters: Parameter[] = [];
  let keywordsOnly = false;
  for (const word of words) {
    const name = word.replace(/^\*+|[/=]+$/g, '');
    if (word === '*') keywordsOnly = true;
    else if (word.startsWith('**')) parameters.push({ name, kind: 'var-keyword', required: false });
    else if (word.startsWith('*')) {
      keywordsOnly = true;
      parameters.push({ name, kind: 'var-positional', required: false });
    } else {
      const kind = word.includes('/') ? 'positional-only' : keywordsOnly ? 'keyword' : 'positional';
      parameters.push({ name, kind, required: !word.endsWith('=') });
    }
  }
  return parameters;
}
