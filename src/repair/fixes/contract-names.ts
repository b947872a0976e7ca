/** Classes, methods and arguments that the spec calls otherwise. */

import type { Edit } from '../../flow.js';
import { nearest } from '../../nearest.js';
import {
  importing,
  linesIn,
  type PythonFunction,
  type PythonModule,
  replacement,
} from '../../python/index.js';
import type { Fix } from './fix.js';
import { undefinedName } from './names.js';
import { renamedMethod } from './sensor.js';
import { slotsOf } from './signature.js';
import { classFix, moduleFix, namesAs, quotedName, usesOf } from './site.js';

const BASES = { operator: 'BaseOperator', sensor: 'BaseSensorOperator', hook: 'BaseHook' } as const;
const OLD_PLACES: { readonly [base: string]: string } = {
  BaseOperator: 'airflow.models',
  BaseSensorOperator: 'airflow.sensors.base',
  BaseHook: 'airflow.hooks.base',
};

export const BASE_CLASS: Fix = classFix(
  {
    id: 'base-class',
    classes: ['contract.base-class', 'name.undefined'],
    title: 'Derive from the base class of the kind',
    prompt:
      'Derive an operator from `BaseOperator`, a sensor from `BaseSensorOperator`, a hook from `BaseHook`.',
  },
  (finding, { module, main, spec, targets }) => {
    if (spec.kind === 'task') return undefined;
    const base = BASES[spec.kind];
    const known = module.imports.some(({ bound, topLevel }) => bound === base && topLevel);
    const [old] = main.node.bases;
    const missing = finding.code === 'AS4102' ? old : undefined;
    if (finding.code !== 'AS4102' && undefinedName(finding) !== base) return undefined;
    if (
      main.node.bases.length > 1 ||
      (missing && missing.nodeType !== 'Name' && missing.nodeType !== 'Attribute')
    )
      return undefined;
    const bound = known
      ? []
      : importedBase(
          base,
          module,
          targets.map(({ airflow }) => airflow),
        );
    if (bound === undefined || (finding.code !== 'AS4102' && known)) return undefined;
    if (missing) return [...bound, replacement(module, missing, base)];
    if (finding.code !== 'AS4102') return bound;
    return [...bound, withBase(main.name, base, module.span(main.node), module)];
  },
);

function withBase(
  name: string,
  base: string,
  span: ReturnType<PythonModule['span']>,
  module: PythonModule,
): Edit | undefined {
  if (span === undefined) return undefined;
  const head = (linesIn(module)[span.line - 1] ?? '').slice(span.column - 1);
  const match = new RegExp(`^class\\s+${name}\\s*(\\(\\s*\\))?\\s*(?=:)`).exec(head)?.[0];
  const start = { line: span.line, column: span.column };
  return match === undefined
    ? undefined
    : { start, end: { line: span.line, column: span.column + match.length }, text: `class ${name}(${base})` };
}

/** From the place of the Airflows in question; from both, where there are both. */
function importedBase(
  base: string,
  module: PythonModule,
  airflows: readonly string[],
): readonly Edit[] | undefined {
  const old = OLD_PLACES[base];
  const majors = new Set(airflows.map((one) => one.split('.')[0]));
  if (old === undefined) return undefined;
  if (!majors.has('3')) return importing(module, { module: old, name: base });
  if (!majors.has('2')) return importing(module, { module: 'airflow.sdk', name: base });
  const [edit] = importing(module, { module: old, name: base }) ?? [];
  const line = `from ${old} import ${base}`;
  if (edit === undefined || !edit.text.includes(`${line}\n`) || edit.text.includes(', ')) return undefined;
  const both = `try:\n    from airflow.sdk import ${base}\nexcept ImportError:\n    ${line}`;
  return [{ ...edit, text: edit.text.replace(line, both) }];
}

export const CLASS_NAME: Fix = moduleFix(
  {
    id: 'class-name',
    classes: ['contract.class'],
    title: 'Name the class as the spec does',
    prompt: 'Name the class exactly as the spec does.',
  },
  (_finding, { module, spec, main }) => {
    const ending = { operator: /Operator$/, sensor: /Sensor(Operator)?$/, hook: /Hook$/, task: /$^/ }[
      spec.kind
    ];
    const candidates = module.classes.filter(({ bases }) => bases.some((base) => ending.test(base)));
    const alike = candidates.filter(
      ({ name }) =>
        nearest(spec.name, [name]) !== undefined || name.includes(spec.name) || spec.name.includes(name),
    );
    const [one] = candidates.length === 1 ? candidates : alike;
    if (main !== undefined || one === undefined || (candidates.length > 1 && alike.length !== 1))
      return undefined;
    if (namesAs(module.tree, spec.name).length > 0) return undefined;
    const span = module.span(one.node);
    const head = span && /^class\s+/.exec((linesIn(module)[span.line - 1] ?? '').slice(span.column - 1))?.[0];
    if (span === undefined || head === undefined) return undefined;
    const start = { line: span.line, column: span.column + head.length };
    const edit = { start, end: { line: span.line, column: start.column + one.name.length }, text: spec.name };
    return [edit, ...namesAs(module.tree, one.name).map((node) => replacement(module, node, spec.name))];
  },
);

