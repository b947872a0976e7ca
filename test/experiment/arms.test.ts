import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordsInFolder } from '../../src/adapters/records.js';
import { customPart } from '../../src/author/prompt.js';
import { DEFAULT_SETTINGS, resolveConfig } from '../../src/config.js';
import { customsOf } from '../../src/conventions/index.js';
import { type ARMS, told } from '../../src/experiment/arms.js';
import { houseOf, readSet, type SetPlace } from '../../src/experiment/set.js';
import { placeboFor } from '../../src/experiment/texts.js';
import type { BriefingItem } from '../../src/flow.js';
import { readRecords } from '../../src/knowledge/index.js';
import { readSettings } from '../../src/spec/index.js';
import { filesOf, mended, refused } from '../commands/desk.js';
import { lessons } from '../learn/story.js';

const HERE = join(import.meta.dirname, 'fixtures');

function place(files: { readonly [path: string]: string } = {}): SetPlace {
  const disk = recordsInFolder(HERE, '');
  return {
    files: {
      list: async (folder) => {
        const made = Object.keys(files).filter((path) => path.startsWith(`${folder}/`));
        return [...new Set([...(await recordsInFolder(HERE, folder).list()), ...made])];
      },
      read: async (path) => files[path] ?? disk.read(path),
    },
    specs: 'specs',
    houses: 'houses',
    configure: async (text) => {
      const read = text === undefined ? undefined : await readSettings(text);
      const settings = read?.ok ? read.settings : DEFAULT_SETTINGS;
      return resolveConfig(settings, {}, { root: '/nowhere', assets: '/nowhere', cache: '/nowhere' });
    },
  };
}

describe('the set', () => {
  test('has a visible and a hidden side of each spec, its house and its conventions', async () => {
    const set = await readSet(place());
    expect(set.cases.map(({ id, family, house }) => [id, family, house])).toEqual([
      ['greet', 'plain', undefined],
      ['pair-sum', 'counting', 'tallies'],
    ]);
    const [greet, sum] = set.cases;
    if (!greet || !sum) throw new Error('two cases');
    expect(greet.spec.examples.map(({ name }) => name)).toEqual(['a name']);
    expect(greet.hidden.examples.map(({ name }) => name)).toEqual(['another name', 'nobody']);
    expect(sum.conventions.map(({ id }) => id)).toEqual(['t-base', 't-tally']);
    expect(sum.config.pythonPath).toEqual(['plugins', 'include']);
    expect(houseOf(sum, set).files.map(({ path }) => path)).toContain('include/tallies/base.py');
    expect(houseOf(greet, set).files).toEqual([]);
  });

  test('without a list all conventions hold that apply to the kind', async () => {
    const bench = 'family: counting\nairflow: ["3.3.2"]\nhouse: tallies\n';
    const { cases } = await readSet(place({ 'specs/pair-sum/bench.yaml': bench }));
    expect(cases[1]?.conventions.map(({ id }) => id)).toEqual(['t-base', 't-tally']);
  });

  test('is another set as soon as anything that decides is another', async () => {
    const { fingerprint } = await readSet(place());
    expect((await readSet(place())).fingerprint).toBe(fingerprint);
    const changed = [
      ['specs/greet/hidden.yaml', 'examples: [{name: x, inputs: {who: y}}]'],
      ['houses/tallies/repository/include/tallies/base.py', 'x = 1\n'],
      [
        'houses/tallies/conventions.yaml',
        '- {id: t-base, says: x, applies: [operator]}\n- {id: t-tally, says: x, applies: [operator]}\n',
      ],
    ] as const;
    for (const [path, text] of changed)
      expect((await readSet(place({ [path]: text }))).fingerprint, path).not.toBe(fingerprint);
  });

  test.each([
    ['specs/greet/bench.yaml', 'family: plain\n'],
    ['specs/greet/bench.yaml', 'family: plain\nairflow: ["1.10.1"]\n'],
    ['specs/greet/bench.yaml', 'family: plain\nairflow: ["3.3.2"]\nhouse: ../../etc\n'],
    ['specs/greet/bench.yaml', 'family: plain\nairflow: ["3.3.2"]\nhouse: nobody\n'],
    ['specs/greet/hidden.yaml', 'examples: []\n'],
    ['specs/greet/hidden.yaml', 'examples: [{name: x, inputs: {whom: y}}]\n'],
    ['specs/greet/hidden.yaml', 'examples: [\n'],
    ['specs/greet/greet.airsmith.yaml', 'airsmith: 1\n'],
    ['specs/greet/second.airsmith.yaml', 'airsmith: 1\n'],
    ['specs/pair-sum/bench.yaml', 'family: x\nairflow: ["3.3.2"]\nhouse: tallies\nconventions: [t-sensor]\n'],
    ['houses/tallies/conventions.yaml', '- {id: t-base, says: x, applies: [operator], must: ["("]}\n'],
    ['houses/tallies/conventions.yaml', '- {id: t-base}\n'],
  ])('cannot be used with %s as %j', async (path, text) => {
    const problem = await refused(readSet(place({ [path]: text })));
    expect(problem.code).toBe('AS5051');
    expect(problem.message).toMatch(
      /^the set cannot be used: (specs|houses)\/(greet|pair-sum|tallies|nobody)[/:]/,
    );
  });
});

