/** What may be claimed of components, as data, so that it can be held against any source: of the repository, of a draft, of an edit. */

/** `of` tells claims of one kind apart; two with the same fields are one. */
export type Claim =
  /** The class derives from exactly these, in this order. */
  | { readonly of: 'bases'; readonly bases: readonly string[] }
  /** Writes a method that a base class declares, with these arguments. */
  | { readonly of: 'implements'; readonly method: string; readonly parameters: readonly string[] }
  /** Leaves a method to the base class that has it. */
  | { readonly of: 'leaves'; readonly method: string; readonly to: string }
  /** Has a class attribute of a shape. */
  | { readonly of: 'attribute'; readonly name: string; readonly shape: string }
  /** Has a name at the top of the module, of a shape. */
  | { readonly of: 'top'; readonly name: string; readonly shape: string }
  /** Holds a statement in its constructor, to the letter. */
  | { readonly of: 'statement'; readonly code: string }
  /** Calls something of the repository's own at least once. */
  | { readonly of: 'calls'; readonly callee: string }
  /** Each call hands over an argument of a shape: by place, or by name. */
  | { readonly of: 'argument'; readonly callee: string; readonly at: number | string; readonly shape: string }
  /** Some call has words with this ending. */
  | { readonly of: 'word'; readonly callee: string; readonly ending: string }
  /** A method that is written for a base class begins, of all that the base class gives, with this call. */
  | { readonly of: 'opens'; readonly method: string; readonly callee: string; readonly ending: string }
  /** Each call stands in a `try` that handles an exception. */
  | { readonly of: 'guarded'; readonly callee: string; readonly exception: string }
  /** Who handles an exception does it by statements of these shapes. */
  | { readonly of: 'handles'; readonly exception: string; readonly body: string }
  /** Whatever is raised is the repository's own. */
  | { readonly of: 'raises' }
  /** Whatever a method returns is the result of one of these. */
  | { readonly of: 'returns'; readonly method: string; readonly callees: readonly string[] }
  /** Each public method stands under a decorator. */
  | { readonly of: 'decorated'; readonly decorator: string }
  /** A value of this name is used only through a function of the repository. */
  | { readonly of: 'through'; readonly subject: string; readonly helper: string }
  /** What a function of the repository gives is called by a name with this ending. */
  | { readonly of: 'named'; readonly helper: string; readonly ending: string }
  /** Entries of this name are members of an enumeration of the repository. */
  | { readonly of: 'member'; readonly entry: string; readonly enumeration: string }
  /** Values of an enumeration are compared with its members only. */
  | { readonly of: 'compared'; readonly enumeration: string }
  /** A module that is not imported, nor anything below it. */
  | { readonly of: 'never-imports'; readonly module: string }
  /** What is never called, by its last name. */
  | { readonly of: 'never-calls'; readonly name: string }
  /** A dotted name that is never read. */
  | { readonly of: 'never-reads'; readonly name: string };

export type ClaimOf<Of extends Claim['of']> = Extract<Claim, { of: Of }>;

/** One text for one claim. */
export function keyOf(claim: Claim): string {
  return JSON.stringify(claim, Object.keys(claim).sort());
}

/** Claims that nothing has to happen for: a component that does nothing of the sort keeps them, so that only many of them say anything. */
export function isAbsence({ of }: Claim): boolean {
  return of.startsWith('never-');
}
