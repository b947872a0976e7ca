import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Merged, mergedIn, modulesOf, openHouse } from '../../bench/specs/houses.js';
import { LAPSES } from '../../bench/specs/lapses.js';
import { readSet } from '../../bench/specs/set.js';
import { customsOf } from '../../src/conventions/index.js';
import { keeps } from '../../src/conventions/keep.js';
import { mine, type Way, type Ways } from '../../src/conventions/mine.js';
import { study } from '../../src/conventions/study.js';
import { linesFor } from '../../src/conventions/words.js';
import type { Kind, Spec } from '../../src/flow.js';
import type { House } from '../../src/ports.js';
import { parseModule } from '../../src/python/index.js';

const houses = {
  quillpay: await modulesOf(openHouse('quillpay')),
  northfreight: await modulesOf(openHouse('northfreight')),
};
const set = await readSet();

function changed(house: House, file: RegExp, from: string | RegExp, to: string): House {
  const one = house.files.find(({ path }) => file.test(path));
  const content = String(one?.content).replace(from, to);
  if (!one || content === one.content) throw new Error(`nothing to change in ${file}`);
  return { ...house, files: house.files.map((other) => (other === one ? { ...one, content } : other)) };
}

function applies({ support }: Way, kind: string): boolean {
  return support.some((one) => one.kind === kind);
}

function breaks(way: Way, source: string, name: string, kind: string, { estate }: Ways): boolean {
  const parsed = parseModule(source);
  const one = parsed.ok ? parsed.module.classes.find((found) => found.name === name) : undefined;
  if (!parsed.ok || !one) throw new Error(`no class ${name}`);
  return keeps(way.claim, study(one, kind as Kind, parsed.module, estate), estate) === 'broken';
}

function lines(house: House, kind: Kind): string {
  return linesFor(kind, mine(house).ways).join('\n');
}

describe('the ways of a house', () => {
  const ways = { quillpay: mine(houses.quillpay), northfreight: mine(houses.northfreight) };
  // That personal data stands masked shows in a single component: one is no convention. Its author is told of the function.
  const noticed = LAPSES.filter(([, , , convention]) => convention !== 'q-masked');

  test.each(noticed)('of %s: %s to %s is noticed', (id, from, to) => {
    const entry = set.find((one) => one.id === id);
    if (!entry) throw new Error(id);
    const of = ways[entry.house as keyof typeof ways];
    const catching = of.ways.filter(
      (way) =>
        applies(way, entry.kind) &&
        way.exceptions.length === 0 &&
        !breaks(way, entry.source, entry.visible.name, entry.kind, of) &&
        breaks(way, entry.source.replace(from, to), entry.visible.name, entry.kind, of),
    );
    expect(catching.length).toBeGreaterThan(0);
  });

  test.each(set.filter(({ house }) => house !== undefined).map((entry) => [entry.id, entry] as const))(
    'a new component of the house, %s, breaks none',
    (_, { house, kind, source, visible }) => {
      const of = ways[house as keyof typeof ways];
      const broken = of.ways.filter(
        (way) => applies(way, kind) && breaks(way, source, visible.name, kind, of),
      );
      expect(broken.map(({ claim }) => claim)).toEqual([]);
    },
  );

  test('are the same for any order of the files', () => {
    const whole = JSON.stringify(ways.quillpay.ways);
    const files = fc.shuffledSubarray([...houses.quillpay.files], {
      minLength: houses.quillpay.files.length,
    });
    fc.assert(
      fc.property(files, (shuffled) => {
        expect(JSON.stringify(mine({ ...houses.quillpay, files: shuffled }).ways)).toBe(whole);
      }),
      { numRuns: 5 },
    );
  });

  test('say how many keep to them, and name those that do not', () => {
    expect(lines(houses.quillpay, 'operator')).toContain("`desk = '…'` (7 of 7)");
    const one = changed(houses.quillpay, /hold_payment/, 'desk = "payments"', 'office = "payments"');
    expect(lines(one, 'operator')).toContain("`desk = '…'` (6 of 7; not HoldPaymentOperator)");
  });

  test('are no more where many do otherwise', () => {
    const some = ['hold_payment', 'cancel_mandate', 'create_payout'].reduce(
      (house, name) => changed(house, new RegExp(name), / {4}desk = .*\n/, ''),
      houses.quillpay,
    );
    expect(lines(some, 'operator')).not.toContain('desk');
  });

  test('hold for a kind only where they hold in it', () => {
    expect(lines(houses.quillpay, 'sensor')).toContain('def look(self, run)');
    expect(lines(houses.quillpay, 'sensor')).not.toMatch(/perform|QuillOperator|receipt/);
    expect(lines(houses.northfreight, 'hook')).not.toContain('ui_color');
  });

  test('are none in code that builds on nothing of its own', () => {
    const source = (name: string) =>
      `from airflow.sdk import BaseOperator\n\n\nclass ${name}Operator(BaseOperator):\n    def execute(self, context):\n        self.log.info("x")\n`;
    const files = ['One', 'Two', 'Three'].map((name) => ({
      path: `plugins/${name}.py`,
      content: source(name),
    }));
    expect(mine({ folders: ['plugins'], files }).components).toEqual([]);
  });

  test('survive files that do not parse, classes that derive from themselves, and modules that import in circles', () => {
    const hostile = [
      { path: 'plugins/a.py', content: 'def (' },
      { path: 'plugins/b.py', content: 'from c import C\nclass B(C): pass\nclass D(D): pass\n' },
      { path: 'plugins/c.py', content: 'from b import B\nfrom c import E\nclass C(B): pass\n' },
      { path: 'plugins/d.py', content: `x = ${'('.repeat(500)}1${')'.repeat(500)}\n` },
    ];
    const { ways: found } = mine({ ...houses.quillpay, files: [...houses.quillpay.files, ...hostile] });
    expect(JSON.stringify(found)).toBe(JSON.stringify(ways.quillpay.ways));
  });
});

describe('what an author is told of a house', async () => {
  const merged = await mergedIn(openHouse('quillpay'));
  const specOf = (id: string): Spec => {
    const entry = set.find((one) => one.id === id);
    if (!entry) throw new Error(id);
    return entry.visible;
  };
  const customs = customsOf(houses.quillpay);

  test('are the modules that components need, with signatures and one use', () => {
    const code = customs.for(specOf('issue-voucher'))?.code.join('\n') ?? '';
    expect(code).toContain('def refuse(name: str, why: str) -> QuillInput:');
    expect(code).toContain('# iban = masked(self.iban)');
    expect(code).toContain('SETTLED = 40');
    expect(code).toContain('quill -> QuillClient  # property');
  });

  test('is the nearest component, never the one that the spec is of', () => {
    expect(customs.for(specOf('dispute-settled'))?.example).toMatch(/class (Payment|Payout)\w+Sensor/);
    for (const { spec } of merged as readonly Merged[])
      expect(customs.for(spec)?.example).not.toContain(`class ${spec.name}(`);
  });

  test('is nothing where no component of the kind is there', () => {
    expect(customs.for({ ...specOf('issue-voucher'), kind: 'hook' })).toBeUndefined();
  });

  test('says where only some build on it', () => {
    const old = [1, 2].map((index) => ({
      path: `plugins/operators/old_${index}.py`,
      content: `from airflow.sdk import BaseOperator\n\n\nclass Old${index}Operator(BaseOperator):\n    pass\n`,
    }));
    const mixed = customsOf({ ...houses.quillpay, files: [...houses.quillpay.files, ...old] });
    expect(mixed.for(specOf('issue-voucher'))?.ways[0]).toContain('7 of 9 operators');
  });
});
