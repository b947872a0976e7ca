/** Ten reviews by people who always make the same three edits, and each time one more of their own. */

import { readCustoms } from '../../src/customs.js';
import type { Spec } from '../../src/flow.js';
import { type ComponentRecord, fold, hash16, recordFile, sha256 } from '../../src/knowledge/index.js';
import type { House } from '../../src/ports.js';
import type { Merged } from '../specs/houses.js';

/** What the reviewers of the house always change, and what a briefing says of it then. */
const EDITS: readonly { readonly from: RegExp; readonly to: string; readonly says: string }[] = [
  {
    from: /from quillpay\.run import QuillRun\n/,
    to: 'from quillpay.limits import LONGEST\nfrom quillpay.run import QuillRun\n',
    says: 'from quillpay.limits import LONGEST',
  },
  {
    from: /quill_conn_id=quill_conn_id, \*\*kwargs/,
    to: 'quill_conn_id=quill_conn_id, execution_timeout=LONGEST, **kwargs',
    says: 'execution_timeout=LONGEST, **kwargs',
  },
  { from: /desk = /, to: 'pool = "quill"\n    desk = ', says: "pool = '" },
];

/** What each changes besides, in one component only. */
function alone(source: string, index: number): string {
  return source.replace('self.journal(', `self.remark_${index}("seen")\n        self.journal(`);
}

/** How many of the three the author of `spec` is told, and how many lines more. */
export async function reviewed(
  house: House,
  merged: readonly Merged[],
  spec: Spec,
): Promise<{ readonly told: number; readonly besides: number }> {
  const records = merged.map(recordOf);
  const files = new Map(merged.map(({ id, source }, index) => [pathOf(id), alone(edited(source), index)]));
  const knowledge = fold(
    records.map((record) => ({ hash: hash16(recordFile(record).content), record })),
    { own: () => true },
  );
  const customs = await readCustoms(house, { knowledge, committed: async (path) => files.get(path) });
  const changed = customs.for(spec)?.changed ?? [];
  const told = EDITS.filter(({ says }) => changed.some((line) => line.includes(says))).length;
  return { told, besides: changed.length - told };
}

function edited(source: string): string {
  return EDITS.reduce((text, { from, to }) => {
    if (!from.test(text)) throw new Error(`no ${from} to edit`);
    return text.replace(from, to);
  }, source);
}

function pathOf(id: string): string {
  return `plugins/${id}`;
}

function recordOf({ id, spec, source }: Merged): ComponentRecord {
  return {
    schema: 'component/1',
    name: spec.name,
    kind: spec.kind,
    category: spec.category,
    spec: { path: spec.path, fingerprint: spec.fingerprint },
    files: [{ role: 'component', path: pathOf(id), sha256: sha256(source) }],
    source,
  };
}
