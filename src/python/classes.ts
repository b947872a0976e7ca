/** Classes and functions of a module, as their source declares them. */

import {
  type Expression,
  type FunctionNode,
  format,
  type NodeOf,
  type Statement,
  type Tree,
} from './syntax.js';

export interface PythonParameter {
  readonly name: string;
  readonly kind: 'positional-only' | 'positional' | 'var-positional' | 'keyword' | 'var-keyword';
  /** Source of the annotation and of the default, in canonical spelling. */
  readonly annotation?: string;
  readonly default?: string;
}

export interface PythonFunction {
  readonly name: string;
  readonly async: boolean;
  /** `self` included. */
  readonly parameters: readonly PythonParameter[];
  readonly decorators: readonly string[];
  readonly node: FunctionNode;
}

export interface PythonClass {
  readonly name: string;
  /** As written: `BaseOperator`, `models.BaseOperator`. */
  readonly bases: readonly string[];
  readonly methods: readonly PythonFunction[];
  readonly init?: PythonFunction;
  /** Class attributes with a value, by name. */
  readonly attributes: ReadonlyMap<string, Expression>;
  /** Names in `template_fields`; undefined when it is not declared or is no plain list of strings. */
  readonly templateFields?: readonly string[];
  readonly node: NodeOf<'ClassDef'>;
}

/** Classes at the top of the module, also under `if` and `try`. */
export function classesOf(tree: Tree): readonly PythonClass[] {
  return topStatements(tree.body).flatMap((statement) =>
    statement.nodeType === 'ClassDef' ? [classOf(statement)] : [],
  );
}

/** Functions at the top of the module, also under `if` and `try`. */
export function functionsOf(tree: Tree): readonly PythonFunction[] {
  return topStatements(tree.body).flatMap((statement) =>
    isFunction(statement) ? [functionOf(statement)] : [],
  );
}

/** A function or method. */
export function functionOf(node: FunctionNode): PythonFunction {
  return {
    name: node.name,
    async: node.nodeType === 'AsyncFunctionDef',
    parameters: parametersOf(node),
    decorators: node.decorator_list.map(format),
    node,
  };
}

export function isFunction(statement: Statement): statement is FunctionNode {
  return statement.nodeType === 'FunctionDef' || statement.nodeType === 'AsyncFunctionDef';
}

function classOf(node: NodeOf<'ClassDef'>): PythonClass {
  const methods = topStatements(node.body).filter(isFunction).map(functionOf);
  const init = methods.find(({ name }) => name === '__init__');
  const attributes = attributesOf(node);
  const templateFields = stringsOf(attributes.get('template_fields'));
  return {
    name: node.name,
    bases: node.bases.map(format),
    methods,
    attributes,
    node,
    ...(init ? { init } : {}),
    ...(templateFields ? { templateFields } : {}),
  };
}

function attributesOf(node: NodeOf<'ClassDef'>): ReadonlyMap<string, Expression> {
  const attributes = new Map<string, Expression>();
  for (const statement of node.body) {
    if (statement.nodeType === 'AnnAssign' && statement.target.nodeType === 'Name' && statement.value) {
      attributes.set(statement.target.id, statement.value);
    }
    if (statement.nodeType !== 'Assign') continue;
    for (const target of statement.targets) {
      if (target.nodeType === 'Name') attributes.set(target.id, statement.value);
    }
  }
  return attributes;
}

/** Elements of a tuple or list of string literals; undefined when `value` is anything else. */
export function stringsOf(value: Expression | undefined): readonly string[] | undefined {
  if (value?.nodeType !== 'Tuple' && value?.nodeType !== 'List') return undefined;
  const names: string[] = [];
  for (const element of value.elts) {
    if (element.nodeType !== 'Constant' || typeof element.value !== 'string') return undefined;
    names.push(element.value);
  }
  return names;
}

function parametersOf({ args }: FunctionNode): readonly PythonParameter[] {
  const plain = [...args.posonlyargs, ...args.args];
  const firstDefault = plain.length - args.defaults.length;
  const parameter = (
    arg: { readonly arg: string; readonly annotation?: Expression },
    kind: PythonParameter['kind'],
    value?: Expression | null,
  ): PythonParameter => ({
    name: arg.arg,
    kind,
    ...(arg.annotation ? { annotation: format(arg.annotation) } : {}),
    ...(value ? { default: format(value) } : {}),
  });
  return [
    ...plain.map((arg, index) =>
      parameter(
        arg,
        index < args.posonlyargs.length ? 'positional-only' : 'positional',
        args.defaults[index - firstDefault],
      ),
    ),
    ...(args.vararg ? [parameter(args.vararg, 'var-positional')] : []),
    ...args.kwonlyargs.map((arg, index) => parameter(arg, 'keyword', args.kw_defaults[index])),
    ...(args.kwarg ? [parameter(args.kwarg, 'var-keyword')] : []),
  ];
}

/** Statements of `body` and of the `if` and `try` blocks in it: what a module or class defines in one way or another. */
function topStatements(body: readonly Statement[]): readonly Statement[] {
  return body.flatMap((statement) => {
    if (statement.nodeType === 'If') return topStatements([...statement.body, ...statement.orelse]);
    if (statement.nodeType !== 'Try') return [statement];
    const handled = statement.handlers.flatMap((handler) => handler.body);
    return topStatements([...statement.body, ...handled, ...statement.orelse, ...statement.finalbody]);
  });
}
