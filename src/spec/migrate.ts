/** `airsmith spec migrate`: a file of the earlier generator as text of version 1. */

import type { Document } from 'yaml';
import type { Problem } from '../flow.js';
import { parseSpec, reportNote } from './read.js';
import { Report } from './report.js';

export type MigrateResult =
  | {
      readonly ok: true;
      readonly changed: boolean;
      readonly text: string;
      readonly problems: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Rewrites a file to version 1. `schema` is what the editors' modeline refers to. */
export function migrateSpec(path: string, content: string | Uint8Array, schema: string): MigrateResult {
  const result = parseSpec(path, content);
  if (!result.ok) return result;
  const { source, notes, tree, document, yamlStart, yamlEnd } = result.parsed;
  if (!notes) return { ok: true, changed: false, text: source.text, problems: [] };
  const report = new Report(tree);
  for (const note of notes) reportNote(note, report);
  const text = /\.json$/i.test(path)
    ? `${JSON.stringify(tree.value, null, 2)}\n`
    : source.text.slice(0, yamlStart) + printYaml(document, schema) + source.text.slice(yamlEnd);
  return { ok: true, changed: true, text: text.replaceAll('\r\n', '\n'), problems: report.problems() };
}

function printYaml(document: Document, schema: string): string {
  if (document.directives) document.directives.docStart = null;
  const modeline = /^ ?yaml-language-server:.*$/gm;
  for (const holder of [document, document.contents]) {
    if (holder?.commentBefore)
      holder.commentBefore = holder.commentBefore.replace(modeline, '').trim() || null;
  }
  return `# yaml-language-server: $schema=${schema}\n${document.toString({ lineWidth: 0 })}`;
}
