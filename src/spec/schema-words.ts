/** What ajv says, in words for the writer of a spec. */

import type { ErrorObject } from 'ajv';
import type { Json } from '../flow.js';
import { didYouMean } from '../nearest.js';
import type { ProblemDetails, SpecCode } from './problems.js';
import { quote } from './quote.js';
import { pointerTo, type Tree } from './tree.js';

/** A problem before it has its place. */
export interface Worded {
  readonly pointer: string;
  /** The key is wrong, not the value. */
  readonly onKey?: boolean;
  readonly code: SpecCode;
  readonly message: string;
  readonly details: ProblemDetails;
}

/** One error of ajv about a tree. */
export function inWords(error: ErrorObject, tree: Tree): Worded {
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(error, tree);
    case 'required':
      return missingField(error);
    case 'type':
      return surprise(error, tree) ?? wrongType(error);
    case 'enum':
    case 'const':
      return notAllowed(error);
    default:
      return wrongForm(error);
  }
}

function unknownKey(error: ErrorObject, tree: Tree): Worded {
  const key = String(error.params['additionalProperty']);
  const known = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
  const pointer = pointerTo(error.instancePath, key);
  const comma = tree.places.get(pointer)?.bare
    ? {
        cause: 'A text without quotes ends at a comma inside braces; put it in quotes if this belongs to it.',
      }
    : {};
  return {
    pointer,
    onKey: true,
    code: 'AS1009',
    message: `there is no field ${quote(key)} here`,
    details: {
      ...comma,
      remedy:
        didYouMean(key, known).trimEnd() ||
        `The fields here are ${known.map((name) => `\`${name}\``).join(', ')}.`,
    },
  };
}

function missingField(error: ErrorObject): Worded {
  const field = String(error.params['missingProperty']);
  const fields = error.parentSchema?.['properties'] as
    | Record<string, { description?: string; const?: Json }>
    | undefined;
  const { description, const: only } = fields?.[field] ?? {};
  return {
    pointer: error.instancePath,
    code: 'AS1010',
    message: `${nameOf(error.instancePath)} has no \`${field}\``,
    details: {
      ...(description ? { cause: `\`${field}\`: ${firstSentence(description)}` } : {}),
      remedy: only === undefined ? `Add \`${field}:\` with its value.` : `Add \`${field}: ${only}\`.`,
    },
  };
}

/** Where YAML read a value otherwise than it looks. */
function surprise(error: ErrorObject, tree: Tree): Worded | undefined {
  const written = tree.places.get(error.instancePath)?.plain;
  const wanted = typesOf(error);
  const name = nameOf(error.instancePath);
  const word = (message: string, details: ProblemDetails): Worded => ({
    pointer: error.instancePath,
    code: 'AS1013',
    message,
    details,
  });
  const value = error.data as Json;
  if (written !== undefined && wanted.includes('string')) {
    if (written === '') return empty(name, error, tree);
    const number = String(value) === written ? 'a number' : `the number ${value}`;
    const actual = typeof value === 'number' ? number : typeName(value);
    return word(`${name} is read as ${actual}, not as the text \`${written}\``, {
      remedy: `Put it in quotes: "${written}".`,
    });
  }
  if (!wanted.includes('boolean') || typeof value !== 'string') return undefined;
  if (!/^(yes|no|on|off|y|n|true|false)$/i.test(value)) return undefined;
  return word(`${name} is the text \`${value}\`, not a boolean`, {
    cause: 'In YAML 1.2 only `true` and `false`, without quotes, are booleans.',
    remedy: `Write ${/^(yes|on|y|true)$/i.test(value)}.`,
  });
}

/** Nothing stands behind the colon, or what stands there is a comment to YAML. */
function empty(name: string, error: ErrorObject, tree: Tree): Worded {
  const place = tree.places.get(error.instancePath);
  const rest = tree.source.text.slice(place?.key?.end ?? place?.start ?? 0).split('\n')[0] ?? '';
  const comment = /#\S*/.exec(rest)?.[0];
  return {
    pointer: error.instancePath,
    code: 'AS1013',
    message: `${name} is empty`,
    details: comment
      ? { cause: `YAML takes \`${comment}\` for a comment.`, remedy: `Put it in quotes: "${comment}".` }
      : { remedy: 'Write a text after the colon.' },
  };
}

function wrongType(error: ErrorObject): Worded {
  const wanted = typesOf(error);
  const value = error.data as Json;
  return {
    pointer: error.instancePath,
    code: 'AS1011',
    message: `${nameOf(error.instancePath)} is ${typeName(value)}, not ${orList(wanted)}`,
    details: { remedy: typeRemedy(wanted, value) },
  };
}

function typesOf(error: ErrorObject): string[] {
  return [error.params['type'] as string | string[]].flat();
}

