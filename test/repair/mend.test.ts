/** Mending: what helps stays, what does not is taken back, and nothing that holds is touched. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Draft, Finding, Spec, Verdict } from '../../src/flow.js';
import { definitionId, editRecord, fold, type Knowledge, recordFile } from '../../src/knowledge/index.js';
import { learn } from '../../src/learn/index.js';
import { adviceFor } from '../../src/repair/advice.js';
import type { Fix } from '../../src/repair/fixes/fix.js';
import { diagnose } from '../../src/repair/index.js';
import { type Mended, mend } from '../../src/repair/mend.js';
import { sameMistakes, specProblem } from '../../src/repair/stop.js';
import { attempt, NO_BRIEFING, run, specFor } from '../learn/story.js';

/**
 * A double of the lab that is honest: a line `FAULT <code>` of the source is a mistake of that tier, found as validation finds them.
 * A syntax or import mistake hides everything behind it; rules are read whole; an example shows one mistake after the other.
 */
const PATH = 'plugins/operators/example.py';
const AIRFLOWS = ['2.8.1', '3.3.2'];
const SPEC: Spec = specFor('ExampleOperator', {
  examples: [{ name: 'one' }, { name: 'two' }],
  positions: {
    '/examples/1': { path: 'specs/x.yaml', line: 7, column: 3 },
    '/name': { path: 'specs/x.yaml', line: 2, column: 1 },
  },
});

interface Planted {
  readonly tier: 'syntax' | 'contract' | 'import' | 'construct' | 'examples';
  readonly name: string;
  readonly line: number;
}

function planted(source: string): readonly Planted[] {
  return source.split('\n').flatMap((text, index): Planted[] => {
    const found = /^# FAULT (\w+) (\w+)/.exec(text);
    return found ? [{ tier: found[1] as Planted['tier'], name: found[2] ?? '', line: index + 1 }] : [];
  });
}

function verdictOf(source: string): Verdict {
  const faults = planted(source);
  const of = (tier: Planted['tier']) => faults.filter((fault) => fault.tier === tier);
  const stop = (['syntax', 'import', 'construct'] as const).find((tier) => of(tier).length > 0);
  const tiers = ['syntax', 'import', 'construct', 'examples'] as const;
  const ran = stop === undefined ? tiers : tiers.slice(0, tiers.indexOf(stop) + 1);
  const shown = [
    ...(stop === 'syntax' ? [] : of('contract')),
    ...(stop === undefined ? [] : of(stop).slice(0, 1)),
    ...(stop === undefined ? of('examples').slice(0, 1) : []),
  ];
  const findings = shown.map(
    ({ tier, name, line }): Finding => ({
      code: 'AS4999',
      severity: 'error',
      tier,
      message: `${name} is wrong`,
      exception: `${name.toUpperCase()}Error`,
      position: { path: PATH, line, column: 1 },
      ...(tier === 'examples' ? { example: 'one' } : {}),
    }),
  );
  const failed = findings.length > 0;
  const passed = stop !== undefined ? 0 : of('examples').length > 0 ? 1 : 2;
  return {
    proven: !failed,
    environments: AIRFLOWS.map((airflow) => ({
      airflow,
      python: '3.11',
      state: failed ? 'failed' : 'proven',
      sandbox: '',
      lock: '',
      findings,
      examples: { passed, total: 2 },
      timings: ran.map((tier) => ({ tier, ms: 1 })),
      libraries: {},
      absent: [],
    })),
  };
}

function draftOf(source: string): Draft {
  return {
    className: 'ExampleOperator',
    module: 'operators.example',
    pythonRoot: 'plugins',
    files: [{ role: 'component', path: PATH, content: source }],
  };
}

/** A fix of every class that replaces the line of a mistake, or adds one in front. */
function fixOf(id: string, name: string, put: (line: string) => string): Fix {
  return {
    id,
    classes: ['*'],
    title: `Mend ${name} by ${id}`,
    prompt: `Beware of ${name}`,
    edits: ({ finding }, { source }) => {
      const line = finding.position?.line ?? 0;
      if (finding.message !== `${name} is wrong`) return undefined;
      const text = source.split('\n')[line - 1] ?? '';
      return [{ start: { line, column: 1 }, end: { line, column: text.length + 1 }, text: put(text) }];
    },
  };
}

