/** Follows the imports of a module as that Airflow would run them: which run, which are caught, which are uncertain. */

import { type Expression, type NodeOf, type Statement, type Tree, walk } from '../../python/index.js';
import type { AirflowIndex } from './read.js';
import { type ImportVerdict, judgeImport } from './verdict.js';

type ImportNode = NodeOf<'Import'> | NodeOf<'ImportFrom'>;

/** One imported name, and what comes of it. */
export interface TracedImport {
  readonly node: ImportNode;
  readonly module: string;
  readonly name?: string;
  readonly bound: string;
  readonly verdict: ImportVerdict;
  /** `runs`: whenever the module is imported; `later`: in a function; `maybe`: nobody can tell. */
  readonly when: 'runs' | 'later' | 'maybe';
  /** Whether a failure is caught round it. */
  readonly caught: boolean;
  /** Under a `try … except ImportError` or in its handler: the author chose already. */
  readonly guarded: boolean;
}

interface Way {
  readonly when: TracedImport['when'];
  /** Handlers around, innermost last; each says whether it catches an exception of that name. */
  readonly catches: readonly ((exception: string) => boolean | 'maybe')[];
  readonly guarded: boolean;
}

/** Whether a block ends early with an exception of an import, and with which. */
type End = { readonly ends: 'no' | 'maybe' } | { readonly ends: 'yes'; readonly exception: string };

const NO: End = { ends: 'no' };
const MAYBE: End = { ends: 'maybe' };

/** Every import of `tree`, functions included. Modules that change `sys.modules` or the import system give none. */
export function traceImports(tree: Tree, index: AirflowIndex): readonly TracedImport[] {
  const tampers = walk(tree).some(
    (node) =>
      (node.nodeType === 'Attribute' && ['modules', 'meta_path', 'path_hooks'].includes(node.attr)) ||
      (node.nodeType === 'ImportFrom' &&
        node.module === 'sys' &&
        node.names.some(({ name }) => name === 'modules')),
  );
  if (tampers) return [];
  const trace = new Trace(index);
  trace.block(tree.body, { when: 'runs', catches: [], guarded: false });
  return trace.found;
}

class Trace {
  readonly found: TracedImport[] = [];
  readonly #index: AirflowIndex;

  constructor(index: AirflowIndex) {
    this.#index = index;
  }

  /** Goes through statements in order. After one that fails for certain nothing further runs. */
  block(body: readonly Statement[], way: Way): End {
    let end: End = NO;
    for (const statement of body) {
      const one = this.#statement(statement, end.ends === 'maybe' ? { ...way, when: weaker(way.when) } : way);
      if (one.ends === 'yes' && end.ends === 'no') return one;
      if (one.ends !== 'no') end = MAYBE;
    }
    return end;
  }

