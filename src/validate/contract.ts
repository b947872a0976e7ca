import type { Finding, Position, Spec } from '../flow.js';
import type { ClassFacts } from '../ports.js';
import type { PythonClass, PythonModule } from '../python/index.js';
import { type Breach, checkSignature } from './signature.js';

const BASES = { operator: 'BaseOperator', sensor: 'BaseSensorOperator', hook: 'BaseHook' } as const;

const OF_TWO = {
  operator: 'airflow.models',
  sensor: 'airflow.sensors.base',
  hook: 'airflow.hooks.base',
} as const;

/** Codes after which constructing or running the component could only repeat what is already said. */
export const FUTILE: ReadonlySet<string> = new Set(['AS4101', 'AS4102', 'AS4103', 'AS4105', 'AS4110']);

/** Holds the class that Airflow sees, and its source, against the spec. */
export async function checkContract(
  path: string,
  module: PythonModule | undefined,
  spec: Spec,
  facts: ClassFacts,
): Promise<readonly Finding[]> {
  const source = module?.classes.find(({ name }) => name === spec.name);
  const breaches = [
    ...checkBase(facts, spec),
    ...(await checkSignature(facts, spec)),
    ...(spec.kind === 'hook' ? checkMethods(facts, spec) : checkTemplates(facts, spec)),
    ...checkColours(facts, spec),
    ...checkImports(module),
  ];
  return breaches.map((breach) => findingOf(breach, path, module, source));
}

function checkBase(facts: ClassFacts, spec: Spec): readonly Breach[] {
  if (facts.kind === spec.kind || spec.kind === 'task') return [];
  const base = BASES[spec.kind];
  const from = (facts.mro[1] ?? 'object').replace(/^builtins\./, '');
  const none = from === 'object' ? 'derives from no class of Airflow' : `derives from ${from}`;
  const is = facts.kind === 'other' ? none : `is ${withArticle(facts.kind)}: it derives from ${from}`;
  return [
    {
      code: 'AS4102',
      severity: 'error',
      message: `the spec wants ${withArticle(spec.kind)}, but ${spec.name} ${is}`,
      remedy: `derive ${spec.name} from ${base}, which is in \`airflow.sdk\` on Airflow 3 and in \`${OF_TWO[spec.kind]}\` on Airflow 2`,
      about: { kind: 'class' },
    },
  ];
}

function withArticle(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

function checkTemplates(facts: ClassFacts, spec: Spec): readonly Breach[] {
  const wanted = spec.inputs.filter(({ template }) => template).map(({ name }) => name);
  const others = new Set(spec.inputs.filter(({ template }) => !template).map(({ name }) => name));
  const about = { kind: 'attribute', name: 'template_fields' } as const;
  const missing = wanted.filter((name) => !facts.templateFields.includes(name));
  // Fields of a base class are its own business; only inputs of this spec are held against it.
  const extra = facts.templateFields.filter((name) => others.has(name));
  return [
    ...missing.map(
      (name): Breach => ({
        code: 'AS4106',
        severity: 'error',
        message: `\`${name}\` is templated by the spec, but not in template_fields`,
        remedy: `add "${name}" to template_fields`,
        about,
      }),
    ),
    ...extra.map(
      (name): Breach => ({
        code: 'AS4107',
        severity: 'warning',
        message: `\`${name}\` is in template_fields, but not templated by the spec`,
        remedy: `take "${name}" out of template_fields`,
        about,
      }),
    ),
  ];
}

function checkMethods(facts: ClassFacts, spec: Spec): readonly Breach[] {
  return spec.methods.flatMap(({ name, inputs }): readonly Breach[] => {
    const method = facts.methods.find((candidate) => candidate.name === name);
    const signature = `${name}(self${inputs.map((input) => `, ${input.name}`).join('')})`;
    if (method === undefined) {
      const message = `the hook has no method \`${name}\``;
      return [
        {
          code: 'AS4108',
          severity: 'error',
          message,
          remedy: `add \`def ${signature}\``,
          about: { kind: 'class' },
        },
      ];
    }
    const missing = inputs.filter((input) => !method.arguments.includes(input.name));
    return missing.map((input) => ({
      code: 'AS4109',
      severity: 'error',
      message: `the method \`${name}\` does not take \`${input.name}\``,
      remedy: `write \`def ${signature}\``,
      about: { kind: 'method', name },
    }));
  });
}

function checkColours(facts: ClassFacts, spec: Spec): readonly Breach[] {
  if (spec.kind === 'hook') return [];
  const colours = [
    ['ui_color', spec.ui_color, facts.uiColor],
    ['ui_fgcolor', spec.ui_fgcolor, facts.uiFgcolor],
  ] as const;
  return colours.flatMap(([name, expected, actual]): readonly Breach[] => {
    if (expected === undefined || actual?.toLowerCase() === expected.toLowerCase()) return [];
    const message = `${name} is ${actual ?? 'not set'}`;
    const remedy = `write \`${name} = "${expected}"\` in the class`;
    const about = { kind: 'attribute', name } as const;
    return [{ code: 'AS4111', severity: 'error', message, remedy, about, expected, actual: actual ?? null }];
  });
}

function checkImports(module: PythonModule | undefined): readonly Breach[] {
  const own = module?.imports.filter(({ module: name }) => /^airsmith(_world)?(\.|$)/.test(name)) ?? [];
  return own.map(({ module: name, line }) => ({
    code: 'AS4112',
    severity: 'error',
    message: `the component imports ${name}`,
    remedy: 'remove the import',
    about: { kind: 'import', name: String(line) },
  }));
}

function findingOf(breach: Breach, path: string, module?: PythonModule, source?: PythonClass): Finding {
  const { about, ...rest } = breach;
  const position = positionOf(about, path, module, source);
  return { ...rest, tier: 'contract', ...(position ? { position } : {}) };
}

function positionOf(
  about: Breach['about'],
  path: string,
  module: PythonModule | undefined,
  source: PythonClass | undefined,
): Position | undefined {
  if (about.kind === 'import') return { path, line: Number(about.name), column: 1 };
  if (module === undefined || source === undefined) return undefined;
  const method = (name: string | undefined) =>
    source.methods.find((candidate) => candidate.name === name)?.node;
  const node =
    about.kind === 'init'
      ? method('__init__')
      : about.kind === 'method'
        ? method(about.name)
        : about.kind === 'attribute'
          ? source.attributes.get(about.name ?? '')
          : undefined;
  const span = module.span(node ?? source.node);
  return span && { path, line: span.line, column: span.column };
}