const GOOD = (name: string) => fixOf(`good-${name}`, name, () => 'pass  # mended\npass');
const FUTILE = (name: string) => fixOf(`futile-${name}`, name, (line) => `pass\n${line}`);
const HARMFUL = (name: string) => fixOf(`harmful-${name}`, name, () => '# FAULT contract worse');

async function mended(
  source: string,
  fixes: readonly Fix[],
  knowledge: Pick<Knowledge, 'fixes'> = fold([]),
): Promise<Mended & { readonly source: string; readonly seen: readonly string[] }> {
  const seen: string[] = [];
  let now = 0;
  const result = await mend({
    draft: draftOf(source),
    verdict: verdictOf(source),
    spec: SPEC,
    targets: AIRFLOWS.map((airflow) => ({ airflow, python: '3.11' })),
    knowledge,
    fixes,
    diagnose: (verdict, draft) => diagnose(verdict, draft, SPEC),
    draftOf,
    prove: async (draft) => {
      seen.push(draft.files[0]?.content ?? '');
      return verdictOf(draft.files[0]?.content ?? '');
    },
    clock: { now: () => new Date(0), elapsed: () => (now += 1) },
  });
  return { ...result, source: result.draft.files[0]?.content ?? '', seen };
}

const BODY = 'class ExampleOperator:\n    pass  # keep me\n';
const with_ = (...faults: readonly string[]) =>
  `${faults.map((fault) => `# FAULT ${fault}\n`).join('')}${BODY}`;

describe('a failed draft', () => {
  test('is mended in one run where its mistakes show together', async () => {
    const { verdict, proofs, trials, source } = await mended(
      with_('contract a', 'contract b', 'contract c'),
      ['a', 'b', 'c'].map(GOOD),
    );
    expect({ proven: verdict.proven, proofs }).toEqual({ proven: true, proofs: 1 });
    expect(trials.map(({ fix, helped }) => [fix, helped])).toEqual([
      ['good-a', true],
      ['good-b', true],
      ['good-c', true],
    ]);
    expect(source).toContain('# keep me');
  });

  test('is mended round by round where mistakes hide one another', async () => {
    const faults = [
      'syntax s',
      'import i',
      'import j',
      'contract c',
      'construct k',
      'examples e',
      'examples f',
    ];
    const fixes = ['s', 'i', 'j', 'c', 'k', 'e', 'f'].map(GOOD);
    const { verdict, trials } = await mended(with_(...faults), fixes);
    expect(verdict.proven).toBe(true);
    expect(trials.filter(({ helped }) => helped)).toHaveLength(7);
  });

  test('keeps what helps beside what does harm, and takes that back', async () => {
    const { source, trials, diagnosis } = await mended(with_('contract a', 'contract b'), [
      HARMFUL('a'),
      GOOD('b'),
    ]);
    expect(source).toBe(
      with_('contract a')
        .concat('')
        .replace('# FAULT contract a\n', '# FAULT contract a\npass  # mended\npass\n'),
    );
    expect(trials.map(({ fix, helped }) => [fix, helped])).toEqual([
      ['harmful-a', false],
      ['good-b', true],
    ]);
    expect(diagnosis?.errors).toHaveLength(1);
  });

  test('takes the next fix for a mistake where the first does not help', async () => {
    const { verdict, trials } = await mended(with_('import a'), [FUTILE('a'), HARMFUL('a'), GOOD('a')]);
    expect(verdict.proven).toBe(true);
    expect(trials.map(({ fix, helped }) => [fix, helped])).toEqual([
      ['futile-a', false],
      ['harmful-a', false],
      ['good-a', true],
    ]);
  });

  test('is left alone by a fix that stumbles, or that edits outside of the source', async () => {
    const stumbling: Fix = {
      ...GOOD('a'),
      edits: () => {
        throw new Error('bug');
      },
    };
    const outside: Fix = {
      ...GOOD('a'),
      id: 'outside',
      edits: () => [{ start: { line: 99, column: 1 }, end: { line: 99, column: 2 }, text: 'x' }],
    };
    const { trials, proofs, source } = await mended(with_('import a'), [stumbling, outside]);
    expect({ trials, proofs, source }).toEqual({ trials: [], proofs: 0, source: with_('import a') });
  });
});

