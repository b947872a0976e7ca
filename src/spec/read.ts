/** A spec file, from bytes to `Spec` or to problems with their places. */

import type { Document } from 'yaml';
import type { Problem, Spec } from '../flow.js';
import type { SpecFile } from '../generated/spec-file.js';
import { checkComponent, type SpecContext } from './check-component.js';
import { checkExamples } from './check-examples.js';
import { splitFrontMatter } from './front-matter.js';
import { isLegacy } from './legacy/recognise.js';
import { type LegacyNote, upgradeLegacy } from './legacy/upgrade.js';
import { normalise } from './normalise.js';
import { problem } from './problems.js';
import { isMap } from './python-type.js';
import { quote } from './quote.js';
import { Report } from './report.js';
import { checkSchema } from './schema-check.js';
import { openSource, placeAt, type Source } from './source.js';
import { readTree, type Tree } from './tree.js';
import { parseYaml } from './yaml-document.js';

export type SpecResult =
  | { readonly ok: true; readonly spec: Spec; readonly warnings: Problem[] }
  | { readonly ok: false; readonly problems: Problem[] };

/** A file that was parsed, and brought to version 1 where it was of the earlier generator. */
interface ParsedSpec {
  readonly source: Source;
  /** The YAML in version 1. */
  readonly document: Document;
  readonly tree: Tree;
  /** Where the YAML begins, and the Markdown body ends the file. */
  readonly body: string;
  readonly bodyStart: number;
  readonly yamlStart: number;
  readonly yamlEnd: number;
  /** What the upgrade did; undefined for a file of version 1. */
  readonly notes?: readonly LegacyNote[];
}

export type ParseResult =
  | { readonly ok: true; readonly parsed: ParsedSpec }
  | { readonly ok: false; readonly problems: Problem[] };

/** Reads one spec file. Never throws for what a file can hold. */
export async function readSpec(
  path: string,
  content: string | Uint8Array,
  context: SpecContext,
): Promise<SpecResult> {
  const result = parseSpec(path, content);
  if (!result.ok) return result;
  const { tree, body, notes } = result.parsed;
  const report = new Report(tree);
  for (const note of notes ?? []) reportNote(note, report);
  await checkVersion1(tree, context, report);
  if (body !== '' && isMap(tree.value) && typeof tree.value['description'] === 'string' && !notes) {
    report.atKey('/description', 'AS1043', 'the file has a description in its front matter and in its body', {
      severity: 'warning',
      remedy: 'Move it into the body. Until then both are used, the body second.',
    });
  }
  const problems = report.problems();
  if (report.hasErrors) return { ok: false, problems };
  return { ok: true, spec: normalise(tree, context.defaultRange, body), warnings: problems };
}

/** The schema first; the other rules can then rely on its shapes. */
async function checkVersion1(tree: Tree, context: SpecContext, report: Report): Promise<void> {
  const version = isMap(tree.value) ? tree.value['airsmith'] : undefined;
  if (typeof version === 'number' && version !== 1) {
    report.at('/airsmith', 'AS1038', `version ${quote(version)} of the format is not known`, {
      remedy: 'Write `airsmith: 1`, or update airsmith.',
    });
    return;
  }
  await checkSchema('spec', report);
  if (report.hasErrors) return;
  const file = tree.value as unknown as SpecFile;
  checkComponent(file, context, report);
  checkExamples(file, context, report);
}

/** What the upgrade did, as a warning. */
export function reportNote(note: LegacyNote, report: Report): void {
  report.atKey(note.pointer, note.code, note.message, { severity: 'warning', remedy: note.remedy });
}

/** Parses a file and upgrades it in memory. What is wrong with its content is the caller's to find. */
export function parseSpec(path: string, content: string | Uint8Array): ParseResult {
  const opened = openSource(path, content);
  if (!opened.ok) return opened;
  const { source } = opened;
  const stretch = yamlOf(source);
  if (!stretch.ok) return stretch;
  const { start: yamlStart, end: yamlEnd, body, bodyStart } = stretch;
  const parsed = parseYaml({ source, start: yamlStart, end: yamlEnd });
  if (!parsed.ok) return parsed;
  const { document } = parsed;
  const first = readTree(source, yamlStart, document);
  if (!first.ok) return first;
  const common = { source, document, body, bodyStart, yamlStart, yamlEnd };
  if (!isLegacy(first.tree.value)) return { ok: true, parsed: { ...common, tree: first.tree } };
  const notes = upgradeLegacy(document);
  const second = readTree(source, yamlStart, document);
  return second.ok ? { ok: true, parsed: { ...common, tree: second.tree, notes } } : second;
}

type YamlPart =
  | {
      readonly ok: true;
      readonly start: number;
      readonly end: number;
      readonly body: string;
      readonly bodyStart: number;
    }
  | { readonly ok: false; readonly problems: Problem[] };

function yamlOf(source: Source): YamlPart {
  const end = source.text.length;
  const ending = /\.(yaml|yml|json|md)$/i.exec(source.path)?.[1]?.toLowerCase();
  if (ending === 'md') return splitFrontMatter(source);
  if (ending === 'json') {
    const wrong = jsonProblem(source);
    if (wrong) return { ok: false, problems: [wrong] };
  }
  if (ending !== undefined) return { ok: true, start: 0, end, body: '', bodyStart: end };
  const found = problem('AS1044', `${quote(source.path)} is not a kind of file that specs have`, {
    remedy: 'Rename it, so that it ends in `.airsmith.yaml`, `.airsmith.json` or `.airsmith.md`.',
    ...placeAt(source, 0, 1),
  });
  return { ok: false, problems: [found] };
}

/** JSON is read as the subset of YAML that it is, for the places; what only YAML allows is refused here. */
function jsonProblem(source: Source): Problem | undefined {
  try {
    JSON.parse(source.text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = Number(/position (\d+)/.exec(message)?.[1] ?? source.text.length);
    const reason = message
      .replace(/,? ?(\.\.\.)?".*" is not valid JSON/s, '')
      .replace(/ (in JSON )?at position.*/s, '');
    return problem('AS1004', 'the file is not JSON', {
      cause: `The parser says: ${reason.slice(0, 120)}.`,
      remedy: 'Correct it here; JSON has no comments, no trailing commas and only double quotes.',
      ...placeAt(source, at, at + 1),
    });
  }
}
