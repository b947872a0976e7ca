/** Rules for the component as a whole that a JSON Schema cannot say. */

import type { Json } from '../flow.js';
import type { SpecFile } from '../generated/spec-file.js';
import { checkInputs, checkName, checkReserved, reportReserved } from './check-inputs.js';
import { identifierFrom, snakeCase } from './python-names.js';
import { fits, parseType } from './python-type.js';
import { aOrAn, quote } from './quote.js';
import type { Report } from './report.js';
import { betterRange, isInRange, isRange, parseRequirement } from './requirement.js';
import { HOOK_EXTENSION_POINTS, Reserved, type ReservedNames } from './reserved.js';

/** What a spec is checked against beside its own words. */
export interface SpecContext {
  /** PEP 440 range of specs that name none. */
  readonly defaultRange: string;
  readonly reserved: ReservedNames;
  /** Airflow versions that the repository proves components on. */
  readonly airflowVersions: readonly string[];
}

const SUFFIX = { operator: 'Operator', sensor: 'Sensor', hook: 'Hook' } as const;
const AIRFLOW_BASES = new Set(['BaseOperator', 'BaseSensorOperator', 'BaseSensor', 'BaseHook']);

/** Checks everything but the examples. The file fits the schema already. */
export function checkComponent(file: SpecFile, context: SpecContext, report: Report): void {
  checkNameAndKind(file, report);
  checkRange(file, context, report);
  checkDependencies(file, report);
  checkInputs(file.inputs ?? [], '/inputs', report);
  const range = file.airflow !== undefined && isRange(file.airflow) ? file.airflow : context.defaultRange;
  const reserved = new Reserved(context.reserved, file.kind, range);
  checkReserved(file.inputs ?? [], file.kind, reserved, report);
  checkConnection(file, reserved, report);
  checkMethods(file, reserved, report);
  checkKindFields(file, report);
  checkParams(file, report);
}

function checkNameAndKind(file: SpecFile, report: Report): void {
  const typescript = file.language === 'typescript';
  if (typescript !== (file.kind === 'task')) {
    report.at(
      typescript ? '/kind' : '/kind',
      'AS1035',
      `\`kind: ${file.kind}\` does not go with \`language: ${file.language ?? 'python'}\``,
      {
        remedy: typescript
          ? 'Write `kind: task`.'
          : 'Add `language: typescript`, or choose operator, sensor or hook.',
      },
    );
    return;
  }
  if (file.kind === 'task') {
    checkTaskName(file.name, report);
    return;
  }
  const suffix = SUFFIX[file.kind];
  if (!/^[A-Z][A-Za-z0-9_]*$/.test(file.name)) {
    report.at('/name', 'AS1015', `the name ${quote(file.name)} is no name of a Python class`, {
      cause: 'Such a name begins with a capital and holds letters, digits and `_`.',
      remedy: `Rename it, for example \`${classNameFrom(file.name, suffix)}\`.`,
    });
    return;
  }
  if (AIRFLOW_BASES.has(file.name)) {
    report.at('/name', 'AS1007', `the name ${quote(file.name)} is that of Airflow's own base class`, {
      remedy: `Put in front what it does, for example \`Order${suffix}\`.`,
    });
    return;
  }
  if (file.name.endsWith(suffix) && file.name !== suffix) return;
  const named = Object.entries(SUFFIX).find(
    ([, ending]) => file.name.endsWith(ending) && file.name !== ending,
  );
  report.at(
    '/name',
    'AS1014',
    `the name of ${aOrAn(file.kind)} ends in \`${suffix}\`, and this one is ${quote(file.name)}`,
    {
      remedy: `Name it \`${classNameFrom(file.name, suffix)}\`${named ? `, or write \`kind: ${named[0]}\`` : ''}.`,
    },
  );
}

function checkTaskName(name: string, report: Report): void {
  if (/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name)) return;
  report.at('/name', 'AS1015', `the name ${quote(name)} is no task id in snake case`, {
    remedy: `Rename it, for example \`${identifierFrom(name)}\`.`,
  });
}

function classNameFrom(name: string, suffix: string): string {
  const words = identifierFrom(name)
    .replace(/_(operator|sensor|hook)$/, '')
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  const bare = /^[A-Z]\w*$/.test(name) ? name.replace(/(Operator|Sensor|Hook)+$/, '') : words;
  return `${bare || 'Order'}${suffix}`;
}