describe('the arms', async () => {
  const set = await readSet(place());
  const [, sum] = set.cases;
  if (!sum) throw new Error('a case');
  const taught = filesOf([...(await lessons()), await mended()]);
  const { records } = await readRecords({
    list: async () => Object.keys(taught),
    read: async (path) => taught[path],
  });
  const customs = customsOf(houseOf(sum, set));
  const store = { records, customs, own: true };
  const of = (arm: (typeof ARMS)[number], given = store) => told(arm, sum.spec, given, ['3.3.2']);

  test('none tells nothing, and none of the first three knows the store', () => {
    expect(of('none').briefing.items).toEqual([]);
    for (const arm of ['none', 'static', 'placebo'] as const) expect(of(arm).knowledge.patterns.size).toBe(0);
    for (const arm of ['top3', 'full'] as const) expect(of(arm).knowledge.patterns.size).toBeGreaterThan(0);
  });

  test('static is one text, whatever is known', () => {
    expect(of('static').briefing.items).toHaveLength(1);
    expect(of('static')).toEqual(of('static', { records: [], customs, own: true }));
  });

  test('top3 are the most trusted, whatever the spec', () => {
    const { briefing, knowledge } = of('top3');
    const trusted = [...knowledge.patterns.values(), ...knowledge.fixes.values()]
      .filter(({ status }) => status === 'active' || status === 'quarantined')
      .map(({ confidence }) => confidence)
      .sort((a, b) => b - a);
    const chosen = briefing.items.map(
      ({ id }) => (knowledge.patterns.get(id) ?? knowledge.fixes.get(id))?.confidence,
    );
    expect(chosen).toHaveLength(3);
    expect(chosen).toEqual(trusted.slice(0, 3));
  });

  test('full draws on the code of the house as well, and nobody else does', () => {
    expect(of('full').custom?.code.join('\n')).toContain('class TallyOperator');
    for (const arm of ['none', 'static', 'placebo', 'top3'] as const) expect(of(arm).custom).toBeUndefined();
  });

  test('placebo has as many items as full, each as long in every part, the house as one more, and none of its words', () => {
    const lengths = (items: readonly BriefingItem[]) =>
      items.map((item) => [item.title, item.when, item.notWhen, item.code].map((text) => text.length));
    const { briefing, custom } = of('full');
    if (!custom) throw new Error('a house');
    expect(lengths(of('placebo').briefing.items)).toEqual([
      ...lengths(briefing.items),
      [0, 0, 0, customPart(custom).length],
    ]);
    expect(JSON.stringify(of('placebo').briefing)).not.toMatch(/airflow|operator|tally/i);
  });

  test('placebos are of any length', () => {
    const text = fc.nat(400).map((length) => 'x'.repeat(length));
    fc.assert(
      fc.property(text, text, text, text, (title, when, notWhen, code) => {
        const item = placeboFor({ id: 'x', title, when, notWhen, code }, 1);
        expect([item.title, item.when, item.notWhen, item.code].map(({ length }) => length)).toEqual(
          [title, when, notWhen, code].map(({ length }) => length),
        );
      }),
    );
  });
});
