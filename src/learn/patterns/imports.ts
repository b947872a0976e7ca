/** How a component gets at Airflow and at libraries: the part that breaks first between versions. */

import {
  catchesImportError,
  isStandard,
  type NodeOf,
  namesOf,
  type PythonImport,
  walk,
} from '../../python/index.js';
import { abstracted } from '../abstraction.js';
import { type Component, isFrameworkMethod, scopesOf } from '../component.js';
import type { Sighting } from './sighting.js';

/** Every idea about imports in `component`. */
export function importPatterns(component: Component): readonly Sighting[] {
  const { tree, imports } = component.module;
  const tries = tree.body
    .flatMap((statement) => walk(statement))
    .filter((node) => node.nodeType === 'Try')
    .filter(catchesImportError);
  return [
    ...tries.flatMap(dualImports),
    ...tries.flatMap((node) => optionalImport(node, component)),
    ...imports.filter(isPlainAirflow).map(plainImport),
    ...imports.filter(isTypesOnly).map(typesOnly),
    ...lateImports(component),
  ];
}

/** One pattern a name, so that two components that share one of several names share a pattern. */
function dualImports(node: NodeOf<'Try'>): readonly Sighting[] {
  const first = node.body.flatMap((statement) => namesOf(statement));
  const second = node.handlers.flatMap(({ body }) => body.flatMap((statement) => namesOf(statement)));
  return first.flatMap((preferred) => {
    const fallback = second.find(({ bound }) => bound === preferred.bound);
    return fallback ? [dualImport(preferred, fallback)] : [];
  });
}

function dualImport(preferred: PythonImport, fallback: PythonImport): Sighting {
  const airflow = isAirflow(preferred) && isAirflow(fallback);
  return {
    type: 'import',
    title: airflow
      ? `Import ${preferred.bound} on both majors of Airflow`
      : `Import ${preferred.bound} from ${preferred.module} or else ${fallback.module}`,
    when: airflow
      ? `a component that needs ${preferred.bound} must run on Airflow 2 and 3`
      : `${preferred.bound} stands in one of two modules, depending on what is installed`,
    notWhen: airflow
      ? 'the range holds only one major version of Airflow'
      : `only one of ${preferred.module} and ${fallback.module} can be installed`,
    code: `try:\n    ${importStatement(preferred)}\nexcept ImportError:\n    ${importStatement(fallback)}`,
    libraries: [preferred, fallback].flatMap(libraryOf),
  };
}

/** `import x` with a flag or `None` where it is absent. */
function optionalImport(node: NodeOf<'Try'>, component: Component): readonly Sighting[] {
  const names = node.body.flatMap((inner) => namesOf(inner));
  const name = names.find((found) => libraryOf(found).length > 0);
  const sets = node.handlers.every(({ body }) =>
    body.every((inner) => inner.nodeType === 'Assign' && /^(Constant|Name)$/.test(inner.value.nodeType)),
  );
  if (!name || !sets || !component.module.tree.body.includes(node)) return [];
  const [library = ''] = libraryOf(name);
  return [
    {
      type: 'import',
      title: `Import ${library} only where it is installed`,
      when: `${library} may be absent, and the module must load all the same`,
      notWhen: `the component is of no use without ${library}`,
      code: abstracted([node], component),
      libraries: [library],
    },
  ];
}

function isPlainAirflow(found: PythonImport): boolean {
  // Functions and modules come and go as helpers of Airflow; classes are what components are made of.
  return isAirflow(found) && found.guard === 'none' && found.topLevel && /^[A-Z]/.test(found.name ?? '');
}

function plainImport(found: PythonImport): Sighting {
  return {
    type: 'import',
    title: `Import ${found.name} from ${found.module}`,
    when: `the component needs ${found.name}`,
    notWhen: 'its range holds an Airflow on which this import was not proven',
    code: importStatement(found),
  };
}

function isTypesOnly(found: PythonImport): boolean {
  return isAirflow(found) && found.guard === 'types' && found.name !== undefined;
}

function typesOnly(found: PythonImport): Sighting {
  return {
    type: 'import',
    title: `Import ${found.name} for annotations only`,
    when: `${found.name} is only named in annotations, and its module moves between versions`,
    notWhen: 'the name is used while the code runs',
    code: `from __future__ import annotations\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    ${importStatement(found)}`,
  };
}

/** A library that is imported inside a function costs nothing while DAG files are parsed. */
function lateImports(component: Component): readonly Sighting[] {
  return scopesOf(component).flatMap(({ name, node }) => {
    const inside = walk(node)
      .flatMap((inner) => namesOf(inner))
      .filter((found) => libraryOf(found).length > 0);
    return inside.map((found): Sighting => {
      const [library = ''] = libraryOf(found);
      const owner = isFrameworkMethod(name) && name !== '__init__' ? name : 'execute';
      return {
        type: 'import',
        title: `Import ${library} where it is used`,
        when: `${library} is heavy or may be absent, and DAG files are parsed often`,
        notWhen: `a base class or an annotation that is evaluated needs ${library}`,
        code: `def ${owner}(self, context):\n    ${importStatement(found)}\n    ...`,
        libraries: [library],
      };
    });
  });
}

/** The one import as a statement of its own. */
export function importStatement({ module, name, bound, level }: PythonImport): string {
  const from = `${'.'.repeat(level)}${module}`;
  if (name === undefined)
    return bound === module.split('.')[0] ? `import ${from}` : `import ${from} as ${bound}`;
  return name === bound ? `from ${from} import ${name}` : `from ${from} import ${name} as ${bound}`;
}

export function isAirflow({ module, level }: PythonImport): boolean {
  return level === 0 && (module === 'airflow' || module.startsWith('airflow.'));
}

/** The library that an import needs: its top-level module; none for Airflow, Python itself and the component's own. */
export function libraryOf(found: PythonImport): readonly string[] {
  if (found.level > 0 || isAirflow(found) || isStandard(found.module)) return [];
  return [found.module.split('.')[0] ?? found.module];
}