  #statement(statement: Statement, way: Way): End {
    switch (statement.nodeType) {
      case 'Import':
      case 'ImportFrom':
        return this.#import(statement, way);
      case 'Try':
        return this.#try(statement, way);
      case 'If':
        return this.#if(statement, way);
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.block(statement.body, {
          when: way.when === 'maybe' ? 'maybe' : 'later',
          catches: [],
          guarded: false,
        });
        return NO;
      case 'ClassDef':
        return this.block(statement.body, way);
      default:
        return this.#other(statement, way);
    }
  }

  #import(node: ImportNode, way: Way): End {
    let end: End = NO;
    for (const one of namesIn(node)) {
      if (one === undefined) return MAYBE;
      const verdict = judgeImport(this.#index, one.module, one.name);
      const catching =
        verdict.state === 'fails' ? way.catches.map((catches) => catches(verdict.exception)) : [];
      const when = catching.includes('maybe') ? 'maybe' : way.when;
      this.found.push({ ...one, node, verdict, when, caught: catching.includes(true), guarded: way.guarded });
      // What nothing catches is reported, and then read on as if it were put right: a person wants all of them at once.
      if (verdict.state === 'fails' && catching.some((catches) => catches !== false))
        return { ends: 'yes', exception: verdict.exception };
      if (verdict.state === 'unknown' && way.catches.length > 0 && !harmless(one)) end = MAYBE;
    }
    return end;
  }

  #try(node: NodeOf<'Try'>, way: Way): End {
    const kinds = node.handlers.map(({ type }) => catcher(type ?? undefined));
    const catches = (exception: string) => {
      const answers = kinds.map((kind) => kind(exception));
      return (
        answers.find((answer) => answer === true) ?? answers.find((answer) => answer === 'maybe') ?? false
      );
    };
    const guarded = way.guarded || catches('ModuleNotFoundError') !== false;
    const body = this.block(node.body, { ...way, guarded, catches: [...way.catches, catches] });
    const inside = { ...way, guarded };
    const doubtful = { ...inside, when: weaker(way.when) };
    const end = this.#after(node, body, kinds, inside, doubtful);
    const last = this.block(node.finalbody, way);
    return last.ends === 'no' ? end : last;
  }

  #after(node: NodeOf<'Try'>, body: End, kinds: readonly Catcher[], inside: Way, doubtful: Way): End {
    if (body.ends === 'yes') {
      const chosen = kinds.findIndex((kind) => kind(body.exception) !== false);
      const handler = node.handlers[chosen];
      if (handler === undefined) return body;
      const sure = kinds[chosen]?.(body.exception) === true;
      return sure ? this.block(handler.body, inside) : this.#all(node, doubtful);
    }
    // A call in the body may raise ImportError too; what is imported for certain says nothing against the handler.
    if (body.ends === 'maybe') return this.#all(node, doubtful);
    // Nothing in the body fails, so no handler runs.
    return this.block(node.orelse, inside);
  }

  #all(node: NodeOf<'Try'>, way: Way): End {
    for (const handler of node.handlers) this.block(handler.body, way);
    this.block(node.orelse, way);
    return MAYBE;
  }

  #if(node: NodeOf<'If'>, way: Way): End {
    const { test } = node;
    const name = test.nodeType === 'Name' ? test.id : test.nodeType === 'Attribute' ? test.attr : '';
    if (name === 'TYPE_CHECKING') return this.block(node.orelse, way);
    const doubtful = { ...way, when: weaker(way.when) };
    const ends = [this.block(node.body, doubtful), this.block(node.orelse, doubtful)];
    return ends.every(({ ends: end }) => end === 'no') ? NO : MAYBE;
  }

  /** Anything else: blocks in it may or may not run; a call, a `raise` or an attribute may fail. */
  #other(statement: Statement, way: Way): End {
    const inner = walk(statement);
    const doubtful = { ...way, when: weaker(way.when) };
    for (const node of inner) {
      if (node.nodeType === 'Import' || node.nodeType === 'ImportFrom') this.#import(node, doubtful);
    }
    return inner.some(({ nodeType }) => ['Call', 'Raise', 'Attribute', 'Subscript'].includes(nodeType)) &&
      way.catches.length > 0
      ? MAYBE
      : NO;
  }
}

type Catcher = (exception: string) => boolean | 'maybe';

const WIDE = new Set(['ImportError', 'Exception', 'BaseException']);

function catcher(type: Expression | undefined): Catcher {
  if (type === undefined) return () => true;
  const names = type.nodeType === 'Tuple' ? type.elts : [type];
  const known = names.map((one) => (one.nodeType === 'Name' ? one.id : undefined));
  return (exception) => {
    if (known.some((name) => name !== undefined && (WIDE.has(name) || name === exception))) return true;
    return known.every(
      (name) =>
        name !== undefined && /^(ModuleNotFound|Attribute|Value|Type|Key|OS|Syntax|Runtime)Error$/.test(name),
    )
      ? false
      : 'maybe';
  };
}

function weaker(when: TracedImport['when']): TracedImport['when'] {
  return when === 'later' || when === 'runs' ? 'maybe' : when;
}

/** What every supported Python has. A name in a module may be newer than the oldest of them. */
function harmless({ module, name }: Pick<TracedImport, 'module' | 'name'>): boolean {
  if (module === '__future__') return true;
  return (
    name === undefined && /^(datetime|functools|json|logging|os|re|sys|time|typing|warnings)$/.test(module)
  );
}

function* namesIn(node: ImportNode): Generator<Pick<TracedImport, 'module' | 'name' | 'bound'> | undefined> {
  if (node.nodeType === 'Import') {
    for (const { name, asname } of node.names)
      yield { module: name, bound: asname ?? name.split('.')[0] ?? name };
    return;
  }
  // A relative import names something of the draft's own folder.
  if ((node.level ?? 0) > 0 || !node.module) return yield undefined;
  for (const { name, asname } of node.names) yield { module: node.module, name, bound: asname ?? name };
}