const names = ['a', 'b', 'c', 'd'];
const faults = fc.array(
  fc
    .tuple(
      fc.constantFrom('syntax', 'contract', 'import', 'construct', 'examples'),
      fc.constantFrom(...names),
    )
    .map((pair) => pair.join(' ')),
  { maxLength: 6 },
);
const someFixes = fc.array(
  fc.constantFrom(...names.flatMap((name) => [GOOD(name), FUTILE(name), HARMFUL(name)])),
  { maxLength: 8 },
);

describe('whatever the draft and the fixes', () => {
  // A second mistake that hides what an edit does hides its harm too; so there is one syntax error at most.
  test('nothing gets worse, the verdict is of the draft, and a proven draft is not touched', async () => {
    await fc.assert(
      fc.asyncProperty(faults, someFixes, async (some, fixes) => {
        const source = with_(
          ...some.filter(
            (one, at) =>
              !one.startsWith('syntax') || !some.slice(0, at).some((other) => other.startsWith('syntax')),
          ),
        );
        const result = await mended(source, fixes);
        expect(result.verdict).toEqual(verdictOf(result.source));
        const before = planted(source).map(({ tier, name }) => `${tier} ${name}`);
        const after = planted(result.source).map(({ tier, name }) => `${tier} ${name}`);
        expect(after.filter((fault) => !before.includes(fault))).toEqual([]);
        expect(after.length).toBeLessThanOrEqual(before.length);
        expect(before.length - after.length).toBeGreaterThanOrEqual(
          new Set(
            result.trials
              .filter(({ helped }) => helped)
              .map(({ fix, error }) => fix + error.finding.position?.line),
          ).size > 0
            ? 1
            : 0,
        );
        if (some.length === 0) expect([result.source, result.proofs]).toEqual([source, 0]);
        expect(result.proofs).toBeLessThanOrEqual(16);
        expect(result.source).toContain('# keep me');
      }),
      { numRuns: 300 },
    );
  });

  test('a mistake for which there is a good fix alone is gone, as far as the limits go', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...names.map((name) => `contract ${name}`), 'syntax s', 'import i'), {
          maxLength: 6,
        }),
        async (some) => {
          const { verdict } = await mended(with_(...some), [...names, 's', 'i'].map(GOOD));
          expect(verdict.proven).toBe(true);
        },
      ),
    );
  });
});

/** The store after a run in which these fixes were tried. */
async function taught(
  source: string,
  fixes: readonly Fix[],
  runs: number,
  kind: 'operator' | 'sensor' = 'operator',
): Promise<Knowledge> {
  const records = [];
  for (let number = 1; number <= runs; number += 1) {
    const { trials, draft, verdict, diagnosis, ms } = await mended(source, fixes);
    const first = {
      ...attempt(1, source),
      draft: draftOf(source),
      verdict: verdictOf(source),
      diagnosis: diagnose(verdictOf(source), draftOf(source), SPEC),
    };
    const second = {
      ...attempt(1, source),
      author: { model: 'edits', promptFingerprint: '', replayed: false },
      draft,
      verdict,
      mending: trials,
      ms,
      ...(diagnosis ? { diagnosis } : {}),
    };
    const lesson = await learn({
      spec: { ...specFor(`No${number}Operator`), kind },
      briefing: NO_BRIEFING,
      attempts: [first, second],
      run: run(number),
      knowledge: fold([]),
    });
    records.push(...lesson.records.filter(({ path }) => path.endsWith('.json')));
  }
  return fold(
    records.map(({ path, content }) => ({ path, hash: path.slice(-21, -5), record: JSON.parse(content) })),
  );
}

