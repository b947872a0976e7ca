/** Reading Python source. Load lazily: the parser is only needed once there is a component to look at. */

export {
  isFunction,
  type PythonClass,
  type PythonFunction,
  type PythonParameter,
} from './classes.js';
export { applyEdits, insertion } from './edit.js';
export { catchesImportError, type Guard, namesOf, type PythonImport } from './imports.js';
export { importing, type Wanted } from './insert-import.js';
export { dotted, type ModuleResult, type PythonModule, parseModule } from './module.js';
export type { Span } from './positions.js';
export { quoted } from './quotes.js';
export { sourceText } from './source-text.js';
export {
  after,
  atStart,
  before,
  cutting,
  endOf,
  indentOf,
  isDocstring,
  levelIn,
  linesIn,
  removal,
  replacement,
} from './statements.js';
export { isStandard } from './stdlib.js';
export {
  children,
  type Expression,
  type FunctionNode,
  format,
  type Node,
  type NodeOf,
  parseTree,
  type Statement,
  type Tree,
  transform,
  walk,
} from './syntax.js';
export { commentsIn, type Token, tokensOf } from './tokens.js';
