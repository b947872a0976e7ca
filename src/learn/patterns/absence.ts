/** What a component does where its library is absent: mocks and clear refusals. */

import {
  catchesImportError,
  format,
  type NodeOf,
  namesOf,
  type PythonFunction,
  walk,
} from '../../python/index.js';
import { abstracted } from '../abstraction.js';
import { type Component, scopesOf } from '../component.js';
import { libraryOf } from './imports.js';
import type { Sighting } from './sighting.js';

const LONGEST = 16;

/** Every idea about the absence of a library in `component`. */
export function absencePatterns(component: Component): readonly Sighting[] {
  return scopesOf(component).flatMap((scope) =>
    walk(scope.node).flatMap((node) => {
      if (node.nodeType === 'Try' && catchesImportError(node)) return guardedImport(node, scope, component);
      return node.nodeType === 'If' ? flagCheck(node, scope, component) : [];
    }),
  );
}

function guardedImport(
  node: NodeOf<'Try'>,
  scope: PythonFunction,
  component: Component,
): readonly Sighting[] {
  const imported = node.body.flatMap((statement) => namesOf(statement));
  const library = imported.flatMap(libraryOf)[0];
  const rebinds = node.handlers.some(({ body }) => body.some((statement) => namesOf(statement).length > 0));
  const code = abstracted([{ ...node, orelse: [], finalbody: [] }], component, scope.node);
  if (library === undefined || rebinds || code.split('\n').length > LONGEST) return [];
  return [
    {
      type: 'mock_execution',
      title: `${reaction(node, code)} where ${library} cannot be imported`,
      when: `${library} is optional: tests and small machines run the component without it`,
      notWhen: `a result without ${library} would be taken for a real one`,
      code,
      libraries: [library],
    },
  ];
}

function reaction(node: NodeOf<'Try'>, code: string): string {
  if (code.includes('_mock_execute')) return 'Answer with a mock';
  const raises = node.handlers.every(({ body }) => body.at(-1)?.nodeType === 'Raise');
  return raises ? 'Name the package' : 'Go on without the library';
}

/** `if not HAS_X: return self._mock_execute(…)`, also where the flag is the module itself. */
function flagCheck(node: NodeOf<'If'>, scope: PythonFunction, component: Component): readonly Sighting[] {
  // Most conditions ask for something else, and abstracting a long block is dear.
  if (node.body.length > LONGEST) return [];
  if (!/HAS_|AVAILABLE|INSTALLED|is None|not /.test(format(node.test))) return [];
  const code = abstracted([{ ...node, orelse: [] }], component, scope.node);
  const asks = /HAS_LIBRARY/.test(code.split('\n')[0] ?? '');
  const mocks = /_mock_execute/.test(code) && /^if .*( is None|not )/.test(format(node).split('\n')[0] ?? '');
  if ((!asks && !mocks) || code.split('\n').length > LONGEST) return [];
  return [
    {
      type: 'mock_execution',
      title: mocks
        ? 'Answer with a mock where the library is absent'
        : 'Ask a flag whether the library is installed',
      when: 'the library is optional, and the spec says what to answer without it',
      notWhen: 'an invented answer could be taken for a real one',
      code,
    },
  ];
}