export const METHOD_NAME: Fix = classFix(
  {
    id: 'method-name',
    classes: ['contract.method'],
    title: 'Name a method of the hook as the spec does',
    prompt: 'Give the hook every method of the spec, under exactly its name.',
  },
  (finding, { module, main, spec }) => {
    const name = quotedName(finding);
    const promised = new Set(spec.methods.map((one) => one.name));
    const wanted = spec.methods.find((one) => one.name === name);
    const strange = main.methods.filter((one) => !promised.has(one.name) && !one.name.startsWith('_'));
    const alike = strange.filter(
      (one) =>
        wanted &&
        (one.name.startsWith(`${wanted.name}_`) ||
          one.name.endsWith(`_${wanted.name}`) ||
          nearest(wanted.name, [one.name])),
    );
    const [one] = alike;
    if (wanted === undefined || one === undefined || alike.length !== 1) return undefined;
    const head = renamedMethod(one, wanted.name, module);
    const uses = main.methods.flatMap(({ node }) => usesOf(node, one.name));
    return head && [...head, ...uses.map((node) => replacement(module, node, `self.${wanted.name}`))];
  },
);

export const MISSPELT_METHOD: Fix = classFix(
  {
    id: 'misspelt-method',
    classes: ['method.missing'],
    title: 'Name the method that runs as Airflow does',
    prompt: 'Call the method that does the work `execute`, that of a sensor `poke`.',
  },
  (_finding, { module, main, spec }) => {
    const wanted = { operator: 'execute', sensor: 'poke', hook: undefined, task: undefined }[spec.kind];
    if (wanted === undefined || main.methods.some(({ name }) => name === 'execute' || name === wanted))
      return undefined;
    const alike = main.methods.filter(
      ({ name, decorators }) => decorators.length === 0 && nearest(wanted, [name]) !== undefined,
    );
    const [one] = alike;
    if (one === undefined || alike.length !== 1 || usesOf(main.node, one.name).length > 0) return undefined;
    return renamedMethod(one, wanted, module);
  },
);

export const METHOD_ARGUMENT: Fix = classFix(
  {
    id: 'method-argument',
    classes: ['contract.method-parameter', 'name.undefined'],
    title: 'Name an argument of a method as the spec does',
    prompt: 'Give each method the arguments of the spec, under exactly their names.',
  },
  (finding, { module, main, spec }) => {
    const edits = main.methods.flatMap((method) => {
      const promised = spec.methods.find(({ name }) => name === method.name)?.inputs.map(({ name }) => name);
      return promised ? [renamedArgument(method, promised, module, finding)] : [];
    });
    return edits.find((one) => one !== undefined);
  },
);

function renamedArgument(
  method: PythonFunction,
  promised: readonly string[],
  module: PythonModule,
  finding: { readonly message: string },
): readonly (Edit | undefined)[] | undefined {
  const slots = slotsOf(module, method).slice(1);
  const missing = promised.filter((name) => !slots.some((slot) => slot.name === name));
  const strange = slots.filter(({ name, kind }) => !promised.includes(name) && !kind.startsWith('var-'));
  const [name] = missing;
  const [slot] = strange;
  if (missing.length !== 1 || strange.length !== 1 || name === undefined || slot === undefined)
    return undefined;
  // It stands where the promised one belongs, or is called much like it.
  const same = slots.indexOf(slot) === promised.indexOf(name) || slot.name.includes(name);
  if (!same || !finding.message.includes(`\`${name}\``)) return undefined;
  const [old, taken] = [namesAs(method.node, slot.name), namesAs(method.node, name)];
  if (old.length > 0 && taken.length > 0) return undefined;
  const head: Edit = {
    start: slot.start,
    end: { line: slot.start.line, column: slot.start.column + slot.name.length },
    text: name,
  };
  return [head, ...old.map((node) => replacement(module, node, name))];
}
