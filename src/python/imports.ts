/** What a module imports, and under which guard. */

import { type Node, type NodeOf, type Statement, type Tree, walk } from './syntax.js';

/**
 * `try`: the first choice of a `try … except ImportError`; `fallback`: what its handler imports instead;
 * `types`: only for annotations; `condition`: under another `if`.
 */
export type Guard = 'none' | 'try' | 'fallback' | 'types' | 'condition';

/** One imported name. `import a.b as c` is `{module: 'a.b', bound: 'c'}`, `from a import b` is `{module: 'a', name: 'b', bound: 'b'}`. */
export interface PythonImport {
  readonly module: string;
  readonly name?: string;
  /** The name that the module can use afterwards; `*` for a star import. */
  readonly bound: string;
  /** Dots of a relative import. */
  readonly level: number;
  readonly guard: Guard;
  /** False inside a function, where the import runs when it is called. */
  readonly topLevel: boolean;
  readonly line: number;
}

type TryNode = NodeOf<'Try'>;

/** Every import of `tree`, in source order. */
export function importsOf(tree: Tree): readonly PythonImport[] {
  const found: PythonImport[] = [];
  collect(tree.body, 'none', true, found);
  return found;
}

/** Names that one import statement binds. */
export function namesOf(statement: Node, guard: Guard = 'none', topLevel = true): readonly PythonImport[] {
  if (statement.nodeType === 'Import') {
    return statement.names.map(({ name, asname }) => ({
      module: name,
      bound: asname ?? name.split('.')[0] ?? name,
      level: 0,
      guard,
      topLevel,
      line: statement.lineno,
    }));
  }
  if (statement.nodeType !== 'ImportFrom') return [];
  return statement.names.map(({ name, asname }) => ({
    module: statement.module ?? '',
    name,
    bound: asname ?? name,
    level: statement.level ?? 0,
    guard,
    topLevel,
    line: statement.lineno,
  }));
}

/** True for `except ImportError`, `except ModuleNotFoundError`, or a tuple of the two. */
export function catchesImportError({ handlers }: TryNode): boolean {
  return handlers.some(({ type }) => {
    if (!type) return false;
    return [...walk(type)].some(
      (node) => node.nodeType === 'Name' && ['ImportError', 'ModuleNotFoundError'].includes(node.id),
    );
  });
}

/** True for `if TYPE_CHECKING:` and `if typing.TYPE_CHECKING:`. */
export function isTypeChecking(node: NodeOf<'If'>): boolean {
  const { test } = node;
  if (test.nodeType === 'Name') return test.id === 'TYPE_CHECKING';
  return test.nodeType === 'Attribute' && test.attr === 'TYPE_CHECKING';
}

function collect(body: readonly Statement[], guard: Guard, topLevel: boolean, found: PythonImport[]): void {
  for (const statement of body) {
    found.push(...namesOf(statement, guard, topLevel));
    for (const { body: inner, guard: under, enters } of blocksOf(statement, guard)) {
      collect(inner, under, topLevel && !enters, found);
    }
  }
}

interface Block {
  readonly body: readonly Statement[];
  readonly guard: Guard;
  /** True when the block runs later, in a function. */
  readonly enters: boolean;
}

function blocksOf(statement: Statement, guard: Guard): readonly Block[] {
  const block = (body: readonly Statement[], under: Guard = guard, enters = false): Block => ({
    body,
    guard: under,
    enters,
  });
  switch (statement.nodeType) {
    case 'Try':
    case 'TryStar': {
      const optional = statement.nodeType === 'Try' && catchesImportError(statement);
      return [
        block(statement.body, optional ? 'try' : guard),
        ...statement.handlers.map((handler) => block(handler.body, optional ? 'fallback' : guard)),
        block(statement.orelse),
        block(statement.finalbody),
      ];
    }
    case 'If':
      return isTypeChecking(statement)
        ? [block(statement.body, 'types'), block(statement.orelse)]
        : [block(statement.body, 'condition'), block(statement.orelse, 'condition')];
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return [block(statement.body, 'none', true)];
    case 'ClassDef':
    case 'With':
    case 'AsyncWith':
      return [block(statement.body)];
    case 'For':
    case 'AsyncFor':
    case 'While':
      return [block(statement.body), block(statement.orelse)];
    case 'Match':
      return statement.cases.map((branch) => block(branch.body));
    default:
      return [];
  }
}
