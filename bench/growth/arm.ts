/** One arm of the experiment: the real forge with a store that grows, or with one that stays empty. */

import { openLedger } from '../../src/author/ledger.js';
import { pricesWith } from '../../src/author/prices.js';
import { type Config, DEFAULT_SETTINGS } from '../../src/config.js';
import { attemptsMade, type ReadyEnvironment, type SpecOutcome } from '../../src/flow.js';
import { forge } from '../../src/forge.js';
import { fold, hash16, type Stored } from '../../src/knowledge/index.js';
import type { Hands } from '../../src/pipeline.js';
import type { Lab } from '../../src/ports.js';
import { type ScriptedAuthor, scriptedAuthor } from './author.js';
import type { FaultyDraft } from './stream.js';

export interface Figures {
  readonly attempts: number;
  /** How often the author was asked. */
  readonly calls: number;
  readonly proven: boolean;
  /** Right as the author wrote it the first time. */
  readonly firstAttempt: boolean;
  /** Items that the author was told. */
  readonly told: number;
  /** How often edited drafts were run to see whether a fix helps. */
  readonly executions: number;
}

export interface Arm {
  forge(draft: FaultyDraft, number: number): Promise<Figures>;
  /** Records in the store. */
  records(): number;
}

const CONFIG: Config = {
  ...DEFAULT_SETTINGS,
  root: '/nowhere',
  cache: '/nowhere',
  assets: '/nowhere',
  anthropic: {},
  unsafe: false,
};
const NOTHING = fold([]);

export interface ArmOptions {
  readonly grows: boolean;
  readonly lab: Lab;
  readonly environments: readonly ReadyEnvironment[];
  readonly support: Hands['support'];
}

export function openArm(stream: readonly FaultyDraft[], given: ArmOptions): Arm {
  const author = scriptedAuthor(stream);
  let runs = 0;
  const lab: Lab = {
    ...given.lab,
    stage(draft, house) {
      runs += 1;
      return given.lab.stage(draft, house);
    },
  };
  const options = { ...given, lab };
  const stored = new Map<string, Stored>();
  return {
    records: () => stored.size,
    async forge(draft, number) {
      const before = author.asked();
      runs = 0;
      const outcome = await forged(draft, number, [...stored.values()], author, options);
      if (options.grows) {
        for (const { path, content } of outcome.lesson.records) {
          if (path.endsWith('.json'))
            stored.set(path, { hash: hash16(content), record: JSON.parse(content) as Stored['record'] });
        }
      }
      const written = attemptsMade(outcome);
      const [first] = written;
      return {
        attempts: written.length,
        calls: author.asked() - before,
        proven: outcome.proven,
        firstAttempt: first?.verdict?.proven === true,
        told: outcome.briefing.items.length,
        // Each draft that is run is staged once: those of an author, and those of a mending.
        executions: runs - written.filter(({ verdict }) => verdict !== undefined).length,
      };
    },
  };
}

function forged(
  { subject }: FaultyDraft,
  number: number,
  stored: readonly Stored[],
  author: ScriptedAuthor,
  { lab, environments, support }: ArmOptions,
): Promise<SpecOutcome> {
  const nobody = async () => undefined;
  return forge(
    subject.spec,
    {
      config: CONFIG,
      sources: [],
      knowledge: fold(stored),
      onBranch: NOTHING,
      run: { id: `${number}`, number, attempt: 1, at: '2026-11-24T00:00:00Z', origin: 'bench/growth' },
      present: nobody,
      committed: nobody,
      list: async () => [],
      environments,
      ledger: openLedger({ run: 0 }, pricesWith({})),
      house: { folders: [], files: [] },
      obstacles: new Map(),
    },
    {
      model: author,
      lab,
      clock: { now: () => new Date(), elapsed: () => performance.now() },
      support,
      environments: { cache: '', locks: '', environment: {} },
    },
    () => undefined,
  );
}
