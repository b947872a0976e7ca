/** The store against itself: what no single file can show. */

import type { Problem } from '../../flow.js';
import { byCodeUnit, canonical, hash16 } from '../canonical.js';
import { buriedHashes } from '../expunge/buried.js';
import type { ComponentRecord, Evidence, Stored } from '../records.js';
import { claimsOf } from './claims.js';
import { complaint } from './complaint.js';
import { remedyForClass } from './decisions.js';
import { itemOf, type Shelf } from './shelf.js';

/**
 * Every problem of a store, sorted by path: of its files, and between them. `present` says whether a file of the
 * repository is there; components’ files are not looked for where it is left out. `classes` are those that errors can have, and
 * `beside` is the store with what ships with airsmith, about which people may decide as well.
 */
export async function inspect(
  shelf: Shelf,
  present?: (path: string) => Promise<boolean>,
  classes?: ReadonlySet<string>,
  beside: Shelf = shelf,
): Promise<readonly Problem[]> {
  const place = (hash: string) => shelf.fileOf(hash) ?? `${shelf.folder}/packs`;
  const problems = [
    ...shelf.problems,
    ...shelf.records.flatMap(({ hash, record }) =>
      record.schema === 'evidence/1' ? evidenceProblems(record, place(hash)) : [],
    ),
    ...unchecked(shelf, place),
    ...dangling(shelf, place),
    ...componentsWithoutProof(shelf, place),
    ...severalFiles(shelf, place),
    ...decisionsAboutNothing(shelf, beside, place),
    ...(classes ? unknownClasses(shelf, place, classes) : []),
    ...risen(shelf, place),
    ...(present ? await goneFiles(shelf, place, present) : []),
  ];
  return problems.sort(
    (a, b) =>
      byCodeUnit(a.position?.path ?? '', b.position?.path ?? '') ||
      byCodeUnit(a.code, b.code) ||
      byCodeUnit(a.message, b.message),
  );
}

type Place = (hash: string) => string;

/** Problems of one record of evidence, read alone. `name` is what people find it by: a pack holds many. */
export function evidenceProblems(evidence: Evidence, path: string, name = path): readonly Problem[] {
  const { forgedSubject, unfounded } = claimsOf(evidence);
  return [
    ...unfounded.map((claim) => complaint('AS6044', 'error', `${name}: ${claim}`, path)),
    ...(forgedSubject
      ? [
          complaint(
            'AS6043',
            'error',
            `${name} says that its subject is ${evidence.subject}; of its spec and generator it is ${forgedSubject}`,
            path,
          ),
        ]
      : []),
  ];
}

/** The same of all evidence among `records`; a record without a file goes by its id. */
export function evidenceIn(records: readonly Stored[]): readonly Problem[] {
  return records.flatMap(({ hash, path, record }) =>
    record.schema === 'evidence/1' ? evidenceProblems(record, path ?? hash) : [],
  );
}

/** Components that are called proven though nothing was asked of them. A spec may have no examples, so that this is no lie. */
function unchecked({ records }: Shelf, place: Place): readonly Problem[] {
  return records.flatMap(({ hash, record }) => {
    if (record.schema !== 'evidence/1' || !record.outcome.proven) return [];
    if (record.environments.some(({ examples_total }) => examples_total > 0)) return [];
    const path = place(hash);
    return [complaint('AS6068', 'warning', `${path}: ${record.spec.name} is proven with no example`, path)];
  });
}

/** Items that are carried, errors that were met and components that were proven, without anything that defines them. */
function dangling({ records, knowledge }: Shelf, place: Place): readonly Problem[] {
  // What was refused or expunged is gone on purpose: nobody should bring it back.
  const refused = new Set(
    records.flatMap(({ record }) => (record.schema === 'rejection/1' ? [record.item] : [])),
  );
  const nowhere = new Set(knowledge.dangling.filter((id) => !refused.has(id)));
  if (nowhere.size === 0) return [];
  return records.flatMap(({ hash, record }) => {
    if (record.schema !== 'evidence/1') return [];
    const used = [
      ...record.choice.items.map(({ id }) => id),
      ...record.found,
      ...record.attempts.flatMap(({ errors }) =>
        errors.flatMap(({ id, fix }) => [id, ...(fix ? [fix] : [])]),
      ),
    ];
    const lost = [...new Set(used)].filter((id) => nowhere.has(id)).sort(byCodeUnit);
    if (lost.length === 0) return [];
    const path = place(hash);
    return [
      complaint('AS6042', 'warning', `${path} refers to ${lost.join(', ')}, which nothing defines`, path),
    ];
  });
}

