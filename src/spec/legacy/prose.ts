/** Fields of the earlier generator that version 1 says in words. */

import type { Document } from 'yaml';
import type { Json } from '../../flow.js';
import { isMap } from '../python-type.js';
import { type Entry, jsonOf, makeEntry, makeNode, rename, setValue, textOf } from './nodes.js';

const MAX_SUMMARY = 300;

/** Makes `summary` and `description` of `description`, `requirements` and, failing these, the names. */
export function describe(
  document: Document,
  take: (key: string) => Entry | undefined,
  put: (entry: Entry) => void,
  titleNode: unknown,
): void {
  const title = textOf(titleNode) ?? '';
  const entry = take('description');
  const whole = textOf(entry?.value)?.trim() ?? '';
  const requirements = take('requirements');
  const list = requirements ? sentences(jsonOf(requirements.value)) : [];
  const summary = firstSentence(whole);
  const body = [
    ...(whole !== '' && whole !== summary ? [whole] : []),
    ...(list.length > 0 ? [`Requirements:\n\n${list.map((item) => `- ${item}`).join('\n')}`] : []),
  ].join('\n\n');
  if (entry && summary !== '' && body === '') {
    put(setValue(document, rename(entry, 'summary'), summary));
    return;
  }
  const from = entry?.value ?? requirements?.key;
  const words = summary || firstSentence(title);
  if (words !== '')
    put(makeEntry('summary', makeNode(document, words, from ?? titleNode), from ?? titleNode));
  if (body === '') return;
  const target = entry ?? makeEntry('description', null, requirements?.key);
  put(setValue(document, target, body));
}

function firstSentence(text: string): string {
  const paragraph = (text.split(/\n\s*\n/)[0] ?? '').replace(/\s+/g, ' ').trim();
  const sentence = /^.*?[.!?](?=\s+[A-Z"'`(]|$)/.exec(paragraph)?.[0] ?? paragraph;
  return sentence.length <= MAX_SUMMARY
    ? sentence
    : `${sentence.slice(0, MAX_SUMMARY - 1).replace(/\s+\S*$/, '')}…`;
}

function sentences(value: Json): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  if (!Array.isArray(value)) return value === null ? [] : [JSON.stringify(value)];
  return value.flatMap((item) => (typeof item === 'string' ? sentences(item) : [JSON.stringify(item)]));
}

/** `outputs[]` in words: "answer (str): The answer; score (float): Its score". */
export function proseOf(value: Json): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const parts = value.map((item) => {
    if (typeof item === 'string') return item;
    if (!isMap(item)) return JSON.stringify(item);
    const { name, type, description, ...rest } = item;
    const typed = typeof type === 'string' ? ` (${type})` : '';
    const more = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : '';
    return `${name ?? 'value'}${typed}${typeof description === 'string' ? `: ${description.trim()}` : ''}${more}`;
  });
  return parts.join('; ').replace(/\s+/g, ' ');
}