function notAllowed(error: ErrorObject): Worded {
  const allowed = error.keyword === 'const' ? [error.schema as Json] : (error.schema as Json[]);
  const same = allowed.find((value) => String(value) === String(error.data));
  if (same !== undefined) return otherType(error, same);
  const meant = didYouMean(String(error.data), allowed.map(String));
  return {
    pointer: error.instancePath,
    code: 'AS1012',
    message: `${nameOf(error.instancePath)} cannot be ${quote(error.data)}`,
    details: { remedy: `${meant}Allowed: ${allowed.map((value) => `\`${value}\``).join(', ')}.` },
  };
}

/** The right letters, of another type: only quotes tell `1` from "1". */
function otherType(error: ErrorObject, allowed: Json): Worded {
  const value = error.data as Json;
  return {
    pointer: error.instancePath,
    code: 'AS1012',
    message: `${nameOf(error.instancePath)} is ${quote(value)} as ${typeName(value)}, not as ${typeName(allowed)}`,
    details: {
      remedy:
        typeof allowed === 'string' ? `Put it in quotes: "${allowed}".` : `Write ${allowed}, without quotes.`,
    },
  };
}

function wrongForm(error: ErrorObject): Worded {
  const { instancePath: pointer } = error;
  return {
    pointer,
    code: /^\/ui_(?:fg)?color$/.test(pointer) ? 'AS1034' : 'AS1039',
    message: `${nameOf(pointer)} is ${quote(error.data)}, ${formProblem(error)}`,
    details: { remedy: formRemedy(error) },
  };
}

function formProblem(error: ErrorObject): string {
  const limit = error.params['limit'];
  if (error.keyword === 'pattern') return 'which has not the form that is asked for';
  if (error.keyword === 'minLength' || error.keyword === 'minItems') return 'which is too short';
  if (error.keyword === 'maxLength' || error.keyword === 'maxItems') return `which is longer than ${limit}`;
  if (error.keyword === 'minimum') return `which is below ${limit}`;
  if (error.keyword === 'maximum') return `which is above ${limit}`;
  return `which ${error.message ?? 'does not fit'}`;
}

/** For people who do not read regular expressions. */
const FORMS: { readonly [field: string]: string } = {
  category: 'Write a slug of lower-case letters and digits, such as `http` or `data-quality`.',
  summary: 'Write one sentence on one line; more belongs into `description`.',
  name: 'Write a name on one line.',
  type: 'Write the name in its usual form, for example `http` or `ValueError`.',
  exception: 'Write the name of an exception class, such as `ValueError`.',
  default_id: 'Use letters, digits, `_`, `-` and `.` only, for example `open_meteo_default`.',
  times: 'Write a number from 1, or `any`.',
  model: 'Write the name of a model, without spaces.',
  ui_color: 'Write a colour such as "#e8f4fd", in quotes.',
  ui_fgcolor: 'Write a colour such as "#1a1a1a", in quotes.',
};

function formRemedy(error: ErrorObject): string {
  const field = error.instancePath.slice(error.instancePath.lastIndexOf('/') + 1);
  if (error.keyword === 'pattern') return FORMS[field] ?? `It must match \`${error.params['pattern']}\`.`;
  if (error.keyword.startsWith('min')) return `The least is ${error.params['limit']}.`;
  return `The most is ${error.params['limit']}.`;
}

function typeRemedy(wanted: readonly string[], data: Json): string {
  if (wanted.includes('array') && data !== null && typeof data !== 'object')
    return 'Put it in a list: [ … ].';
  if (wanted.includes('array')) return 'Begin each entry with `- `.';
  if (wanted.includes('object')) return 'Write `key: value` pairs.';
  if (wanted.includes('boolean')) return 'Write `true` or `false`.';
  if (wanted.includes('integer') && typeof data === 'string') return 'Write the number without quotes.';
  if (wanted.includes('integer') || wanted.includes('number')) return 'Write a number.';
  return 'Write a text.';
}

const TYPE_WORDS: { readonly [type: string]: string } = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'empty (null)',
};

function orList(types: readonly string[]): string {
  return types.map((type) => TYPE_WORDS[type] ?? type).join(' or ');
}

function typeName(value: Json): string {
  if (value === null) return 'empty (null)';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'boolean') return `the boolean ${value}`;
  return TYPE_WORDS[typeof value] ?? typeof value;
}

/** `/inputs/0/type` → `inputs[0].type`, in backquotes. */
function nameOf(pointer: string): string {
  if (pointer === '') return 'the file';
  const parts = pointer.slice(1).split('/');
  const path = parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${unescapePointer(part)}`)).join('');
  return quote(path.replace(/^\./, ''));
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function firstSentence(text: string): string {
  return text.split(/(?<=\.)\s/)[0] ?? text;
}
