/** What constructors do for the class above them, and where their defaults come from. */

import {
  dotted,
  type Expression,
  format,
  type NodeOf,
  type PythonParameter,
  type Statement,
  walk,
} from '../../../python/index.js';
import { indented } from '../../abstraction.js';
import { type Component, isFrameworkName } from '../../component.js';
import type { Sighting } from '../sighting.js';

/** Every idea about handing on, and configured defaults in the constructor of `component`. */
export function sharedConstructors({ main }: Component): readonly Sighting[] {
  const init = main.init;
  if (!init) return [];
  return [
    ...init.node.body.flatMap(handsOn),
    ...init.node.body.flatMap(fixesForBase),
    ...init.parameters.flatMap(configured),
  ];
}

/** `super().__init__(a=a, kind="x", **kwargs)`: which arguments are the base class's, and which this class decides. */
function handsOn(statement: Statement): readonly Sighting[] {
  const call = superCall(statement);
  if (!call || call.keywords.every(({ arg }) => arg === undefined)) return [];
  const named = call.keywords.filter(({ arg }) => arg !== undefined);
  const passed = named.filter(({ arg, value }) => value.nodeType === 'Name' && value.id === arg);
  const fixed = named.filter(({ value }) => value.nodeType === 'Constant');
  if (passed.length + fixed.length < named.length) return [];
  const stars = call.args.some(({ nodeType }) => nodeType === 'Starred') ? ['*args'] : [];
  const keywords = call.keywords.some(({ arg }) => arg === undefined) ? ['**kwargs'] : [];
  const decided = fixed.map(({ arg }) => `${arg}=…`).sort();
  const lines = [
    ...stars,
    ...passed.map(({ arg }) => `${arg}=${arg}`).sort(),
    ...fixed.map(({ arg, value }) => `${arg}=${plainConstant(value)}`).sort(),
    ...keywords,
  ];
  const own = passed.map(({ arg }) => arg ?? '').sort();
  return [
    {
      type: 'initialization',
      title: `Hand ${[...own, ...decided].join(', ')} to the base class`,
      when: 'the base class has these arguments, and this one needs them in its signature or decides them',
      notWhen: 'they can arrive through **kwargs unchanged',
      code: `def __init__(${['self', ...stars, ...(stars.length === 0 && own.length > 0 ? ['*'] : []), ...own, ...keywords].join(', ')}):\n${indented(`super().__init__(${lines.join(', ')})`)}`,
    },
  ];
}

/** `kwargs["client_type"] = "athena"` before the base class is called. */
function fixesForBase(statement: Statement): readonly Sighting[] {
  if (statement.nodeType !== 'Assign' || statement.value.nodeType !== 'Constant') return [];
  const target = statement.targets[0];
  if (target?.nodeType !== 'Subscript' || dotted(target.value) !== 'kwargs') return [];
  if (target.slice.nodeType !== 'Constant' || typeof target.slice.value !== 'string') return [];
  const key = target.slice.value;
  return [
    {
      type: 'initialization',
      title: `Decide ${key} for the base class`,
      when: `the base class takes ${key}, and this one works with a single value of it`,
      notWhen: 'users may choose it',
      code: `def __init__(self, *args, **kwargs):\n    kwargs["${key}"] = ${plainConstant(statement.value)}\n    super().__init__(*args, **kwargs)`,
    },
  ];
}

/** `deferrable: bool = conf.getboolean("operators", "default_deferrable", fallback=False)`. */
function configured({ name, default: value }: PythonParameter): readonly Sighting[] {
  if (value === undefined || !/^(\w+\.)*conf\.get\w*\(/.test(value)) return [];
  const shown = isFrameworkName(name) ? name : 'value';
  return [
    {
      type: 'initialization',
      title: `Take the default of ${isFrameworkName(name) ? name : 'an argument'} from ${value.slice(0, 60)}`,
      when: 'whoever runs Airflow decides the default for all tasks, in its configuration',
      notWhen: 'the spec fixes the default',
      code: `from airflow.configuration import conf\ndef __init__(self, *, ${shown}=${value.replaceAll("'", '"')}, **kwargs):\n    super().__init__(**kwargs)\n    self.${shown} = ${shown}`,
    },
  ];
}

function superCall(statement: Statement): NodeOf<'Call'> | undefined {
  if (statement.nodeType !== 'Expr' || statement.value.nodeType !== 'Call') return undefined;
  return /^super\(\)\.__init__\(/.test(format(statement).slice(0, 20)) ? statement.value : undefined;
}

/** A text may be the component's own; a number or a flag is the idea. */
function plainConstant(value: Expression): string {
  const text = walk(value).some((node) => node.nodeType === 'Constant' && typeof node.value === 'string');
  return text ? '"…"' : format(value);
}
