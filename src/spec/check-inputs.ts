/** Rules for inputs of constructors and methods that a JSON Schema cannot say. */

import type { Json, Kind } from '../flow.js';
import type { SpecInput } from '../generated/spec-file.js';
import { nameFault } from './python-names.js';
import { patternFault } from './python-pattern.js';
import { admits, fits, type PythonType, parseType } from './python-type.js';
import { aOrAn, quote } from './quote.js';
import type { Report } from './report.js';
import { freeName, type Reserved } from './reserved.js';

/** Jinja text stands for a value that only the run knows, whatever the declared type. */
export function isJinja(value: Json | undefined): boolean {
  return typeof value === 'string' && /\{\{|\{%/.test(value);
}

/** Checks a list of inputs at `pointer`. Required ones may follow optional ones: all are passed by keyword. */
export function checkInputs(inputs: readonly SpecInput[], pointer: string, report: Report): void {
  const seen = new Set<string>();
  for (const [index, input] of inputs.entries()) {
    const at = `${pointer}/${index}`;
    checkName(input.name, `${at}/name`, 'input', report);
    if (seen.has(input.name)) {
      report.at(`${at}/name`, 'AS1016', `there are two inputs ${quote(input.name)}`, {
        remedy: 'Rename or delete one of them.',
      });
    }
    seen.add(input.name);
    checkInput(input, at, report);
  }
}

/** Reports a name that Python cannot take. */
export function checkName(name: string, pointer: string, what: string, report: Report): void {
  const fault = nameFault(name);
  if (!fault) return;
  report.at(pointer, 'AS1015', `the ${what} name ${quote(name)} ${fault.reason}`, {
    remedy: `Rename it, for example \`${fault.better}\`.`,
  });
}

/** Reports inputs that Airflow's base class defines already. */
export function checkReserved(
  inputs: readonly SpecInput[],
  kind: Kind,
  reserved: Reserved,
  report: Report,
): void {
  const names = new Set(inputs.map((input) => input.name));
  for (const [index, input] of inputs.entries()) {
    reportReserved(input.name, `/inputs/${index}/name`, kind, names, reserved, report);
  }
}

/** Reports one constructor argument that the base class uses. */
export function reportReserved(
  name: string,
  pointer: string,
  kind: Kind,
  names: ReadonlySet<string>,
  reserved: Reserved,
  report: Report,
): void {
  const found = reserved.find(name);
  if (!found) return;
  const better = freeName(
    name,
    (candidate) => names.has(candidate) || reserved.find(candidate) !== undefined,
  );
  const where = found.everywhere
    ? `every Airflow ${kind}`
    : `every ${kind} of Airflow ${found.versions.join(', ')}`;
  report.at(pointer, 'AS1007', `input ${quote(name)} is ${aOrAn(found.use)} of ${where}`, {
    cause: RESERVED_CAUSE[found.use],
    remedy:
      found.use === 'parameter'
        ? `Leave it out, since every ${kind} accepts \`${name}\` already; or rename it, for example \`${better}\`.`
        : `Rename it, for example \`${better}\`.`,
  });
}

const RESERVED_CAUSE = {
  parameter:
    "Airflow's base class takes it for its own use, so a second meaning would change how the task runs.",
  property: "Airflow's base class computes it, so that no component can store its own value under this name.",
  method: "Airflow's base class calls it as a method, so that a value under this name would break it.",
  attribute:
    "Airflow's base class keeps its own value there, so that another one would change how the task runs.",
} as const;

function checkInput(input: SpecInput, at: string, report: Report): void {
  const parsed = parseType(input.type);
  if (!parsed.ok) {
    report.at(`${at}/type`, 'AS1024', `the type ${quote(input.type)} of ${quote(input.name)} is not known`, {
      cause: `In it, ${parsed.reason}.`,
      remedy: parsed.better
        ? `Write ${quotedType(parsed.better)}.`
        : 'Use `str`, `int`, `float`, `bool`, `Any`, `list[…]`, `dict[str, …]`, or these with `| None`.',
    });
    return;
  }
  checkRules(input, parsed.type, at, report);
  checkEnum(input, parsed.type, at, report);
  if ('default' in input) checkDefault(input, parsed.type, at, report);
}

/** Brackets and commas need quotes inside braces, and do no harm elsewhere. */
function quotedType(type: string): string {
  return /[[,]/.test(type) ? `"${type}"` : `\`${type}\``;
}

function checkRules(input: SpecInput, type: PythonType, at: string, report: Report): void {
  const numeric = admits(type, 'int', 'float', 'Any');
  for (const rule of ['minimum', 'maximum'] as const) {
    if (input[rule] === undefined || numeric) continue;
    report.atKey(
      `${at}/${rule}`,
      'AS1046',
      `\`${rule}\` is for numbers, and ${quote(input.name)} is ${quote(input.type)}`,
      {
        remedy: 'Remove the rule, or make the type `int` or `float`.',
      },
    );
  }
  const { minimum, maximum } = input;
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    report.at(`${at}/minimum`, 'AS1046', `the minimum ${minimum} is above the maximum ${maximum}`, {
      remedy: 'Swap or correct the two.',
    });
  }
  if (input.pattern === undefined) return;
  if (!admits(type, 'str', 'Any')) {
    report.atKey(
      `${at}/pattern`,
      'AS1046',
      `\`pattern\` is for texts, and ${quote(input.name)} is ${quote(input.type)}`,
      {
        remedy: 'Remove the rule, or make the type `str`.',
      },
    );
  }
  const fault = patternFault(input.pattern);
  if (!fault) return;
  report.at(
    `${at}/pattern`,
    'AS1019',
    `the pattern of ${quote(input.name)} is no regular expression of Python`,
    {
      cause: `At its character ${fault.index + 1}, ${fault.reason}.`,
      remedy: fault.better
        ? `Write '${fault.better}'.`
        : 'Correct it; single quotes keep backslashes as they are.',
    },
  );
}

function checkEnum(input: SpecInput, type: PythonType, at: string, report: Report): void {
  for (const [index, value] of (input.enum ?? []).entries()) {
    if (fits(value as Json, type)) continue;
    report.at(
      `${at}/enum/${index}`,
      'AS1017',
      `${quote(value)} in \`enum\` is not of type ${quote(input.type)}`,
      {
        remedy: typeRemedy(value as Json, input.type, report.plain(`${at}/enum/${index}`)),
      },
    );
  }
}

function checkDefault(input: SpecInput, type: PythonType, at: string, report: Report): void {
  const value = input.default as Json;
  if (input.template === true && isJinja(value)) return;
  if (!fits(value, type)) {
    report.at(
      `${at}/default`,
      'AS1017',
      `the default ${quote(value)} of ${quote(input.name)} is not of type ${quote(input.type)}`,
      {
        remedy: typeRemedy(value, input.type, report.plain(`${at}/default`)),
      },
    );
    return;
  }
  if (value === 'None' && admits(type, 'None')) {
    report.at(`${at}/default`, 'AS1013', 'the default `None` is the text "None", not null', {
      severity: 'warning',
      remedy: 'Write `default: null`, or "None" in quotes where the text is meant and the type is `str`.',
    });
  }
  checkDefaultRules(input, value, at, report);
}

function checkDefaultRules(input: SpecInput, value: Json, at: string, report: Report): void {
  // `null` stands for "not given", which no rule is about.
  if (value === null) return;
  const name = quote(input.name);
  if (input.enum && !input.enum.some((allowed) => equalJson(allowed as Json, value))) {
    report.at(`${at}/default`, 'AS1018', `the default ${quote(value)} of ${name} is not in its \`enum\``, {
      remedy: `Allowed: ${input.enum.map((allowed) => quote(allowed)).join(', ')}.`,
    });
  }
  if (typeof value !== 'number') return;
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = input;
  if (value >= minimum && value <= maximum) return;
  const [side, limit] = value < minimum ? ['below', minimum] : ['above', maximum];
  report.at(`${at}/default`, 'AS1018', `the default ${value} of ${name} is ${side} its limit ${limit}`, {
    remedy: 'Correct the default or the limit.',
  });
}

function typeRemedy(value: Json, type: string, plain: string | undefined): string {
  if (value === null)
    return `Make the type ${quotedType(`${type} | None`)}, or leave the default out to make the input required.`;
  if (plain !== undefined && typeof value !== 'string' && /\bstr\b/.test(type))
    return `Put it in quotes: "${plain}".`;
  if (typeof value === 'string' && /^(None|null)$/i.test(value))
    return 'Write `null` without quotes, and `| None` in the type.';
  if (typeof value === 'string' && /^(yes|no|on|off|true|false)$/i.test(value))
    return 'Write `true` or `false` without quotes.';
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
    return `Write ${value.trim()} without quotes.`;
  return `Write a value of type \`${type}\`, or change the type.`;
}

/** Equal as JSON, whatever the order of keys. */
function equalJson(a: Json, b: Json): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: Json): string {
  return JSON.stringify(value, (_, inner: Json) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );
}
