/** Rules for the params of the example DAG. */

import type { Json } from '../flow.js';
import type { SpecFile } from '../generated/spec-file.js';
import { checkName } from './check-inputs.js';
import { fits, parseType } from './python-type.js';
import { quote } from './quote.js';
import type { Report } from './report.js';

/** Checks names, types and defaults of the params. */
export function checkParams(file: SpecFile, report: Report): void {
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
