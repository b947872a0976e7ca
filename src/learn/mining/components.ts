/** The components of a module that nobody wrote a spec for: each as if its spec said what its code says. */

import type { Kind, Spec } from '../../flow.js';
import type { PythonClass, PythonModule } from '../../python/index.js';
import { type Component, opener } from '../component.js';

/** A trigger is a part of deferrable components, and stands in a module of its own where several share it. */
export type Role = Exclude<Kind, 'task'> | 'trigger';

export interface FoundComponent {
  readonly role: Role;
  readonly component: Component;
}

const ROLES: readonly (readonly [RegExp, Role])[] = [
  [/Sensor(Operator|Base|Async)?$|^BaseSensor/, 'sensor'],
  [/Operator(Base)?$|^BaseOperator/, 'operator'],
  [/Trigger(Base)?$/, 'trigger'],
  [/Hook(Base|Async)?$/, 'hook'],
];

/**
 * Operators, sensors, hooks and triggers of `module`, each seen alone: of the other classes only the names are known. Functions and
 * classes that are no components go with the first one.
 */
export function componentsIn(module: PythonModule, path: string): readonly FoundComponent[] {
  const byName = new Map(module.classes.map((one) => [one.name, one]));
  const roles = new Map(
    module.classes.flatMap((one) => {
      const role = roleOf(one, byName);
      return role ? [[one, role] as const] : [];
    }),
  );
  const others = module.classes.filter((one) => !roles.has(one));
  const open = opener(module);
  return [...roles].flatMap(([one, role], index) => {
    const component = open(specOf(one, role, path));
    if (!component) return [];
    const rest = index === 0 ? others : [];
    return [{ role, component: { ...component, module: alone(module, one, rest, index === 0) } }];
  });
}

/** By the names of what it derives from, through classes of the same module, and else by its own. */
function roleOf(one: PythonClass, byName: ReadonlyMap<string, PythonClass>): Role | undefined {
  const seen = new Set<PythonClass>([one]);
  const names: string[] = [];
  for (const { bases } of seen) {
    for (const base of bases) {
      const name = (base.split('[')[0] ?? base).split('.').at(-1) ?? base;
      const here = byName.get(name);
      if (here) seen.add(here);
      else names.push(name);
    }
  }
  // What derives from nothing is a data class or a helper, whatever it is called.
  if (names.length > 0) names.push(one.name);
  return ROLES.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
}

function alone(
  module: PythonModule,
  one: PythonClass,
  rest: readonly PythonClass[],
  first: boolean,
): PythonModule {
  const used = wordsIn(one, module);
  const kept = new Set(rest.map(({ node }) => node as unknown));
  const body = module.tree.body.filter((statement) => {
    if (statement === one.node || kept.has(statement)) return true;
    if (statement.nodeType === 'ClassDef') return false;
    return first || (statement.nodeType !== 'FunctionDef' && statement.nodeType !== 'AsyncFunctionDef');
  });
  return {
    ...module,
    tree: { ...module.tree, body },
    classes: [one, ...rest],
    functions: first ? module.functions : [],
    // The first one stands for what several share.
    imports: first ? module.imports : module.imports.filter(({ bound }) => used.has(bound)),
  };
}

/** Words in the text of a class: annotations in quotes name imports as well. */
function wordsIn(one: PythonClass, module: PythonModule): ReadonlySet<string> {
  return new Set(module.slice(one.node).match(/[A-Za-z_]\w*/g) ?? []);
}

/** As much of a spec as the code itself tells. */
function specOf({ name, init }: PythonClass, role: Role, path: string): Spec {
  const parameters = (init?.parameters ?? []).filter(
    (one) => one.name !== 'self' && !one.kind.startsWith('var'),
  );
  return {
    path,
    fingerprint: '',
    name,
    kind: role === 'trigger' ? 'operator' : role,
    language: 'python',
    category: '',
    summary: '',
    description: '',
    airflow: '',
    dependencies: [],
    inputs: parameters.map((one) => ({
      name: one.name,
      type: one.annotation ?? 'str',
      description: '',
      template: false,
    })),
    methods: [],
    deferrable: false,
    raises: [],
    hints: [],
    params: [],
    examples: [],
    positions: {},
  };
}
