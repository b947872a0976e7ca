/** What a run taught, for the people who review it: before → after. */

import type { LearnedItem } from '../flow.js';
import {
  byCodeUnit,
  type Confidence,
  confidenceOf,
  type Definition,
  definitionId,
  type ErrorRecord,
  type Evidence,
  isUnnamed,
  type Knowledge,
  likeOf,
  posterior,
  recordFile,
  withOutcome,
} from '../knowledge/index.js';

/** Items in the order in which they matter to a reviewer: what is new, then what moved. */
export function learnedItems(
  evidence: Evidence,
  definitions: readonly Definition[],
  knowledge: Knowledge,
): readonly LearnedItem[] {
  const counted = !knowledge.subjects.has(evidence.subject);
  const introduced = new Set(evidence.introduces.map(definitionId));
  const fresh = definitions
    .filter((record) => introduced.has(definitionId(record)))
    .map((record) => newItem(record, evidence, knowledge));
  const moved = counted
    ? [...movedIds(evidence)].sort(byCodeUnit).flatMap((id) => movedItem(id, evidence, knowledge))
    : [];
  return [...fresh, ...moved, ...libraryItems(evidence, knowledge, introduced)];
}

function newItem(record: Definition, evidence: Evidence, knowledge: Knowledge): LearnedItem {
  const proven = evidence.outcome.proven;
  const carries = record.schema === 'pattern/1' || record.schema === 'fix/1';
  const good =
    record.schema === 'fix/1' ? helpedBy(definitionId(record), evidence) : evidence.outcome.first_attempt;
  const after = posterior(good ? 1 : 0, good ? 0 : 1);
  const shippedToo = knowledge.shipped?.has(definitionId(record))
    ? '; ships with airsmith, now seen here'
    : '';
  return {
    what: whatOf(record),
    kind: kindOf(record),
    change: 'new',
    ...(proven ? { path: recordFile(record).path } : {}),
    ...(carries ? { after, note: `quarantined (1 run)${shippedToo}` } : {}),
    ...(record.schema === 'error/1' && isUnnamed(record.class) ? { note: nameIt(record, knowledge) } : {}),
    ...(record.schema === 'library/1' ? { note: libraryNote(record.name, evidence) } : {}),
  };
}

/** An error that no class describes waits for a person to say what it is; its like may have been told apart already. */
function nameIt(definition: ErrorRecord, { errors }: Knowledge): string {
  const id = definitionId(definition);
  const unnamed = [...errors.values()].filter((item) => isUnnamed(item.definition.class));
  const like = likeOf({ id, definition }, unnamed);
  const said = new Set(like.map((other) => errors.get(other)?.class ?? '').filter((one) => !isUnnamed(one)));
  const others = like.length === 0 ? '' : `; like ${like.length} known, the first ${like[0]}`;
  return `say what it is: airsmith knowledge relabel ${id} ${said.size === 1 ? [...said][0] : 'CLASS'}${others}`;
}

/** Whether a fix helped in this run: in a mending, or as the contrast of two attempts. */
function helpedBy(id: string, { attempts }: Evidence): boolean {
  return attempts.some(
    ({ errors, fixes }) =>
      errors.some(({ fix, fixed }) => fix === id && fixed) ||
      fixes?.some((one) => one.id === id && one.helped),
  );
}

function whatOf(record: Definition): string {
  switch (record.schema) {
    case 'pattern/1':
      return record.title;
    case 'error/1':
      return `${record.class}: ${record.pattern}`;
    case 'fix/1':
      return record.title;
    case 'library/1':
      return record.name;
    case 'fallback/1':
      return `${record.function} without ${record.library}`;
  }
}

function kindOf({ schema }: Definition): LearnedItem['kind'] {
  const kinds = {
    'pattern/1': 'pattern',
    'error/1': 'error',
    'fix/1': 'fix',
    'library/1': 'library',
    'fallback/1': 'fallback',
  } as const;
  return kinds[schema];
}

/** Items that the evidence carries: chosen for the briefing, found in the component, or seen to mend a mistake. */
function movedIds({ choice, found, attempts }: Evidence): ReadonlySet<string> {
  const fixes = attempts.flatMap(({ errors, fixes: applied = [] }) => [
    ...errors.flatMap(({ fix }) => (fix === undefined ? [] : [fix])),
    ...applied.map(({ id }) => id),
  ]);
  return new Set([...choice.items.map(({ id }) => id), ...found, ...fixes]);
}

function movedItem(id: string, evidence: Evidence, knowledge: Knowledge): readonly LearnedItem[] {
  const item = knowledge.patterns.get(id) ?? knowledge.fixes.get(id);
  if (!item || item.status === 'rejected') return [];
  const { subjects, history } = item.tally;
  const before: Confidence = { confidence: item.confidence, margin: item.margin };
  const { first_attempt: firstAttempt, proven } = evidence.outcome;
  const month = evidence.run.at.slice(0, 7);
  const after =
    'helped' in item
      ? posterior(
          item.helped + (helpedBy(id, evidence) ? 1 : 0),
          item.failed + (helpedBy(id, evidence) ? 0 : 1),
        )
      : confidenceOf({ history: withOutcome(history, month, { firstAttempt, proven }) }, month);
  return [
    {
      what: item.definition.title,
      kind: item.definition.schema === 'fix/1' ? 'fix' : 'pattern',
      change:
        after.confidence > before.confidence
          ? 'strengthened'
          : after.confidence < before.confidence
            ? 'weakened'
            : 'known',
      ...(subjects > 0 ? { before } : {}),
      after,
    },
  ];
}

/** Known libraries that ran on an Airflow, or in a version, on which they were not known to run. */
function libraryItems(
  evidence: Evidence,
  knowledge: Knowledge,
  introduced: ReadonlySet<string>,
): readonly LearnedItem[] {
  const names = new Set(evidence.environments.flatMap(({ libraries }) => libraries.map(({ name }) => name)));
  return [...names].sort(byCodeUnit).flatMap((name): readonly LearnedItem[] => {
    const known = knowledge.libraries.get(name);
    if (!known || introduced.has(known.id) || !evidence.outcome.proven) return [];
    const fresh = evidence.environments.filter(
      ({ airflow, state, libraries }) =>
        state === 'proven' &&
        libraries.some((library) => library.name === name) &&
        !known.matrix.some((row) => row.airflow === airflow && row.proven > 0),
    );
    if (fresh.length === 0) return [];
    return [
      {
        what: name,
        kind: 'library',
        change: 'strengthened',
        note: libraryNote(name, { environments: fresh }),
      },
    ];
  });
}

function libraryNote(name: string, { environments }: Pick<Evidence, 'environments'>): string {
  const rows = environments.flatMap(({ airflow, state, libraries }) =>
    libraries
      .filter((library) => library.name === name)
      .map(({ version }) => `${version} ${state === 'proven' ? 'imported' : 'not proven'} on ${airflow}`),
  );
  return rows.join(', ');
}
