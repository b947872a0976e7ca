/** Defaults of the earlier generator, which were often texts: "3", "{}", "None", "['a']". */

import type { Json } from '../../flow.js';
import { admits, fits, type PythonType } from '../python-type.js';

/** A default by its type, or undefined where the text says nothing of that type. */
export function legacyDefault(raw: Json, written: string | undefined, type: PythonType): Json | undefined {
  if (typeof raw !== 'string') return otherDefault(raw, written, type);
  const text = raw.trim();
  if (/^(None|null)$/.test(text)) return null;
  if (admits(type, 'str')) return unquoted(raw);
  if (text === '') return null;
  const value = pythonLiteral(text);
  if (value === undefined) return admits(type, 'Any') ? raw : undefined;
  return value === null || fits(value, type) ? value : undefined;
}

function otherDefault(raw: Json, written: string | undefined, type: PythonType): Json | undefined {
  if (raw === null || fits(raw, type)) return raw;
  return admits(type, 'str') && typeof raw !== 'object' ? (written ?? String(raw)) : undefined;
}

/** `"'gpt-4'"` was a way to say the text gpt-4. */
function unquoted(text: string): string {
  const inner = /^(['"])(.*)\1$/s.exec(text.trim())?.[2];
  return inner === undefined || /['"]/.test(inner) ? text : inner;
}

/** Reads a JSON or Python literal; undefined where it is neither. */
function pythonLiteral(text: string): Json | undefined {
  if (text === 'dict()') return {};
  if (text === 'list()') return [];
  const json = text.replace(
    /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\b(?:True|False|None)\b|[()]|,(?=\s*[\]})])/g,
    (token) => {
      if (token.startsWith('"')) return token;
      if (token.startsWith("'")) return requote(token.slice(1, -1));
      return { True: 'true', False: 'false', None: 'null', '(': '[', ')': ']', ',': '' }[token] ?? token;
    },
  );
  for (const candidate of [json, lowerBoolean(text)]) {
    const value = parseJson(candidate);
    if (value !== undefined) return value;
  }
  return undefined;
}

function requote(inner: string): string {
  return `"${inner.replace(/\\'/g, "'").replace(/(?<!\\)"/g, '\\"')}"`;
}

function lowerBoolean(text: string): string {
  if (/^(yes|on)$/i.test(text)) return 'true';
  if (/^(no|off)$/i.test(text)) return 'false';
  return /^(true|false)$/i.test(text) ? text.toLowerCase() : text;
}

/** Numbers beyond JSON's and the key `__proto__` are refused everywhere else, and so are they here. */
function parseJson(text: string): Json | undefined {
  if (text.includes('__proto__')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
