/**
 * Judges a Python regular expression without Python. Accepts whatever CPython accepts; finds what people get wrong:
 * brackets, quantifiers, escapes, and the dialects of other languages. The pattern is never run here, since it comes
 * from a pull request and could take for ever.
 */

export interface PatternFault {
  readonly reason: string;
  /** Where in the pattern, from 0. */
  readonly index: number;
  readonly better?: string;
}

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

class PatternMistake extends Error {
  readonly fault: PatternFault;

  constructor(reason: string, index: number, better?: string) {
    super(reason);
    this.fault = { reason, index, ...(better === undefined ? {} : { better }) };
  }
}

/** What stands before a quantifier: nothing, something that can be repeated, or something repeated already. */
type Before = 'nothing' | 'item' | 'repeated';

const QUANTIFIER = /(?:[*+?]|\{(?:\d+(?:,\d*)?|,\d*)\})/y;
const NAME = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/y;

/** Comments and other flags may stand before flags. */
const ONLY_FLAGS = /^(?:\(\?(?:#[^)]*|[aimsux]+)\))*$/;

class PatternReader {
  readonly #pattern: string;
  #at = 0;
  #groups = 0;
  readonly #names = new Set<string>();
  readonly #open: number[] = [];
  #verbose = false;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  read(): void {
    let before: Before = 'nothing';
    while (this.#at < this.#pattern.length) {
      const start = this.#at;
      const character = this.#pattern.charAt(start);
      if (this.#verbose && this.#skipVerbose(character)) continue;
      const repeat = this.#match(QUANTIFIER);
      if (repeat !== undefined) before = this.#quantify(repeat, start, before);
      else if (character === '(') before = this.#group(start);
      else if (character === ')') before = this.#close(start);
      else if (character === '[') before = this.#set(start);
      else if (character === '\\') before = this.#escape(start);
      else {
        this.#at++;
        before = character === '|' || character === '^' || character === '$' ? 'nothing' : 'item';
      }
    }
    const unclosed = this.#open.at(-1);
    if (unclosed !== undefined) throw new PatternMistake('a `)` is missing', unclosed);
  }

  /** Under the `x` flag white space and comments mean nothing. */
  #skipVerbose(character: string): boolean {
    if (character === '#') {
      const end = this.#pattern.indexOf('\n', this.#at);
      this.#at = end < 0 ? this.#pattern.length : end + 1;
      return true;
    }
    if (!/[ \t\n\r\v\f]/.test(character)) return false;
    this.#at++;
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
    const suffix = this.#pattern.charAt(this.#at);
    if (suffix === '?' || suffix === '+') this.#at++;
    return 'repeated';
  }

  #group(start: number): Before {
    this.#at++;
    if (!this.#accept('?')) {
      this.#groups++;
      this.#open.push(start);
      return 'nothing';
    }
    if (this.#accept('#')) {
      const end = this.#pattern.indexOf(')', this.#at);
      if (end < 0) throw new PatternMistake('a comment has no `)`', start);
      this.#at = end + 1;
      return 'item';
    }
    if (this.#accept('P')) return this.#namedGroup(start);
    if (this.#accept('<=') || this.#accept('<!') || this.#acceptOne('=!:>')) {
      this.#open.push(start);
      return 'nothing';
    }
    if (this.#accept('(')) return this.#conditional(start);
    if (this.#pattern.charAt(this.#at) === '<') {
      const better = this.#pattern.replace(/\(\?<(?=[A-Za-z_])/g, '(?P<');
      throw new PatternMistake('Python writes named groups as `(?P<name>…)`', start, better);
    }
    return this.#flags(start);
  }

  #namedGroup(start: number): Before {
    const reference = this.#accept('=');
    if (!reference && !this.#accept('<'))
      throw new PatternMistake('`(?P` is not followed by `<` or `=`', start);
    const name = this.#match(NAME);
    if (name === undefined || !this.#accept(reference ? ')' : '>')) {
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
    const end = this.#pattern.indexOf(')', this.#at);
    if (end < 0) throw new PatternMistake('a condition has no `)`', start);
    this.#at = end + 1;
    this.#open.push(start);
    return 'nothing';
  }

  #flags(start: number): Before {
    const flags = this.#match(/[aimsux]*(?:-[imsx]+)?/y) ?? '';
    if (this.#accept(':')) {
      this.#open.push(start);
      return 'nothing';
    }
    if (flags === '' || flags.includes('-') || !this.#accept(')')) {
      throw new PatternMistake('`(?` is not followed by anything that Python knows', start);
    }
    if (!ONLY_FLAGS.test(this.#pattern.slice(0, start)))
      throw new PatternMistake(`flags such as \`(?${flags})\` stand only at the begin`, start);
    if (flags.includes('x')) this.#verbose = true;
    return 'nothing';
  }

  #close(start: number): Before {
    if (this.#open.pop() === undefined) throw new PatternMistake('a `)` has no `(`', start);
    this.#at++;
    return 'item';
  }

  #set(start: number): Before {
    this.#at++;
    this.#accept('^');
    let first = true;
    while (first || this.#pattern.charAt(this.#at) !== ']') {
      if (this.#at >= this.#pattern.length) throw new PatternMistake('a `]` is missing', start);
      first = false;
      const low = this.#setMember();
      if (this.#pattern.charAt(this.#at) !== '-' || this.#pattern.charAt(this.#at + 1) === ']') continue;
      const dash = this.#at;
      this.#at++;
      if (this.#at >= this.#pattern.length) throw new PatternMistake('a `]` is missing', start);
      const high = this.#setMember();
      const known = low !== undefined && high !== undefined;
      if (!known || low > high)
        throw new PatternMistake('a range in brackets ends before its begin', dash - 1);
    }
    this.#at++;
    return 'item';
  }

  /** One character of a set as its code point; undefined for a class such as `\d`. */
  #setMember(): number | undefined {
    const start = this.#at;
    if (this.#pattern.charAt(start) !== '\\') {
      const code = this.#pattern.codePointAt(start) ?? 0;
      this.#at += code > 0xffff ? 2 : 1;
      return code;
    }
    return this.#escapeIn('set', start);
  }

  #escape(start: number): Before {
    const assertion = /[AbBZ]/.test(this.#pattern.charAt(start + 1));
    this.#escapeIn('text', start);
    return assertion ? 'nothing' : 'item';
  }

  #escapeIn(where: 'set' | 'text', start: number): number | undefined {
    const letter = this.#pattern.charAt(start + 1);
    if (letter === '') throw new PatternMistake('it ends with a single backslash', start);
    this.#at = start + 2;
    if (/[0-9]/.test(letter)) return this.#number(where, start);
    if (/[dDsSwW]/.test(letter)) return undefined;
    if (letter === 'N') return this.#namedCharacter(start);
    const digits = ({ x: 2, u: 4, U: 8 } as Record<string, number>)[letter];
    if (digits !== undefined) {
      const code = new RegExp(`^[0-9a-fA-F]{${digits}}`).exec(this.#pattern.slice(this.#at))?.[0];
      if (!code) throw new PatternMistake(`\`\\${letter}\` needs ${digits} hexadecimal digits`, start);
      if (Number.parseInt(code, 16) > 0x10ffff) throw new PatternMistake('there is no such character', start);
      this.#at += digits;
      return Number.parseInt(code, 16);
    }
    const control = 'abfnrtv'.indexOf(letter);
    if (control >= 0 && (where === 'set' || letter !== 'b')) return [7, 8, 12, 10, 13, 9, 11][control];
    if (where === 'text' && /[AbBZ]/.test(letter)) return undefined;
    if (/[A-Za-z]/.test(letter)) throw new PatternMistake(`Python knows no escape \`\\${letter}\``, start);
    const code = this.#pattern.codePointAt(start + 1) ?? 0;
    if (code > 0xffff) this.#at++;
    return code;
  }

  #namedCharacter(start: number): number {
    if (!/^\{[^}]+\}/.test(this.#pattern.slice(this.#at))) {
      throw new PatternMistake('`\\N` needs the name of a character in braces', start);
    }
    this.#at = this.#pattern.indexOf('}', this.#at) + 1;
    return 0;
  }

  /** Octal escapes and references to groups. */
  #number(where: 'set' | 'text', start: number): number {
    const rest = this.#pattern.slice(start + 1);
    const octal =
      /^(?:0[0-7]{0,2}|[0-7]{3})/.exec(rest)?.[0] ??
      (where === 'set' ? /^[0-7]{1,3}/.exec(rest)?.[0] : undefined);
    if (octal !== undefined) {
      const code = Number.parseInt(octal, 8);
      if (code > 0o377) throw new PatternMistake(`\`\\${octal}\` is above \`\\377\``, start);
      this.#at = start + 1 + octal.length;
      return code;
    }
    const reference = /^[0-9]{1,2}/.exec(rest)?.[0] ?? '';
    if (where === 'set' || Number(reference) > this.#groups) {
      throw new PatternMistake(`there is no group ${reference} before`, start);
    }
    this.#at = start + 1 + reference.length;
    return 0;
  }

  #accept(text: string): boolean {
    if (!this.#pattern.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #acceptOne(characters: string): boolean {
    const next = this.#pattern.charAt(this.#at);
    return next !== '' && characters.includes(next) && this.#accept(next);
  }

  #match(expression: RegExp): string | undefined {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#pattern)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}
