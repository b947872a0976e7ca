/** Methods that are called and that no class of Airflow has, where the class is certain and another name is near. */

import { RESERVED_NAMES } from '../../generated/reserved.js';
import { nearest } from '../../nearest.js';
import { dotted, type Node, type NodeOf, walk } from '../../python/index.js';
import type { Found, Reading } from './check.js';
import type { ClassEntry } from './classes.js';
import { baseOf, classOf } from './names.js';
import type { AirflowIndex } from './read.js';
import { isTask, namesOfTask, ownNames, taskClass } from './targets.js';

type Attribute = NodeOf<'Attribute'>;

/** What a log has: the standard library's logger, and what structlog's has beside on Airflow 3. */
const LOG =
  `debug info warning warn error exception critical fatal log setLevel isEnabledFor getEffectiveLevel getChild
  getChildren addHandler removeHandler hasHandlers addFilter removeFilter filter handle callHandlers makeRecord findCaller msg
  bind new unbind try_unbind is_enabled_for get_effective_level adebug ainfo awarning aerror acritical aexception afatal
  alog`.split(/\s+/);

/** Bases that give a class nothing public but what `COMMON` and the names of Airflow's base classes hold. */
const BARE = /^(typing|abc|builtins|collections\.abc)\.|\.LoggingMixin$/;
/** The classes of Airflow that people call by name, whose bases are of another library: no name of those is near to theirs. */
const CALLED = /\.(Variable|Connection|XCom|TaskInstance|RuntimeTaskInstance)$/;
const COMMON = [
  'log',
  'logger',
  'mro',
  'register',
  'metadata',
  'registry',
  'query',
  'copy',
  'json',
  'dict',
  'construct',
];

/** `BaseHook.get_connectionz(…)`, `self.defr(…)`, `self.log.inf(…)`: a call that can only raise AttributeError. */
export function checkMethods(reading: Reading): readonly Found[] {
  const nodes = walk(reading.module.tree);
  const tasks = namesOfTask(nodes);
  return [
    ...callsIn(nodes).flatMap((func) => {
      const { value } = func;
      const onTask = isTask(value) || (value.nodeType === 'Name' && tasks.has(value.id));
      const made = value.nodeType === 'Call' ? classOf(value.func, reading) : undefined;
      const cls = onTask
        ? taskClass(reading)
        : (classOf(value, reading) ?? (made?.kind === 'hook' ? made : undefined));
      return cls ? against(func, cls, reading) : [];
    }),
    ...reading.module.classes.flatMap(({ node }) => inClass(node, reading)),
  ];
}

function inClass(node: NodeOf<'ClassDef'>, reading: Reading): readonly Found[] {
  const base = baseOf(node, reading);
  if (base === undefined) return [];
  const own = ownNames(node);
  const source = reading.module.slice(node);
  // Attributes may come from anywhere then.
  const isOpen = /\bsetattr\b|__getattr|__dict__|\bvars\(/.test(source);
  return node.body.flatMap((statement) => {
    if (statement.nodeType !== 'FunctionDef' && statement.nodeType !== 'AsyncFunctionDef') return [];
    const self = statement.decorator_list.length === 0 ? statement.args.args[0]?.arg : undefined;
    if (self === undefined) return [];
    const isSelf = (value: Node) => value.nodeType === 'Name' && value.id === self;
    return callsIn(walk(statement)).flatMap((func) => {
      const { value, attr } = func;
      if (isSelf(value)) return isOpen || own.has(attr) ? [] : against(func, base, reading);
      const isLog = value.nodeType === 'Attribute' && value.attr === 'log' && isSelf(value.value);
      return isLog && !own.has('log') && !LOG.includes(attr) ? said(func, LOG.slice(0, 9), reading) : [];
    });
  });
}

/** What stands before the parentheses of each call of a public attribute. */
function callsIn(nodes: readonly Node[]): readonly Attribute[] {
  return nodes.flatMap((node) =>
    node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && !node.func.attr.startsWith('_')
      ? [node.func]
      : [],
  );
}

function against(func: Attribute, cls: ClassEntry, reading: Reading): readonly Found[] {
  const { index } = reading;
  const above = [cls.name, ...cls.mro].map((name) => [name, index.class(name)] as const);
  const reserved = RESERVED_NAMES[index.airflow];
  const kind = cls.kind === 'operator' || cls.kind === 'sensor' || cls.kind === 'hook' ? cls.kind : undefined;
  const base = kind && reserved?.[kind];
  // Airflow's own bases of a task and a hook are known by all of their names; another base must be in the index.
  const isKnown = above.every(
    ([name, entry]) =>
      entry !== undefined ||
      BARE.test(name) ||
      (base && /^airflow\.(sdk|models|utils|template)\./.test(name)),
  );
  if (!(isKnown && (base !== undefined || above.length === 1)) && !CALLED.test(cls.name)) return [];
  const methods = above.flatMap(([, entry]) => [...(entry?.methods.keys() ?? [])]);
  const arguments_ = above.flatMap(([, entry]) =>
    (entry?.methods.get('__init__')?.parameters ?? []).map(({ name }) => name),
  );
  if ([...methods, ...arguments_, ...Object.keys(base ?? {}), ...COMMON].includes(func.attr)) return [];
  // What another Airflow has may well stand in a branch for that one.
  if (kind && Object.values(RESERVED_NAMES).some((kinds) => func.attr in (kinds[kind] ?? {}))) return [];
  if (reading.all.some((other) => hasMethod(cls, func.attr, other))) return [];
  const called = Object.entries(base ?? {}).flatMap(([name, what]) => (what === 'method' ? [name] : []));
  return said(func, [...methods, ...called], reading);
}

function hasMethod({ name }: ClassEntry, method: string, index: AirflowIndex): boolean {
  const short = name.slice(name.lastIndexOf('.') + 1);
  const found = [
    index.class(name),
    index.classNamed(short),
    CALLED.test(name) ? taskClass({ index }) : undefined,
  ];
  return found.some((cls) =>
    cls ? [cls.name, ...cls.mro].some((one) => index.class(one)?.methods.has(method)) : false,
  );
}

/** Code that asks for the version, or whether something is there, knows what it does. */
const GUARDED = /\bAIRFLOW_V_|\bairflow_version\b|airflow\.__version__|\bhasattr\(/;

function said(func: Attribute, methods: readonly string[], { module, index }: Reading): readonly Found[] {
  const instead = nearest(
    func.attr,
    methods.filter((name) => !name.startsWith('_')),
  );
  if (instead === undefined) return [];
  const severity = GUARDED.test(module.source) ? 'warning' : 'error';
  const what = dotted(func) ?? module.slice(func);
  const message = `\`${what}\` is not there on Airflow ${index.airflow}, so the call raises AttributeError`;
  return [{ finding: { code: 'AS4159', severity, message, remedy: `write \`${instead}\`` }, node: func }];
}
