/** A component under study: its tree, its own vocabulary, and how it looks once that is taken out. */

import type { Spec } from '../flow.js';
import {
  dotted,
  type FunctionNode,
  type Node,
  type PythonClass,
  type PythonFunction,
  type PythonModule,
  walk,
} from '../python/index.js';

/** What Airflow or Python calls these, not the component. */
const FRAMEWORK_METHODS = new Set([
  '__init__',
  'execute',
  'poke',
  'execute_complete',
  'on_kill',
  'pre_execute',
  'post_execute',
  'resume_execution',
  'get_conn',
  'test_connection',
  'get_connection_form_widgets',
  'get_ui_field_behaviour',
  'get_uri',
  'serialize',
  'run',
  'cleanup',
  'defer',
  '__enter__',
  '__exit__',
  '__aenter__',
  '__aexit__',
]);
const FRAMEWORK_NAMES = new Set([
  'self',
  'cls',
  'context',
  'event',
  'kwargs',
  'args',
  'deferrable',
  'task_id',
  'poke_interval',
  'method_name',
  'log',
  'logger',
]);

export interface Component {
  readonly spec: Pick<Spec, 'name' | 'kind' | 'category' | 'connection' | 'inputs' | 'examples'>;
  readonly module: PythonModule;
  readonly main: PythonClass;
  readonly vocabulary: Vocabulary;
}

/** Names that belong to this component alone, by what they are. */
export interface Vocabulary {
  readonly classes: ReadonlyMap<string, string>;
  readonly functions: ReadonlySet<string>;
  readonly methods: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  /** Arguments of the component's own constructors. */
  readonly parameters: ReadonlySet<string>;
  readonly constants: ReadonlySet<string>;
  /** Bound name → what it was imported as: `BaseHook` → `airflow.sdk.BaseHook`. */
  readonly imported: ReadonlyMap<string, string>;
  /** Strings and words of the spec: what the component is about, not how it is done. */
  readonly subject: ReadonlySet<string>;
}

/** Looks at the class named in the spec; undefined when the module does not define it. */
export function openComponent(module: PythonModule, spec: Spec): Component | undefined {
  return opener(module)(spec);
}

/** `openComponent` for several components of one module, whose names are looked for once. */
export function opener(module: PythonModule): (spec: Spec) => Component | undefined {
  const names = namesIn(module);
  return (spec) => {
    const main = module.classes.find(({ name }) => name === spec.name);
    if (!main) return undefined;
    const classes = classNames(module, spec);
    const subject = new Set([...subjectWords(spec), ...names.attributes, ...names.parameters]);
    return { spec, module, main, vocabulary: { ...names, classes, subject } };
  };
}

/** Methods of every class of the module, with the class they stand in. */
export function methodsOf({
  module,
}: Component): readonly { readonly owner: PythonClass; readonly method: PythonFunction }[] {
  return module.classes.flatMap((owner) => owner.methods.map((method) => ({ owner, method })));
}

/** Functions in which statements of the component run: methods first, then module-level functions. */
export function scopesOf(component: Component): readonly PythonFunction[] {
  return [...methodsOf(component).map(({ method }) => method), ...component.module.functions];
}

export function isFrameworkMethod(name: string): boolean {
  return FRAMEWORK_METHODS.has(name);
}

export function isFrameworkName(name: string): boolean {
  return FRAMEWORK_NAMES.has(name);
}

/** Names of the arguments of a function, `self` and the framework's own left out. */
export function argumentNames(node: FunctionNode): readonly string[] {
  const { args } = node;
  const all = [
    ...args.posonlyargs,
    ...args.args,
    ...args.kwonlyargs,
    ...(args.vararg ? [args.vararg] : []),
    ...(args.kwarg ? [args.kwarg] : []),
  ];
  return all.map(({ arg }) => arg).filter((name) => !isFrameworkName(name));
}

/** What a called function or class is outside this module, such as `requests.get`; undefined for anything of its own. */
export function externalName(node: Node, { imported }: Vocabulary): string | undefined {
  const name = dotted(node);
  if (name === undefined) return undefined;
  const [head = '', ...rest] = name.split('.');
  const origin = imported.get(head);
  return origin === undefined ? undefined : [origin, ...rest].join('.');
}

function namesIn(module: PythonModule): Omit<Vocabulary, 'classes' | 'subject'> {
  const methods = module.classes.flatMap((owner) => owner.methods.map(({ name }) => name));
  return {
    functions: new Set(module.functions.map(({ name }) => name)),
    methods: new Set(methods.filter((name) => !isFrameworkMethod(name))),
    attributes: selfAttributes(module),
    parameters: parameterNames(module),
    constants: moduleConstants(module),
    imported: importedNames(module),
  };
}

function classNames(module: PythonModule, spec: Spec): ReadonlyMap<string, string> {
  const title = spec.kind.charAt(0).toUpperCase() + spec.kind.slice(1);
  const role = (found: PythonClass) => {
    if (found.name === spec.name) return `Example${title}`;
    const base = /(Trigger|Hook|Operator|Sensor|Exception|Error)$/.exec(found.bases.join(' '))?.[1];
    return base ? `Example${base === 'Exception' ? 'Error' : base}` : 'Helper';
  };
  return new Map(module.classes.map((found) => [found.name, role(found)]));
}

function selfAttributes(module: PythonModule): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { node } of module.classes) {
    for (const inner of walk(node)) {
      if (inner.nodeType !== 'Attribute' || inner.ctx.nodeType !== 'Store') continue;
      if (inner.value.nodeType === 'Name' && inner.value.id === 'self') names.add(inner.attr);
    }
  }
  return names;
}

function parameterNames(module: PythonModule): ReadonlySet<string> {
  const inits = module.classes.flatMap(({ init }) => (init ? [init] : []));
  return new Set(inits.flatMap(({ node }) => argumentNames(node)));
}

function moduleConstants(module: PythonModule): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of module.tree.body.flatMap((statement) => [...walkOutside(statement)])) {
    if (node.nodeType === 'Name' && node.ctx.nodeType === 'Store') names.add(node.id);
  }
  return names;
}

/** Nodes of a statement at the top of a module, what stands in functions and classes left out. */
function* walkOutside(statement: Node): Generator<Node> {
  if (['FunctionDef', 'AsyncFunctionDef', 'ClassDef'].includes(statement.nodeType)) return;
  yield* walk(statement);
}

function importedNames(module: PythonModule): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { module: from, name, bound, guard } of module.imports) {
    if (bound === '*' || (guard === 'fallback' && names.has(bound))) continue;
    const whole = bound === from.split('.')[0] ? bound : from;
    names.set(bound, name === undefined ? whole : `${from}.${name}`);
  }
  return names;
}

function subjectWords(spec: Spec): ReadonlySet<string> {
  const words = new Set<string>();
  const take = (value: unknown): void => {
    if (typeof value === 'string') {
      words.add(value);
      for (const word of value.match(/[A-Za-z_][\w.-]*/g) ?? []) words.add(word);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        words.add(key);
        take(item);
      }
    }
  };
  const { positions: _, legacy: __, ...said } = spec;
  take(said);
  return words;
}
