/**
 * Judges a Python regular expression without Python. Accepts whatever CPython accepts; finds what people get wrong:
 * brackets, quantifiers, escapes, and the dialects of other languages. The pattern is never run here, since it comes
 * from a pull request and could take for ever.
 */

import { PatternCursor, type PatternFault, PatternMistake } from './pattern-cursor.js';
import { readEscape } from './pattern-escape.js';

/** Why CPython's `re` refuses the pattern, or undefined where nothing is found. */
export function patternFault(pattern: string): PatternFault | undefined {
  try {
    new PatternReader(pattern).read();
    return undefined;
  } catch (mistake) {
    if (mistake instanceof PatternMistake) return mistake.fault;
    throw mistake;
  }
}

/** What stands before a quantifier: nothing, something that can be repeated, or something repeated already. */
type Before = 'nothing' | 'item' | 'repeated';

const QUANTIFIER = /(?:[*+?]|\{(?:\d+(?:,\d*)?|,\d*)\})/y;
const NAME = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/y;

/** Comments and other flags may stand before flags. */
const ONLY_FLAGS = /^(?:\(\?(?:#[^)]*|[aimsux]+)\))*$/;

class PatternReader {
  readonly #cursor: PatternCursor;
  #groups = 0;
  readonly #names = new Set<string>();
  readonly #open: number[] = [];
  #verbose = false;

  constructor(pattern: string) {
    this.#cursor = new PatternCursor(pattern);
  }

  read(): void {
    let before: Before = 'nothing';
    while (this.#cursor.at < this.#cursor.pattern.length) {
      const start = this.#cursor.at;
      const character = this.#cursor.pattern.charAt(start);
      if (this.#verbose && this.#skipVerbose(character)) continue;
      const repeat = this.#cursor.match(QUANTIFIER);
      if (repeat !== undefined) before = this.#quantify(repeat, start, before);
      else if (character === '(') before = this.#group(start);
      else if (character === ')') before = this.#close(start);
      else if (character === '[') before = this.#set(start);
      else if (character === '\\') before = this.#escape(start);
      else {
        this.#cursor.at++;
        before = character === '|' || character === '^' || character === '$' ? 'nothing' : 'item';
      }
    }
    const unclosed = this.#open.at(-1);
    if (unclosed !== undefined) throw new PatternMistake('a `)` is missing', unclosed);
  }

  /** Under the `x` flag white space and comments mean nothing. */
  #skipVerbose(character: string): boolean {
    if (character === '#') {
      const end = this.#cursor.pattern.indexOf('\n', this.#cursor.at);
      this.#cursor.at = end < 0 ? this.#cursor.pattern.length : end + 1;
      return true;
    }
    if (!/[ \t\n\r\v\f]/.test(character)) return false;
    this.#cursor.at++;
    return true;
  }

  #quantify(repeat: string, start: number, before: Before): Before {
    const [low, high] = repeat.slice(1, -1).split(',');
    if (repeat.startsWith('{') && repeat === '{,}' && before === 'nothing') {
      throw new PatternMistake('there is nothing to repeat', start);
    }
    if (low && high && Number(low) > Number(high))
      throw new PatternMistake(`\`${repeat}\` ends below its begin`, start);
    if (before === 'nothing') throw new PatternMistake(`there is nothing for \`${repeat}\` to repeat`, start);
    if (before === 'repeated') throw new PatternMistake(`\`${repeat}\` repeats a repetition`, start);
    const suffix = this.#cursor.pattern.charAt(this.#cursor.at);
    if (suffix === '?' || suffix === '+') this.#cursor.at++;
    return 'repeated';
  }

  #group(start: number): Before {
    this.#cursor.at++;
    if (!this.#cursor.accept('?')) {
      this.#groups++;
      this.#open.push(start);
      return 'nothing';
    }
    if (this.#cursor.accept('#')) {
      const end = this.#cursor.pattern.indexOf(')', this.#cursor.at);
      if (end < 0) throw new PatternMistake('a comment has no `)`', start);
      this.#cursor.at = end + 1;
      return 'item';
    }
    if (this.#cursor.accept('P')) return this.#namedGroup(start);
    if (this.#cursor.accept('<=') || this.#cursor.accept('<!') || this.#cursor.acceptOne('=!:>')) {
      this.#open.push(start);
      return 'nothing';
    }
    if (this.#cursor.accept('(')) return this.#conditional(start);
    if (this.#cursor.pattern.charAt(this.#cursor.at) === '<') {
      const better = this.#cursor.pattern.replace(/\(\?<(?=[A-Za-z_])/g, '(?P<');
      throw new PatternMistake('Python writes named groups as `(?P<name>…)`', start, better);
    }
    return this.#flags(start);
  }

  #namedGroup(start: number): Before {
    const reference = this.#cursor.accept('=');
    if (!reference && !this.#cursor.accept('<'))
      throw new PatternMistake('`(?P` is not followed by `<` or `=`', start);
    const name = this.#cursor.match(NAME);
    if (name === undefined || !this.#cursor.accept(reference ? ')' : '>')) {
      throw new PatternMistake('the name of a group is no identifier', start);
    }
    if (reference) {
      if (!this.#names.has(name)) throw new PatternMistake(`there is no group \`${name}\` before`, start);
      return 'item';
    }
    if (this.#names.has(name)) throw new PatternMistake(`the group \`${name}\` is defined twice`, start);
    this.#names.add(name);
    this.#groups++;
    this.#open.push(start);
    return 'nothing';
  }

  #conditional(start: number): Before {
    const end = this.#cursor.pattern.indexOf(')', this.#cursor.at);
    if (end < 0) throw new PatternMistake('a condition has no `)`', start);
    this.#cursor.at = end + 1;
    this.#open.push(start);
    return 'nothing';
  }

  #flags(start: number): Before {
    const flags = this.#cursor.match(/[aimsux]*(?:-[imsx]+)?/y) ?? '';
    if (this.#cursor.accept(':')) {
      this.#open.push(start);
      return 'nothing';
    }
    if (flags === '' || flags.includes('-') || !this.#cursor.accept(')')) {
      throw new PatternMistake('`(?` is not followed by anything that Python knows', start);
    }
    if (!ONLY_FLAGS.test(this.#cursor.pattern.slice(0, start)))
      throw new PatternMistake(`flags such as \`(?${flags})\` stand only at the begin`, start);
    if (flags.includes('x')) this.#verbose = true;
    return 'nothing';
  }

  #close(start: number): Before {
    if (this.#open.pop() === undefined) throw new PatternMistake('a `)` has no `(`', start);
    this.#cursor.at++;
    return 'item';
  }

  #set(start: number): Before {
    this.#cursor.at++;
    this.#cursor.accept('^');
    let first = true;
    while (first || this.#cursor.pattern.charAt(this.#cursor.at) !== ']') {
      if (this.#cursor.at >= this.#cursor.pattern.length) throw new PatternMistake('a `]` is missing', start);
      first = false;
      const low = this.#setMember();
      if (
        this.#cursor.pattern.charAt(this.#cursor.at) !== '-' ||
        this.#cursor.pattern.charAt(this.#cursor.at + 1) === ']'
      )
        continue;
      const dash = this.#cursor.at;
      this.#cursor.at++;
      if (this.#cursor.at >= this.#cursor.pattern.length) throw new PatternMistake('a `]` is missing', start);
      const high = this.#setMember();
      const known = low !== undefined && high !== undefined;
      if (!known || low > high)
        throw new PatternMistake('a range in brackets ends before its begin', dash - 1);
    }
    this.#cursor.at++;
    return 'item';
  }

  /** One character of a set as its code point; undefined for a class such as `\d`. */
  #setMember(): number | undefined {
    const start = this.#cursor.at;
    if (this.#cursor.pattern.charAt(start) !== '\\') {
      const code = this.#cursor.pattern.codePointAt(start) ?? 0;
      this.#cursor.at += code > 0xffff ? 2 : 1;
      return code;
    }
    return readEscape(this.#cursor, 'set', start, this.#groups);
  }

  #escape(start: number): Before {
    const assertion = /[AbBZ]/.test(this.#cursor.pattern.charAt(start + 1));
    readEscape(this.#cursor, 'text', start, this.#groups);
    return assertion ? 'nothing' : 'item';
  }
}