function componentsWithoutProof({ records, knowledge }: Shelf, place: Place): readonly Problem[] {
  const proving = new Map<string, Evidence[]>();
  for (const { record } of records) {
    if (record.schema !== 'evidence/1' || record.component === undefined) continue;
    proving.set(record.component, [...(proving.get(record.component) ?? []), record]);
  }
  return records.flatMap(({ hash, record }) => {
    if (record.schema !== 'component/1') return [];
    const path = place(hash);
    const id = itemOf(record) ?? '';
    const stranger = (proving.get(id) ?? []).find((evidence) => !sameSpec(record, evidence));
    if (stranger) {
      const message = `${path} was built from another spec than run ${stranger.run.id}, which claims to prove it`;
      return [complaint('AS6043', 'error', message, path)];
    }
    if ((knowledge.components.get(id)?.evidence.length ?? 0) > 0) return [];
    return [
      complaint('AS6045', 'warning', `no evidence proves the component ${record.name} of ${path}`, path),
    ];
  });
}

function sameSpec({ name, spec }: ComponentRecord, evidence: Evidence): boolean {
  return name === evidence.spec.name && spec.fingerprint === evidence.spec.fingerprint;
}

function severalFiles({ records }: Shelf, place: Place): readonly Problem[] {
  const byItem = new Map<string, string[]>();
  for (const { hash, record } of records) {
    const id = itemOf(record);
    if (id !== undefined) byItem.set(id, [...(byItem.get(id) ?? []), place(hash)]);
  }
  return [...byItem].flatMap(([id, paths]) => {
    const [first = '', ...more] = paths.sort(byCodeUnit);
    if (more.length === 0) return [];
    return [complaint('AS6047', 'notice', `${first} and ${more.join(', ')} are one item, ${id}`, first)];
  });
}

function decisionsAboutNothing(
  { records }: Shelf,
  { records: all, knowledge }: Shelf,
  place: Place,
): readonly Problem[] {
  const evidence = new Set(all.flatMap(({ hash, record }) => (record.schema === 'evidence/1' ? [hash] : [])));
  const { patterns, fixes, errors, libraries, fallbacks } = knowledge;
  const items = new Set([
    ...patterns.keys(),
    ...fixes.keys(),
    ...errors.keys(),
    ...fallbacks.keys(),
    ...[...libraries.values()].map(({ id }) => id),
  ]);
  const missing = ({ record }: Stored): string | undefined => {
    if (record.schema === 'rejection/1' && !items.has(record.item)) return `item ${record.item}`;
    if (record.schema === 'retraction/1' && !evidence.has(record.evidence))
      return `evidence ${record.evidence}`;
    if (record.schema !== 'relabel/1') return undefined;
    if (!errors.has(record.error)) return `error ${record.error}`;
    if (record.evidence !== undefined && !evidence.has(record.evidence)) return `evidence ${record.evidence}`;
    return undefined;
  };
  return records.flatMap((stored) => {
    const what = missing(stored);
    if (what === undefined) return [];
    const path = place(stored.hash);
    return [complaint('AS6048', 'notice', `${path} is about ${what}, which is not here`, path)];
  });
}

/** Corrections to a class that neither airsmith knows nor an error here has: nobody would look there. */
function unknownClasses(
  { records, knowledge }: Shelf,
  place: Place,
  known: ReadonlySet<string>,
): readonly Problem[] {
  const classes = new Set([...known, ...[...knowledge.errors.values()].map((item) => item.definition.class)]);
  return records.flatMap(({ hash, record }) => {
    if (record.schema !== 'relabel/1' || classes.has(record.class)) return [];
    const path = place(hash);
    const message = `${path} says that an error is ${record.class}, and there is no such class`;
    return [complaint('AS6067', 'error', message, path, remedyForClass(record.class, classes))];
  });
}

/** Expunged definitions that evidence embeds. A record that came back as such is left out by the reader (AS6015). */
function risen({ records }: Shelf, place: Place): readonly Problem[] {
  const buried = buriedHashes(records);
  if (buried.size === 0) return [];
  return records.flatMap(({ hash, record }) => {
    if (record.schema !== 'evidence/1') return [];
    const risen = record.introduces.map((one) => hash16(canonical(one))).filter((one) => buried.has(one));
    if (risen.length === 0) return [];
    const path = place(hash);
    return [complaint('AS6051', 'error', `${path} embeds ${risen.join(', ')}, which was expunged`, path)];
  });
}

async function goneFiles(
  { records, knowledge }: Shelf,
  place: Place,
  present: (path: string) => Promise<boolean>,
): Promise<readonly Problem[]> {
  const found: Problem[] = [];
  for (const { hash, record } of records) {
    if (record.schema !== 'component/1') continue;
    const latest = knowledge.componentAt(record.name);
    if (latest?.specFingerprint !== record.spec.fingerprint) continue;
    for (const file of record.files) {
      if (await present(file.path)) continue;
      const path = place(hash);
      found.push(
        complaint('AS6046', 'warning', `${file.path} of the component ${record.name} is gone`, path),
      );
    }
  }
  return found;
}
