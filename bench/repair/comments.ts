/** A string of Python, from its prefix to its closing quotes, or a comment. Strings come first, so that a `#` in one is none. */
const STRING_OR_COMMENT =
  /[rRbBuUfF]{0,2}(?:"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|#[^\n]*/g;

/** The comments of Python source, in order, without blanks at their ends. */
export function commentsOf(source: string): readonly string[] {
  return (source.match(STRING_OR_COMMENT) ?? [])
    .filter((text) => text.startsWith('#'))
    .map((text) => text.trimEnd());
}

/** Comments of `before` that are not in `after`, each as often as it is missing. */
export function lostComments(before: string, after: string): readonly string[] {
  const left = [...commentsOf(after)];
  return commentsOf(before).filter((comment) => {
    const at = left.indexOf(comment);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