function checkRange(file: SpecFile, context: SpecContext, report: Report): void {
  const range = file.airflow ?? context.defaultRange;
  if (!isRange(range)) {
    const better = betterRange(range.trim());
    report.at('/airflow', 'AS1020', `${quote(range)} is not a range of versions`, {
      remedy: `Write ${better ? `"${better}"` : 'a range such as ">=2.8,<4"'}.`,
    });
    return;
  }
  if (context.airflowVersions.some((version) => isInRange(version, range))) return;
  report.at(
    '/airflow',
    'AS1021',
    `the range ${quote(range)} includes none of the configured Airflow versions`,
    {
      cause: `Components are proven on ${context.airflowVersions.join(', ')}.`,
      remedy: 'Widen the range, or add a version to `airflow-versions` in `.airsmith.yaml`.',
    },
  );
}

function checkDependencies(file: SpecFile, report: Report): void {
  for (const [index, text] of (file.dependencies ?? []).entries()) {
    const parsed = parseRequirement(text);
    if (parsed.ok) continue;
    const location = parsed.kind === 'location';
    const remedy = parsed.better
      ? `Write "${parsed.better}".`
      : 'Name a package and its version, such as "requests>=2.31".';
    report.at(
      `/dependencies/${index}`,
      location ? 'AS1023' : 'AS1022',
      location
        ? `the dependency ${quote(text)} does not come from an index`
        : `the dependency ${quote(text)} cannot be read`,
      { cause: `Here, ${parsed.reason}.`, remedy },
    );
  }
}

function checkConnection(file: SpecFile, reserved: Reserved, report: Report): void {
  if (!file.connection) return;
  const input = connectionInput(file.connection);
  const pointer = file.connection.input === undefined ? '/connection' : '/connection/input';
  checkName(input, pointer, 'connection input', report);
  const names = new Set((file.inputs ?? []).map((entry) => entry.name));
  if (names.has(input)) {
    const index = (file.inputs ?? []).findIndex((entry) => entry.name === input);
    report.at(
      `/inputs/${index}/name`,
      'AS1032',
      `input ${quote(input)} is the connection's argument already`,
      {
        cause: `\`connection\` adds \`${input}\` to the constructor, with the default "${file.connection.default_id}".`,
        remedy: 'Delete this input, or name another argument in `connection.input`.',
      },
    );
    return;
  }
  reportReserved(input, pointer, file.kind, names, reserved, report);
}

/** Name of the constructor argument that takes the connection id. */
export function connectionInput(connection: { readonly type: string; readonly input?: string }): string {
  return connection.input ?? `${connection.type.replaceAll('-', '_')}_conn_id`;
}

function checkMethods(file: SpecFile, reserved: Reserved, report: Report): void {
  const methods = file.methods ?? [];
  if (file.kind !== 'hook') {
    if (file.methods) {
      report.atKey('/methods', 'AS1051', `\`methods\` are for hooks, and this is ${aOrAn(file.kind)}`, {
        remedy: 'Remove them, or write `kind: hook`.',
      });
    }
    return;
  }
  if (methods.length === 0) {
    report.at('/methods', 'AS1010', 'the hook has no `methods`', {
      remedy: 'Add at least one: `methods: [{name: …, inputs: […], returns: …}]`.',
    });
  }
  const inputs = new Set((file.inputs ?? []).map((input) => input.name));
  const seen = new Set<string>();
  for (const [index, method] of methods.entries()) {
    const pointer = `/methods/${index}/name`;
    checkName(method.name, pointer, 'method', report);
    if (method.name.startsWith('_') && !method.name.startsWith('__')) {
      report.at(pointer, 'AS1015', `the method ${quote(method.name)} is not public`, {
        cause: 'Names that begin with `_` are private in Python.',
        remedy: `Rename it to \`${method.name.replace(/^_+/, '')}\`.`,
      });
    }
    if (seen.has(method.name) || inputs.has(method.name)) {
      report.at(
        pointer,
        'AS1016',
        `${quote(method.name)} is ${seen.has(method.name) ? 'a method' : 'an input'} already`,
        {
          remedy: 'Rename one of the two.',
        },
      );
    }
    seen.add(method.name);
    const found = HOOK_EXTENSION_POINTS.has(method.name) ? undefined : reserved.find(method.name);
    if (found && found.use !== 'parameter') {
      report.at(
        pointer,
        'AS1007',
        `method ${quote(method.name)} is ${aOrAn(found.use)} of every Airflow hook`,
        {
          cause: 'Airflow itself calls it with its own arguments.',
          remedy: `Rename it, for example \`${method.name}_for\`.`,
        },
      );
    }
    checkInputs(method.inputs ?? [], `/methods/${index}/inputs`, report);
  }
}

