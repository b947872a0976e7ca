/** Records into knowledge: pure, the same for every order and every duplicate, integers only, no clock. */

import { armsOf } from './arms.js';
import { canonical, sha256 } from './canonical.js';
import { combinationsOf } from './combinations.js';
import { proofsOf } from './components.js';
import { decisions } from './decisions.js';
import { definitions } from './definitions.js';
import { errorTables, NO_OCCURRENCES } from './errors.js';
import { firstAttemptsOf } from './first-attempts.js';
import { guarded } from './guards.js';
import type {
  ComponentItem,
  ErrorItem,
  FallbackItem,
  FixItem,
  Item,
  Knowledge,
  LibraryItem,
  PatternItem,
} from './knowledge.js';
import { libraryRows } from './matrix.js';
import { metricsOf, trendOf } from './metrics.js';
import { counted, observations } from './observations.js';
import type { Confidence } from './posterior.js';
import { type FixRecord, isEvidence, type Stored, type StoredEvidence } from './records.js';
import { seenIn, withSeen } from './seen.js';
import { type Sighting, sightingsIn } from './sighting.js';
import { NO_TALLY, sorted, statusOf, tallies } from './tally.js';
import { confidenceOf, effectConfidence } from './weight.js';

export interface FoldOptions {
  /** Tells by its origin and its id whether a run was this repository's own; without it every run is. */
  readonly own?: (origin: string, id: string) => boolean;
  /** Today, `2026-11-24` or its month, where old evidence shall count less than new. */
  readonly asOf?: string;
}

/**
 * Union by id, drop what is retracted or expunged, one observation a subject, mark what is rejected, sum integers. Records
 * in `stored` are checked (`readKnowledge`) or our own.
 */
export function fold(stored: readonly Stored[], { own = () => true, asOf }: FoldOptions = {}): Knowledge {
  const others: Stored[] = [];
  const evidence: StoredEvidence[] = [];
  for (const one of stored) {
    if (isEvidence(one)) evidence.push(one);
    else others.push(one);
  }
  const said = decisions(others);
  const sightings = counted(sightingsIn(evidence), said.dropped);
  const isOwn = ({ origin, id }: Sighting) => own(origin, id);
  const observed = observations(sightings, isOwn);
  const defined = definitions(
    others.map(({ record }) => record),
    sightings,
    said.expunged,
  );
  const carried = tallies(observed);
  const met = errorTables(observed, said.relabels);
  const classesOf = (id: string) => {
    const definition = defined.get(id);
    if (definition?.schema !== 'pattern/1' && definition?.schema !== 'fix/1') return [];
    return guarded(
      definition,
      met.trials.get(id)?.map((trials) => trials.class),
    );
  };
  const rows = libraryRows(observed);
  const built = [...defined].flatMap(([id, { schema }]) => (schema === 'component/1' ? [id] : []));
  const seenBefore = seenIn(others.map(({ record }) => record));
  const proofs = proofsOf(sightings, new Set(built));

  const patterns = new Map<string, PatternItem>();
  const fixes = new Map<string, FixItem>();
  const fallbacks = new Map<string, FallbackItem>();
  const errors = new Map<string, ErrorItem>();
  const libraries = new Map<string, LibraryItem>();
  const components = new Map<string, ComponentItem>();
  const item = <Definition>(id: string, definition: Definition, known?: Confidence): Item<Definition> => {
    const tally = carried.get(id) ?? NO_TALLY;
    const confidence = known ?? confidenceOf(tally, asOf);
    const status = statusOf(tally, confidence, said.rejected.has(id));
    return { id, definition, tally, ...confidence, status };
  };
  const fixItem = (id: string, definition: FixRecord): FixItem => {
    const effects = met.effects.get(id) ?? [];
    const helped = effects.filter((effect) => effect.helped).length;
    return {
      ...item(id, definition, effectConfidence(effects, asOf)),
      helped,
      failed: effects.length - helped,
      trials: met.trials.get(id) ?? [],
    };
  };
  for (const [id, definition] of defined) {
    const rejected = said.rejected.has(id);
    switch (definition.schema) {
      case 'pattern/1':
        patterns.set(id, withSeen(item(id, definition), seenBefore.get(id)));
        break;
      case 'fix/1':
        fixes.set(id, fixItem(id, definition));
        break;
      case 'fallback/1':
        fallbacks.set(id, item(id, definition));
        break;
      case 'error/1':
        errors.set(id, {
          id,
          definition,
          class: said.relabels.classOf(id, definition.class),
          relabels: said.relabels.of(id),
          rejected,
          ...(met.byError.get(id) ?? NO_OCCURRENCES),
        });
        break;
      case 'library/1': {
        const { name } = definition;
        libraries.set(name, { id, definition, rejected, matrix: rows.get(name) ?? [] });
        break;
      }
      case 'component/1':
        components.set(id, { id, definition, evidence: proofs.of(id) });
    }
  }
  let subjects: ReadonlySet<string> | undefined;
  const referred = [...carried.keys(), ...met.byError.keys()];
  return {
    patterns,
    fixes,
    fallbacks,
    errors,
    errorClasses: met.classes,
    ...firstAttemptsOf(observed, said.relabels, classesOf),
    libraries: sorted(libraries),
    components,
    metrics: metricsOf(observed),
    arms: armsOf(observed),
    counts: {
      evidence: sightings.length,
      foreign: sightings.reduce((sum, sighting) => sum + (isOwn(sighting) ? 0 : 1), 0),
      retracted: said.retracted.size,
      rejections: said.rejected.size,
      relabels: said.corrections,
      expunged: said.expunged.size,
    },
    // Made when somebody asks.
    get subjects() {
      subjects ??= new Set(observed.map(({ subject }) => subject));
      return subjects;
    },
    rejected: said.rejected,
    dangling: [...new Set(referred)].filter((id) => !defined.has(id)).sort(),
    trend: (category) => trendOf(observed, category),
    combinations: (of) => combinationsOf(observed, of),
    componentAt: (name) => proofs.at(name, components),
  };
}

/** Everything that is known, as canonical bytes: equal knowledge gives equal text. */
export function knowledgeText(knowledge: Knowledge): string {
  const { componentAt: _, trend, combinations, subjects, ...facts } = knowledge;
  return canonical(
    plain({ ...facts, subjects: [...subjects].sort(), trend: trend(), combinations: combinations() }),
  );
}

/** SHA-256 of everything that is known: equal knowledge has equal digests, whatever order it was read in. */
export function digestOf(knowledge: Knowledge): string {
  return sha256(knowledgeText(knowledge));
}

/** Maps and sets as lists, so that they can be written. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(([key, item]) => [key, plain(item)]);
  if (value instanceof Set) return [...value].map(plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
