/** Where airsmith may write. The defence is a list of what is allowed, not of what is forbidden. */

/** One path segment: letters, digits, `_`, `-`, `.`; no leading dot or dash, so no hidden file, option or `..`. */
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/** Names that Windows cannot check out; a repository with one is broken for part of its team. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** True for a plain relative path with `/` whose every segment is harmless on every platform. */
export function isPlainPath(path: string): boolean {
  if (path.length === 0 || path.length > 240) return false;
  return path.split('/').every((part) => SEGMENT.test(part) && !part.endsWith('.') && !RESERVED.test(part));
}

/** Names that Python imports: letters of any script, in the one spelling (NFKC) in which an import statement looks for them. */
const MODULE_SEGMENT = /^[\p{ID_Start}\p{Nd}_][\p{ID_Continue}.-]*$/u;

/** True for a plain path but for the letters: what a person's own Python file may be called. airsmith makes no such names itself. */
export function isModulePath(path: string): boolean {
  if (path.length === 0 || path.length > 240 || path !== path.normalize('NFKC')) return false;
  return path
    .split('/')
    .every((part) => MODULE_SEGMENT.test(part) && !part.endsWith('.') && !RESERVED.test(part));
}

/** True when `path` is plain and stands inside one of `folders` (each relative, with `/`, no trailing one). */
export function isInside(path: string, folders: readonly string[]): boolean {
  return isPlainPath(path) && folders.some((folder) => path.startsWith(`${folder}/`));
}

/** The fixed folder at the start of an output template: `plugins` of `plugins/{kind}s/{file}.py`. */
export function fixedFolder(template: string): string {
  const head = template.slice(0, Math.max(0, template.indexOf('{')));
  return head.includes('/') ? head.slice(0, head.lastIndexOf('/')) : '';
}