/** Fields that only some kinds have. */
function checkKindFields(file: SpecFile, report: Report): void {
  const untemplated = [
    ...(file.kind === 'hook'
      ? (file.inputs ?? []).map((input, index) => ({ input, at: `/inputs/${index}` }))
      : []),
    ...(file.methods ?? []).flatMap((method, index) =>
      (method.inputs ?? []).map((input, inner) => ({ input, at: `/methods/${index}/inputs/${inner}` })),
    ),
  ];
  for (const { input, at } of untemplated) {
    if (input.template !== true) continue;
    report.atKey(
      `${at}/template`,
      'AS1051',
      `${quote(input.name)} cannot be a template: Airflow renders none in hooks`,
      {
        remedy: 'Remove `template`; the operator that uses the hook renders its own fields.',
      },
    );
  }
  if (file.deferrable && file.kind === 'hook') {
    report.atKey('/deferrable', 'AS1051', 'a hook cannot defer', {
      remedy: 'Remove `deferrable`, or describe an operator or a sensor.',
    });
  }
  const deferrable = (file.inputs ?? []).findIndex((input) => input.name === 'deferrable');
  if (file.deferrable && deferrable >= 0) {
    report.at(`/inputs/${deferrable}/name`, 'AS1016', 'input `deferrable` is there already', {
      cause: '`deferrable: true` adds it to the constructor.',
      remedy: 'Delete this input.',
    });
  }
}

function checkParams(file: SpecFile, report: Report): void {
  const seen = new Set<string>();
  for (const [index, param] of (file.params ?? []).entries()) {
    const at = `/params/${index}`;
    if (seen.has(param.name)) {
      report.at(`${at}/name`, 'AS1016', `there are two params ${quote(param.name)}`, {
        remedy: 'Rename or delete one of them.',
      });
    }
    seen.add(param.name);
    checkName(param.name, `${at}/name`, 'param', report);
    const type = paramType(param.type);
    const parsed = parseType(type);
    if (!parsed.ok) {
      report.at(
        `${at}/type`,
        'AS1024',
        `the type ${quote(param.type)} of param ${quote(param.name)} is not known`,
        {
          remedy: `Write ${parsed.better ? `"${parsed.better}"` : '`str`, `int`, `float`, `bool`, `list[…]` or `dict[str, …]`'}.`,
        },
      );
      continue;
    }
    for (const [inner, value] of (param.enum ?? []).entries()) {
      if (fits(value as Json, parsed.type)) continue;
      report.at(
        `${at}/enum/${inner}`,
        'AS1017',
        `${quote(value)} in \`enum\` is not of type ${quote(param.type)}`,
        {
          remedy: 'Correct the value, or the type.',
        },
      );
    }
    if ('default' in param && !fits(param.default as Json, parsed.type)) {
      report.at(
        `${at}/default`,
        'AS1017',
        `the default ${quote(param.default)} of param ${quote(param.name)} is not of type ${quote(param.type)}`,
        {
          remedy: 'Correct the default, or the type.',
        },
      );
    }
  }
}

/** Airflow's own params are typed in JSON Schema; both spellings mean the same. */
const JSON_SCHEMA_TYPES: { readonly [type: string]: string } = {
  string: 'str',
  integer: 'int',
  number: 'float',
  boolean: 'bool',
  array: 'list',
  object: 'dict',
  null: 'None',
};

/** A param's type in Python's words: `integer` → `int`. */
export function paramType(type: string): string {
  return type
    .split('|')
    .map((option) => option.trim())
    .map((option) => (Object.hasOwn(JSON_SCHEMA_TYPES, option) ? JSON_SCHEMA_TYPES[option] : option))
    .join(' | ');
}

/** Name of the component's file without its ending: `open_meteo_forecast_operator`. */
export function fileName(name: string): string {
  return snakeCase(name);
}
