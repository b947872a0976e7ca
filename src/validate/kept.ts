import type { Finding, Position, Spec } from '../flow.js';
import type { Constructed } from '../ports.js';
import { type Node, type PythonClass, type PythonModule, walk } from '../python/index.js';
import { redact, shorten } from './failure.js';

/** What a constructed task lost of its arguments, and where Jinja text stands that nobody renders. */
export function keptFindings(
  { lost = [], changed = [], copies = [] }: Constructed,
  module: PythonModule | undefined,
  spec: Spec,
  path: string,
): readonly Finding[] {
  const source = module?.classes.find(({ name }) => name === spec.name);
  if (module === undefined || source === undefined) return [];
  const at = (node: Node | undefined): Position | undefined => {
    const span = module.span(node ?? source.node);
    return span && { path, line: span.line, column: span.column };
  };
  const finding = (node: Node | undefined, rest: Omit<Finding, 'tier' | 'position'>): Finding => {
    const position = at(node);
    return { ...rest, tier: 'construct', ...(position ? { position } : {}) };
  };
  const templated = new Set(spec.inputs.filter(({ template }) => template).map(({ name }) => name));
  const remedy =
    'Assign the raw argument to the attribute of its name, and work on that in `execute` or `poke`.';
  return [
    ...lostFindings(lost, module.slice(source.node), (rest) => finding(undefined, rest)),
    ...changed
      .filter(({ name }) => templated.has(name))
      .map(({ name, equal }) =>
        finding(storesOf(source, name)[0], {
          code: 'AS4117',
          severity: equal ? 'warning' : 'error',
          message: equal
            ? `\`self.${name}\` is a copy of the templated argument, not the argument itself`
            : `\`self.${name}\` is not the Jinja text that was given: the constructor works on a templated input`,
          remedy,
        }),
      ),
    ...copies
      .filter(({ name, of }) => templated.has(of) && isUsed(source, name, module.source))
      .map(({ name, of }) =>
        finding(storesOf(source, name)[0], {
          code: 'AS4117',
          severity: 'error',
          message: `\`self.${name}\` keeps the Jinja text of \`${of}\`, and nothing renders it there`,
          remedy,
        }),
      ),
  ];
}

/**
 * What the constructor set of Airflow's own attributes after Airflow did: a value that Airflow cannot use, and another `task_id`, break
 * the task; another value only is not what the DAG asked for. What the child says is cut to what it may say.
 */
export function alteredFindings(
  altered: Constructed['altered'] = [],
  module: PythonModule | undefined,
  className: string,
  path: string,
): readonly Finding[] {
  const source = module?.classes.find(({ name }) => name === className);
  return altered
    .filter(({ name, why }) => /^\w+$/.test(name) && (why !== null || (source && storesOf(source, name)[0])))
    .map(({ name, why }): Finding => {
      const node = source && (storesOf(source, name)[0] ?? source.node);
      const span = node && module?.span(node);
      const breaks = why !== null || name === 'task_id';
      const cause = why === null ? '' : `: ${shorten(redact(String(why)), 300)}`;
      return {
        code: 'AS4158',
        severity: breaks ? 'error' : 'warning',
        tier: 'construct',
        message: breaks
          ? `the constructor sets Airflow’s own \`self.${name}\` to what Airflow cannot use${cause}`
          : `the constructor sets Airflow’s own \`self.${name}\`, so a DAG cannot`,
        remedy:
          'Give such values to `super().__init__(…)`, where Airflow checks them; an attribute of your own needs another name.',
        ...(span ? { position: { path, line: span.line, column: span.column } } : {}),
      };
    });
}

/** Where the class itself sets such an argument, somebody meant it: that only warns. */
function lostFindings(
  lost: readonly string[],
  source: string,
  finding: (rest: Omit<Finding, 'tier' | 'position'>) => Finding,
): readonly Finding[] {
  const sets = (name: string) =>
    new RegExp(`\\b${name}\\s*=(?!=)|["']${name}["']\\s*(\\]\\s*=|:)`).test(source);
  const known = lost.filter((name) => /^\w+$/.test(name));
  return ([true, false] as const).flatMap((meant) => {
    const names = known.filter((name) => sets(name) === meant).map((name) => `\`${name}\``);
    if (names.length === 0) return [];
    return [
      finding({
        code: 'AS4115',
        severity: meant ? 'warning' : 'error',
        message: meant
          ? `the constructor overrides ${names.join(', ')} of the DAG`
          : `the constructor loses ${names.join(', ')}, which a DAG gives to the task`,
        remedy: 'Call `super().__init__(**kwargs)` with all of `kwargs`.',
      }),
    ];
  });
}

function storesOf({ node }: PythonClass, name: string): readonly Node[] {
  return walk(node).filter((inner) => isSelf(inner, name, 'Store'));
}

/** Whether a method reads the attribute when the task runs, and none gives it another value first. */
function isUsed({ methods }: PythonClass, name: string, source: string): boolean {
  if (/\brender_template/.test(source)) return false;
  const nodes = methods.filter((method) => method.name !== '__init__').flatMap(({ node }) => walk(node));
  return (
    nodes.some((node) => isSelf(node, name, 'Load')) && !nodes.some((node) => isSelf(node, name, 'Store'))
  );
}

function isSelf(node: Node, name: string, context: 'Load' | 'Store'): boolean {
  if (node.nodeType !== 'Attribute' || node.attr !== name || node.ctx.nodeType !== context) return false;
  return node.value.nodeType === 'Name' && node.value.id === 'self';
}
