/** What a run teaches. Pure: the same run gives the same bytes, and nothing that exists is written again. */

import type { Attempt, Briefing, Lesson, RecordFile, RunIdentity, Spec } from '../flow.js';
import {
  byCodeUnit,
  type ComponentRecord,
  type Definition,
  definitionId,
  type Knowledge,
  keepFile,
  type LearningRecord,
  recordFile,
  sha256,
} from '../knowledge/index.js';
import { type PythonModule, parseModule } from '../python/index.js';
import { type Component, openComponent } from './component.js';
import { bestOf, evidenceOf } from './evidence.js';
import { learnedItems } from './items.js';
import { type LibraryChoice, libraryChoice, libraryRecords } from './libraries.js';
import { mistakesOf, sourceOf } from './mistakes.js';
import { ideasOf, patternsOf } from './patterns/index.js';

export interface LearnInput {
  readonly spec: Spec;
  readonly briefing: Briefing;
  readonly attempts: readonly Attempt[];
  readonly run: RunIdentity;
  /** What was known before the run; definitions in it are not written again. */
  readonly knowledge: Knowledge;
  /** Fingerprint of what wrote the component (model, prompt, version); by default the first attempt’s model. */
  readonly generator?: string;
  /** Folder of learned records. */
  readonly folder?: string;
  /** The component does not land, be it proven or not: what happened is evidence, and nothing else is taught. */
  readonly withheld?: boolean;
}

/**
 * The lesson of one spec’s run. A proven spec gives its evidence, new definitions and the component’s record; any other
 * only the evidence of the failure, which embeds what went wrong. So does a proven one that is withheld, whose evidence names
 * no component.
 */
export async function learn(input: LearnInput): Promise<Lesson> {
  const { spec, attempts, knowledge, folder = 'learning', withheld = false } = input;
  if (attempts.length === 0) return { records: [], items: [] };
  const generator = input.generator ?? attempts[0]?.author.model ?? 'unknown';
  const mistakes = mistakesOf(attempts, spec);
  const best = bestOf(attempts);
  const module = best ? moduleOf(best) : undefined;
  const choice = libraryChoice(spec, module);
  const teaching =
    best?.verdict?.proven && !withheld ? teachingOf(best, spec, module, choice, knowledge) : undefined;

  const definitions: readonly Definition[] = [
    ...(teaching?.patterns ?? []),
    ...mistakes.errors,
    ...(teaching ? mistakes.fixes : []),
    // What an edit did was run at once, so it is known whatever became of the component.
    ...mistakes.edits,
    ...(teaching?.libraries ?? []),
  ];
  const introduces = definitions.filter((record) => !isKnown(record, knowledge));
  const evidence = evidenceOf(
    { ...input, generator },
    {
      mistakes: teaching ? mistakes : withoutFixes(mistakes),
      found: (teaching?.patterns ?? []).map(definitionId).sort(byCodeUnit),
      introduces,
      choice,
      ...(teaching ? { component: definitionId(teaching.component) } : {}),
    },
  );
  const file = (record: LearningRecord) => recordFile(record, folder);
  const evidenceFile = file(evidence);
  const month = evidenceFile.path.slice(0, evidenceFile.path.lastIndexOf('/'));
  const componentFiles =
    teaching && !knowledge.components.has(definitionId(teaching.component)) ? [file(teaching.component)] : [];
  const records: readonly RecordFile[] = [
    ...(teaching ? introduces.map(file) : []),
    ...componentFiles,
    evidenceFile,
    keepFile(month),
  ];
  return {
    records: [...records].sort((a, b) => byCodeUnit(a.path, b.path)),
    items: learnedItems(evidence, definitions, knowledge),
  };
}

interface Teaching {
  readonly component: ComponentRecord;
  readonly patterns: readonly Definition[];
  readonly libraries: readonly Definition[];
}

/** What a proven attempt teaches; a component that our parser cannot read still has its record. */
function teachingOf(
  attempt: Attempt,
  spec: Spec,
  module: PythonModule | undefined,
  choice: LibraryChoice,
  knowledge: Knowledge,
): Teaching | undefined {
  const source = sourceOf(attempt);
  if (source === undefined) return undefined;
  const component = module ? openComponent(module, spec) : undefined;
  return {
    component: componentRecord(attempt, spec, source),
    patterns: component ? patternsIn(component, knowledge) : [],
    libraries: libraryRecords(attempt.verdict?.environments ?? [], choice),
  };
}

/** Its own ideas, and of those that only count where several have them the ones that are known: now one of them is proven. */
function patternsIn(component: Component, { patterns }: Knowledge): readonly Definition[] {
  const own = patternsOf(component);
  const ids = new Set(own.map(definitionId));
  const others = ideasOf(component).filter(({ id }) => !ids.has(id) && patterns.has(id));
  return [...own, ...others.map(({ id, record }) => patterns.get(id)?.definition ?? record)];
}

function moduleOf(attempt: Attempt): PythonModule | undefined {
  const parsed = parseModule(sourceOf(attempt) ?? '');
  return parsed.ok ? parsed.module : undefined;
}

function componentRecord({ draft }: Attempt, spec: Spec, source: string): ComponentRecord {
  const files = (draft?.files ?? []).filter(({ role }) => role !== 'support');
  return {
    schema: 'component/1',
    name: spec.name,
    kind: spec.kind,
    category: spec.category,
    spec: { path: spec.path, fingerprint: spec.fingerprint },
    files: files
      .map(({ role, path, content }) => ({ role, path, sha256: sha256(content) }))
      .sort((a, b) => byCodeUnit(a.path, b.path)),
    source,
  };
}

function isKnown(record: Definition, knowledge: Knowledge): boolean {
  const id = definitionId(record);
  if (knowledge.rejected.has(id)) return true;
  // What only ships with airsmith is defined nowhere in this repository, and a later airsmith may ship something else.
  if (knowledge.shipped?.get(id)?.alone) return false;
  switch (record.schema) {
    case 'pattern/1':
      return knowledge.patterns.has(id);
    case 'error/1':
      return knowledge.errors.has(id);
    case 'fix/1':
      return knowledge.fixes.has(id);
    case 'fallback/1':
      return knowledge.fallbacks.has(id);
    case 'library/1':
      return knowledge.libraries.has(record.name);
  }
}

/** Nothing is known to have mended a component that stayed unproven. */
function withoutFixes(mistakes: ReturnType<typeof mistakesOf>): ReturnType<typeof mistakesOf> {
  const bare = mistakes.byAttempt.map((met) => met.map(({ fix: _, ...error }) => error));
  return { ...mistakes, byAttempt: bare, fixes: [] };
}