describe('the store', () => {
  test('puts the fix that helped before the one that did not, and counts both by class, Airflow and kind', async () => {
    const fixes = [FUTILE('a'), GOOD('a')];
    const knowledge = await taught(with_('import a'), fixes, 1);
    const errorClass = diagnose(verdictOf(with_('import a')), draftOf(''), SPEC).errors[0]?.errorClass ?? '';
    const good = knowledge.fixes.get(definitionId(editRecord(GOOD('a'), errorClass)));
    const futile = knowledge.fixes.get(definitionId(editRecord(FUTILE('a'), errorClass)));
    expect(good).toMatchObject({ helped: 1, failed: 0, confidence: 667 });
    expect(futile).toMatchObject({ helped: 0, failed: 1, confidence: 333 });
    expect(good?.trials).toEqual(
      AIRFLOWS.map((airflow) => ({ class: errorClass, airflow, kind: 'operator', helped: 1, failed: 0 })),
    );
    const { trials, proofs } = await mended(with_('import a'), fixes, knowledge);
    expect(trials.map(({ fix }) => fix)).toEqual(['good-a']);
    expect(proofs).toBe(1);
    expect(knowledge.metrics.overall).toMatchObject({
      subjects: 1,
      firstAttempt: 0,
      proven: 1,
      mended: 1,
      attempts: 1,
    });
    expect(knowledge.dangling).toEqual([]);
  });

  test('counts what came to light only while the draft was mended', async () => {
    const knowledge = await taught(with_('syntax s', 'import i'), [GOOD('s'), GOOD('i')], 1);
    const helped = [...knowledge.fixes.values()].filter(({ definition }) =>
      definition.strategy.startsWith('edit.'),
    );
    expect(helped.map(({ helped: times, trials }) => [times, trials.length])).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  test('leaves out what failed again and again, by its evidence alone', async () => {
    const knowledge = await taught(with_('import a'), [FUTILE('a')], 6);
    const { trials, proofs } = await mended(with_('import a'), [FUTILE('a')], knowledge);
    expect({ trials, proofs }).toEqual({ trials: [], proofs: 0 });
  });

  test('keeps what never helped components of this kind for last, so that it spoils no common run', async () => {
    const faults = with_('contract a', 'contract b', 'contract c');
    const fixes = [HARMFUL('a'), GOOD('b'), GOOD('c')];
    const knowledge = await taught(with_('contract a'), [HARMFUL('a')], 3);
    const [without, within] = [await mended(faults, fixes), await mended(faults, fixes, knowledge)];
    expect(within.source).toBe(without.source);
    expect(within.seen[0]).not.toContain('worse');
    expect(within.proofs).toBe(2);
    expect(without.proofs).toBeGreaterThan(2);
  });

  test('leaves it out for that kind at last, and tries it for another', async () => {
    const knowledge = await taught(with_('contract a'), [HARMFUL('a')], 5, 'sensor');
    const { proofs } = await mended(with_('contract a'), [HARMFUL('a')], {
      fixes: new Map([...knowledge.fixes].map(([id, fix]) => [id, { ...fix, status: 'quarantined' }])),
    });
    const retired = await mended(with_('contract a'), [HARMFUL('a')], {
      fixes: new Map(
        [...knowledge.fixes].map(([id, fix]) => [
          id,
          { ...fix, status: 'quarantined', trials: fix.trials.map((one) => ({ ...one, kind: SPEC.kind })) },
        ]),
      ),
    });
    expect([proofs, retired.proofs]).toEqual([1, 0]);
  });

  test('cannot bring an edit: what a record holds is never run', async () => {
    const errorClass = diagnose(verdictOf(with_('import a')), draftOf(''), SPEC).errors[0]?.errorClass ?? '';
    const record = { ...editRecord(GOOD('a'), errorClass), before: '# FAULT import a\n', after: 'evil()\n' };
    const { path, content } = recordFile(record);
    const knowledge = fold([{ path, hash: path.slice(-21, -5), record: JSON.parse(content) }]);
    const { trials, source } = await mended(with_('import a'), [], knowledge);
    expect({ trials, source }).toEqual({ trials: [], source: with_('import a') });
  });
});

describe('asking again', () => {
  const source = with_('import a', 'contract b');

  test('tells what was mended, what was taken back, and what helped before', async () => {
    const { trials, draft, verdict, diagnosis } = await mended(source, [FUTILE('a'), GOOD('b')]);
    const first = { ...attempt(1, source), draft: draftOf(source), verdict: verdictOf(source) };
    const second = { ...first, draft, verdict, mending: trials };
    const advice = adviceFor(diagnosis ?? { errors: [], guidance: '' }, [first, second], fold([]));
    expect(advice).toContain(
      'Mended in your file already, without you; what you see above is the mended file:\n- Mend b by good-b',
    );
    expect(advice).toContain('Tried and taken back, since it did not help:\n- Mend a by futile-a');
  });

  test('stops where two drafts in a row fail in the same way, and not before', () => {
    const failed = (number: number, actual: string) => {
      const found = diagnose(verdictOf(source), draftOf(source), SPEC);
      const errors = found.errors.map((error) => ({ ...error, finding: { ...error.finding, actual } }));
      return { ...attempt(number, source), diagnosis: { ...found, errors } };
    };
    expect(sameMistakes([failed(1, 'x'), failed(2, 'x')], SPEC)).toMatchObject({ code: 'AS5021' });
    expect(sameMistakes([failed(1, 'x'), failed(2, 'y')], SPEC)).toBeUndefined();
    expect(sameMistakes([failed(1, 'x')], SPEC)).toBeUndefined();
    expect(sameMistakes([failed(1, 'x'), { ...failed(1, 'x'), mending: [] }], SPEC)).toBeUndefined();
  });

  test('stops where only the spec can be changed, at its line, with the change', () => {
    const { errors, guidance } = diagnose(verdictOf(with_('examples a')), draftOf(''), SPEC);
    const fault = {
      pointer: '/examples/1/returns',
      message: 'two examples contradict',
      proposal: 'Let it return 5.',
      examples: ['two'],
    };
    const resolved = errors.map((error) => ({ ...error, resolves: 'spec' as const, fault }));
    expect(specProblem({ errors: resolved, guidance }, SPEC)).toMatchObject({
      code: 'AS5020',
      message: 'no draft can be right: two examples contradict',
      remedy: 'Let it return 5.',
      position: { line: 7 },
    });
    expect(specProblem({ errors, guidance }, SPEC)).toBeUndefined();
  });
});

describe('a file with more mistakes than there is time for', () => {
  const MANY = Array.from({ length: 300 }, (_, index) => `contract m${'x'.repeat(index)}`);
  const source = with_(...MANY);
  /** Replaces the line of any mistake, and says that it was asked. */
  const anyFix = (asked: () => void): Fix => ({
    ...fixOf('any', '', () => ''),
    edits: ({ finding }) => {
      asked();
      const line = finding.position?.line ?? 0;
      return [{ start: { line, column: 1 }, end: { line, column: 2 }, text: 'pass  #' }];
    },
  });
  const patient = (fix: Fix, rest: Partial<Parameters<typeof mend>[0]> = {}) => {
    const proved: string[] = [];
    const mending = mend({
      draft: draftOf(source),
      verdict: verdictOf(source),
      spec: SPEC,
      targets: [],
      knowledge: fold([]),
      fixes: [fix],
      diagnose: (verdict, draft) => diagnose(verdict, draft, SPEC),
      draftOf,
      prove: async (draft) => {
        proved.push(draft.files[0]?.content ?? '');
        return verdictOf(draft.files[0]?.content ?? '');
      },
      clock: { now: () => new Date(0), elapsed: () => 0 },
      ...rest,
    });
    return { mending, proved };
  };

  test('is mended a hundred at a time', async () => {
    const { mending, proved } = patient(anyFix(() => undefined));
    expect((await mending).verdict.proven).toBe(true);
    expect(proved.map((text) => planted(text).length)).toEqual([200, 100, 0]);
  });

  test('is let go of as soon as the run is interrupted, though nothing waits', async () => {
    const stop = new AbortController();
    let asked = 0;
    setImmediate(() => setImmediate(() => stop.abort(new Error('interrupted'))));
    const { mending, proved } = patient(
      anyFix(() => (asked += 1)),
      { signal: stop.signal },
    );
    await expect(mending).rejects.toThrow('interrupted');
    expect(asked).toBeLessThan(10);
    expect(proved).toEqual([]);
  });

  test('is tried as far as it was looked at by the end of the time', async () => {
    let now = 0;
    const { mending, proved } = patient(
      anyFix(() => (now += 10)),
      { clock: { now: () => new Date(0), elapsed: () => now }, limits: { ms: 50 } },
    );
    await mending;
    expect(proved.map((text) => planted(text).length)).toEqual([295]);
  });
});
