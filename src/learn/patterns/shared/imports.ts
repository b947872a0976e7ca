/** Where names of libraries stand, and of Airflow what is no class: worth knowing once several components rely on it. */

import type { PythonImport } from '../../../python/index.js';
import type { Component } from '../../component.js';
import { importStatement, isAirflow, libraryOf } from '../imports.js';
import type { Sighting } from '../sighting.js';

/** One pattern a name. */
export function sharedImports({ module }: Component): readonly Sighting[] {
  return module.imports.flatMap((found) => {
    const { guard, topLevel, level, name } = found;
    if (!topLevel || level > 0 || name === '*' || name?.startsWith('_')) return [];
    const libraries = libraryOf(found);
    if (libraries.length === 0 && !isHelperOfAirflow(found)) return [];
    if (guard === 'types') return libraries.length > 0 ? [forAnnotations(found, libraries)] : [];
    return guard === 'none' ? [plainly(found, libraries)] : [];
  });
}

function isHelperOfAirflow(found: PythonImport): boolean {
  return isAirflow(found) && /^[a-z]/.test(found.name ?? '');
}

function plainly(found: PythonImport, libraries: readonly string[]): Sighting {
  const { module, name } = found;
  const [library] = libraries;
  return {
    type: 'import',
    title: name === undefined ? `Import ${module}` : `Import ${name} from ${module}`,
    when: `the component needs ${name ?? module}`,
    notWhen: library
      ? `${library} may be absent where DAG files are parsed: then import it where it is used`
      : 'its range holds an Airflow that has moved it',
    code: importStatement(found),
    libraries,
  };
}

function forAnnotations(found: PythonImport, libraries: readonly string[]): Sighting {
  const name = found.name ?? found.bound;
  return {
    type: 'import',
    title: `Import ${name} of ${found.module} for annotations only`,
    when: `${name} is only named in annotations, and parsing a DAG file need not load ${libraries[0]}`,
    notWhen: 'the name is used while the code runs',
    code: `from __future__ import annotations\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    ${importStatement(found)}`,
    libraries,
  };
}
