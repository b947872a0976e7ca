/** Records into knowledge: pure, the same for every order and every duplicate, integers only, no clock. */

import { canonical } from './canonical.js';
import { definitions } from './definitions.js';
import { withoutBuried } from './expunge/buried.js';
import type { ComponentItem, ErrorItem, Item, Knowledge, KnownComponent, LibraryItem } from './knowledge.js';
import { libraryRows, NO_OCCURRENCES, occurrences } from './matrix.js';
import { metricsOf } from './metrics.js';
import { counted, type DatedEvidence, observations } from './observations.js';
import type { ComponentRecord, FixRecord, PatternRecord, Stored } from './records.js';
import { confidenceOf, NO_TALLY, sorted, statusOf, tallies } from './tally.js';

/**
 * Leave out what was expunged, union by id, drop what is retracted, one observation a subject, drop what is rejected, sum integers. Records in
 * `all` are checked (`readKnowledge`) or our own.
 */
export function fold(all: readonly Stored[]): Knowledge {
  const stored = withoutBuried(all);
  const evidence = counted(stored);
  const observed = observations(evidence);
  const defined = definitions(stored, evidence);
  const rejected = new Set(
    stored.flatMap(({ record }) => (record.schema === 'rejection/1' ? [record.item] : [])),
  );
  const carried = tallies(observed);
  const met = occurrences(observed);
  const rows = libraryRows(observed);

  const patterns = new Map<string, Item<PatternRecord>>();
  const fixes = new Map<string, Item<FixRecord>>();
  const errors = new Map<string, ErrorItem>();
  const libraries = new Map<string, LibraryItem>();
  const components = new Map<string, ComponentItem>();
  const item = <Definition>(id: string, definition: Definition): Item<Definition> => {
    const tally = carried.get(id) ?? NO_TALLY;
    const confidence = confidenceOf(tally);
    return { id, definition, tally, ...confidence, status: statusOf(tally, confidence, rejected.has(id)) };
  };
  for (const [id, definition] of defined) {
    if (definition.schema === 'pattern/1') patterns.set(id, item(id, definition));
    else if (definition.schema === 'fix/1') fixes.set(id, item(id, definition));
    else if (definition.schema === 'error/1')
      errors.set(id, { id, definition, rejected: rejected.has(id), ...(met.get(id) ?? NO_OCCURRENCES) });
    else if (definition.schema === 'library/1')
      libraries.set(definition.name, {
        id,
        definition,
        rejected: rejected.has(id),
        matrix: rows.get(definition.name) ?? [],
      });
    else components.set(id, { id, definition, evidence: provingEvidence(id, evidence) });
  }
  return {
    patterns,
    fixes,
    errors,
    libraries: sorted(libraries),
    components,
    metrics: metricsOf(observed),
    subjects: new Set(observed.map(({ subject }) => subject)),
    rejected: new Set([...rejected].sort()),
    dangling: danglingIds([...carried.keys(), ...met.keys()], defined),
    componentAt: (name) => latest(name, components, evidence),
  };
}

/** Everything that is known, as canonical bytes: equal knowledge gives equal text. */
export function knowledgeText(knowledge: Knowledge): string {
  const plain = (value: unknown): unknown => {
    if (value instanceof Map) return [...value].map(([key, item]) => [key, plain(item)]);
    if (value instanceof Set) return [...value].map(plain);
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  };
  const { componentAt: _, ...facts } = knowledge;
  return canonical(plain(facts));
}

function provingEvidence(component: string, evidence: readonly DatedEvidence[]): readonly string[] {
  return evidence
    .filter(({ evidence: of }) => of.component === component)
    .map(({ id }) => id)
    .sort();
}

function danglingIds(ids: readonly string[], defined: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set(ids)].filter((id) => !defined.has(id)).sort();
}

function latest(
  name: string,
  components: ReadonlyMap<string, ComponentItem>,
  evidence: readonly DatedEvidence[],
): KnownComponent | undefined {
  const byRun = [...evidence].reverse();
  const named = [...components.values()].filter(({ definition }) => definition.name === name);
  const proving = byRun.find(({ evidence: of }) => named.some(({ id }) => id === of.component));
  const component = named.find(({ id }) => id === proving?.evidence.component) ?? named[0];
  return component ? known(component.definition) : undefined;
}

function known({ name, spec, files }: ComponentRecord): KnownComponent | undefined {
  const file = files.find(({ role }) => role === 'component');
  if (!file) return undefined;
  return { name, specFingerprint: spec.fingerprint, specPath: spec.path, path: file.path };
}
