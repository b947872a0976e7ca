/** Imports that an edit leaves behind, or brings along, without a use: a linter would warn of what nobody warned of before. */

import type { Edit } from '../flow.js';
import {
  applyEdits,
  linesIn,
  type NodeOf,
  namesOf,
  type PythonModule,
  parseModule,
  parseTree,
  removal,
  replacement,
  type Statement,
  walk,
} from '../python/index.js';

type ImportNode = NodeOf<'Import'> | NodeOf<'ImportFrom'>;

/** Longer texts are prose, which names no type. */
const MOST_TEXT = 80;

/**
 * `edits`, which leave source that parses, without the imports that they bring and nothing uses, and with the removal of those whose last
 * use they take. What had no use before is left alone, and so is what stands beside a comment or in a block.
 */
export function withoutIdleImports(
  edits: readonly Edit[],
  { source, module }: { readonly source: string; readonly module?: PythonModule },
): readonly Edit[] {
  const after = module && moduleWith(edits, source);
  if (module === undefined || after === undefined) return edits;
  const before = idleIn(module);
  const idle = [...idleIn(after)].filter((name) => !before.has(name));
  if (idle.length === 0) return edits;
  const known = new Set(module.imports.map(({ bound }) => bound));
  const left = new Set(idle.filter((name) => known.has(name)));
  const brought = new Set(idle.filter((name) => !known.has(name)));
  const tidy = [
    ...edits.flatMap((edit) => withoutBrought(edit, brought, module)),
    ...module.tree.body.flatMap((node) => (isImport(node) ? (cut(node, left, module) ?? []) : [])),
  ];
  return tidy.length > 0 && moduleWith(tidy, source) ? tidy : edits;
}

function moduleWith(edits: readonly Edit[], source: string): PythonModule | undefined {
  try {
    const parsed = parseModule(applyEdits(source, edits));
    return parsed.ok ? parsed.module : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Names that are imported at the top and stand nowhere else, not even in a short text, which may be an export or a type. */
function idleIn({ imports, tree }: PythonModule): ReadonlySet<string> {
  const names = imports.filter(
    ({ topLevel, bound, module }) => topLevel && bound !== '*' && module !== '__future__',
  );
  const idle = new Set(names.map(({ bound }) => bound));
  if (idle.size === 0) return idle;
  for (const node of walk(tree)) {
    if (node.nodeType === 'Name') idle.delete(node.id);
    if (node.nodeType === 'Constant' && typeof node.value === 'string' && node.value.length <= MOST_TEXT)
      for (const word of node.value.match(/\w+/g) ?? []) idle.delete(word);
  }
  return idle;
}

function isImport(node: Statement): node is ImportNode {
  return node.nodeType === 'Import' || node.nodeType === 'ImportFrom';
}

/** The edit without its text, and without the line where nothing is left on it, if that text only imports what nothing uses. */
function withoutBrought(edit: Edit, brought: ReadonlySet<string>, module: PythonModule): readonly Edit[] {
  const parsed = brought.size > 0 ? parseTree(`${edit.text.trim()}\n`) : undefined;
  if (parsed?.ok !== true || parsed.tree.body.length === 0) return [edit];
  const { body } = parsed.tree;
  if (
    !body.every(isImport) ||
    !body.flatMap((node) => namesOf(node)).every(({ bound }) => brought.has(bound))
  )
    return [edit];
  const { start, end } = edit;
  if (start.line === end.line && start.column === end.column) return [];
  const lines = linesIn(module);
  if (start.column !== 1) return [edit];
  if (end.column === 1) return [{ ...edit, text: '' }];
  if ((lines[end.line - 1] ?? '').length !== end.column - 1 || end.line >= lines.length) return [edit];
  return [{ start, end: { line: end.line + 1, column: 1 }, text: '' }];
}

/** The edit that takes names out of an import, or the whole of it. */
function cut(node: ImportNode, names: ReadonlySet<string>, module: PythonModule): Edit | undefined {
  const all = namesOf(node);
  const kept = node.names.filter((_, index) => !names.has(all[index]?.bound ?? ''));
  if (kept.length === all.length) return undefined;
  const text = module.slice(node);
  const span = module.span(node);
  const rest = (linesIn(module)[(span?.endLine ?? 0) - 1] ?? '').slice((span?.endColumn ?? 1) - 1);
  if (text.includes('#') || rest.trim() !== '') return undefined;
  if (kept.length === 0) return removal(module, module.tree.body, node);
  if (/[(*\\\n]/.test(text)) return undefined;
  const list = kept.map(({ name, asname }) => (asname ? `${name} as ${asname}` : name)).join(', ');
  const head = /^(from\s+\S+\s+)?import\s+/.exec(text)?.[0];
  return head === undefined ? undefined : replacement(module, node, `${head}${list}`);
}
