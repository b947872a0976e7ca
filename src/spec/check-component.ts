/** Rules for the component as a whole that a JSON Schema cannot say. */

import type { SpecFile } from '../generated/spec-file.js';
import { didYouMean } from '../nearest.js';
import { checkInputs, checkName, checkReserved, reportReserved } from './check-inputs.js';
import { checkKindFields, checkMethods } from './check-kind.js';
import { checkParams } from './check-params.js';
import { COLOUR_NAMES } from './colours.js';
import { identifierFrom, isForeignIdentifier } from './python-names.js';
import { aOrAn, quote } from './quote.js';
import type { Report } from './report.js';
import { betterRange, isInRange, isRange, parseRequirement } from './requirement.js';
import { Reserved, type ReservedNames } from './reserved.js';

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
  checkColours(file, report);
}

/** The schema knows the forms; here it is said which words are colours. */
function checkColours(file: SpecFile, report: Report): void {
  for (const field of ['ui_color', 'ui_fgcolor'] as const) {
    const colour = file[field];
    if (colour === undefined || colour.startsWith('#') || COLOUR_NAMES.has(colour.toLowerCase())) continue;
    report.at(
      `/${field}`,
      'AS1034',
      `\`${field}\` is ${quote(colour)}, which is no name of a colour in CSS`,
      {
        remedy: `${didYouMean(colour, COLOUR_NAMES)}Write a colour such as "#e8f4fd", in quotes.`,
      },
    );
  }
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
    const fault = isForeignIdentifier(file.name)
      ? 'holds more than ASCII letters, digits and `_`'
      : 'is no name of a Python class';
    report.at('/name', 'AS1015', `the name ${quote(file.name)} ${fault}`, {
      cause: 'Such a name begins with a capital and holds ASCII letters, digits and `_`.',
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
