/** A place in a pattern, and how readers move on from it. */

export interface PatternFault {
  readonly reason: string;
  /** Where in the pattern, from 0. */
  readonly index: number;
  readonly better?: string;
}

/** Ends the reading of a pattern at its first fault. */
export class PatternMistake extends Error {
  readonly fault: PatternFault;

  constructor(reason: string, index: number, better?: string) {
    super(reason);
    this.fault = { reason, index, ...(better === undefined ? {} : { better }) };
  }
}

export class PatternCursor {
  readonly pattern: string;
  at = 0;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  accept(text: string): boolean {
    if (!this.pattern.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  acceptOne(characters: string): boolean {
    const next = this.pattern.charAt(this.at);
    return next !== '' && characters.includes(next) && this.accept(next);
  }

  match(expression: RegExp): string | undefined {
    expression.lastIndex = this.at;
    const found = expression.exec(this.pattern)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}
