/**
 * What is read from the code of the two houses, without a model. Their conventions were planted and stand in `conventions.yaml`, which
 * the miner never sees. `npm run bench -- house [--times N] [--show]`: with N times the components instead of a hundred; `--show`
 * prints what an author is told.
 *
 * - `found`: conventions for which something was read that all ten components keep, that the reference of a new spec keeps, and that the
 *   same reference with the lapse of `specs/lapses.ts` breaks.
 * - `false`: things that were read and that a reference of a new spec breaks.
 * - `told`: conventions whose words (those of the house's code that the lapse takes out) stand in what the author of that spec is told, spec included;
 *   `told_without_example` the same without the nearest component.
 * - `grown`: the same house with many times the components: what is lost, what comes, how long it takes.
 * - `reviewed`: of three edits that reviewers always make, those that the author of the next spec is told.
 */

import { parseArgs } from 'node:util';
import { tokensOf, withinTokens } from '../src/author/memory.js';
import { customPart } from '../src/author/prompt.js';
import { keyOf } from '../src/conventions/claim.js';
import { customsOf } from '../src/conventions/index.js';
import { keeps } from '../src/conventions/keep.js';
import { mine, type Way, type Ways } from '../src/conventions/mine.js';
import { type Studied, study } from '../src/conventions/study.js';
import type { Custom, Kind } from '../src/flow.js';
import { parseModule } from '../src/python/index.js';
import { grown } from './house/grown.js';
import { reviewed } from './house/reviews.js';
import { filesOf, mergedIn, modulesOf, openHouse } from './specs/houses.js';
import { LAPSES } from './specs/lapses.js';
import { type Entry, readSet } from './specs/set.js';

const HOUSES = ['quillpay', 'northfreight'];
const TOKENS = 2_500;

export async function bench(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: { times: { type: 'string' }, show: { type: 'boolean' } },
  });
  const times = Number(values.times ?? 100);
  const set = await readSet();
  const results: Awaited<ReturnType<typeof measured>>[] = [];
  for (const name of HOUSES) {
    const entries = set.filter(({ house }) => house === name);
    results.push(await measured(name, entries, times, values.show === true));
  }
  const [first] = HOUSES;
  const house = openHouse(first ?? '');
  const spec = set.find((one) => one.house === first)?.visible;
  if (!spec) throw new Error(`no spec for ${first}`);
  const reviews = await reviewed(await modulesOf(house), await mergedIn(house), spec);
  const sum = (of: (result: (typeof results)[number]) => number) =>
    results.reduce((all, one) => all + of(one), 0);
  const most = (of: (result: (typeof results)[number]) => number) => Math.max(...results.map(of));
  const conventions = sum((one) => one.conventions);
  return {
    conventions,
    found: sum((one) => one.found),
    items: sum((one) => one.items),
    false: sum((one) => one.wrong),
    told: sum((one) => one.told),
    told_without_example: sum((one) => one.toldWithoutExample),
    tokens: most((one) => one.tokens),
    mined_ms: most((one) => one.ms),
    grown: {
      components: sum((one) => one.grown.components),
      lost: sum((one) => one.grown.lost),
      more: sum((one) => one.grown.more),
      found: sum((one) => one.grown.found),
      told: sum((one) => one.grown.told),
      seconds: most((one) => one.grown.seconds),
      ms_per_spec: most((one) => one.grown.perSpec),
    },
    reviewed: reviews.told,
    reviewed_besides: reviews.besides,
  };
}

async function measured(name: string, entries: readonly Entry[], times: number, show: boolean) {
  const opened = openHouse(name);
  const house = await modulesOf(opened);
  const start = performance.now();
  const ways = mine(house);
  const ms = Math.round(performance.now() - start);
  const wrong = ways.ways.filter((way) => entries.some((entry) => breaks(way, entry, ways)));
  for (const way of wrong) console.log(`${name}: false: ${keyOf(way.claim)}`);
  const customs = customsOf(house);
  const text = filesOf(opened).join('\n');
  const ids = opened.conventions.map(({ id }) => id);
  const found = ids.filter((id) => lapsesOf(id, entries).every((lapse) => isFound(lapse, ways)));
  const toldIn = (of: typeof customs, without: boolean) =>
    ids.filter((id) =>
      lapsesOf(id, entries).every((lapse) => isTold(lapse, told(of, lapse.entry, without), text)),
    );
  const [toldOf, without] = [toldIn(customs, false), toldIn(customs, true)];
  for (const id of ids) {
    if (!found.includes(id)) console.log(`${name}: nothing that notices ${id}`);
    if (!toldOf.includes(id)) console.log(`${name}: not told of ${id}`);
  }
  const parts = entries.map((entry) => told(customs, entry, false));
  if (show)
    for (const [index, part] of parts.entries())
      console.log(`── ${entries[index]?.id} ${tokensOf(part)}\n${customPart(part).replaceAll('\\n', '\n')}`);

  const components = new Set(ways.components.map(({ module }) => module.source));
  const paths = house.files.filter(({ content }) => components.has(String(content))).map(({ path }) => path);
  const larger = grown(house, paths, times);
  const begin = performance.now();
  const more = mine(larger);
  const seconds = Math.round((performance.now() - begin) / 100) / 10;
  const keys = (of: Ways) =>
    new Set(of.ways.flatMap(({ claim, support }) => support.map(({ kind }) => `${kind}: ${keyOf(claim)}`)));
  const [before, after] = [keys(ways), keys(more)];
  for (const key of before) if (!after.has(key)) console.log(`${name}: lost in the larger house: ${key}`);
  const largeCustoms = customsOf(larger);
  const toldInLarger = toldIn(largeCustoms, false);
  for (const id of toldOf)
    if (!toldInLarger.includes(id)) console.log(`${name}: not told of ${id} in the larger house`);
  const asked = performance.now();
  for (const entry of entries) largeCustoms.for(entry.visible);
  const perSpec = Math.round((performance.now() - asked) / entries.length);
  return {
    conventions: ids.length,
    found: found.length,
    items: ways.ways.length,
    wrong: wrong.length,
    told: toldOf.length,
    toldWithoutExample: without.length,
    tokens: Math.max(...parts.map(tokensOf)),
    ms,
    grown: {
      components: more.components.length,
      lost: [...before].filter((key) => !after.has(key)).length,
      more: [...after].filter((key) => !before.has(key)).length,
      found: ids.filter((id) => lapsesOf(id, entries).every((lapse) => isFound(lapse, more))).length,
      told: toldInLarger.length,
      seconds,
      perSpec,
    },
  };
}

interface Lapse {
  readonly entry: Entry;
  readonly from: string;
  readonly to: string;
  readonly lapsed: string;
}

function lapsesOf(convention: string, entries: readonly Entry[]): readonly Lapse[] {
  const lapses = LAPSES.filter(([, , , notices]) => notices === convention).map(([id, from, to]) => {
    const entry = entries.find((one) => one.id === id);
    if (!entry) throw new Error(`no spec ${id}`);
    return {
      entry,
      from: typeof from === 'string' ? from : (from.exec(entry.source)?.[0] ?? ''),
      to,
      lapsed: entry.source.replace(from, to),
    };
  });
  if (lapses.length === 0) throw new Error(`no lapse of ${convention}`);
  return lapses;
}

function isFound({ entry, lapsed }: Lapse, ways: Ways): boolean {
  return ways.ways.some(
    (way) =>
      way.exceptions.length === 0 &&
      applies(way, entry.kind) &&
      !breaks(way, entry, ways) &&
      keeps(way.claim, studied({ ...entry, source: lapsed }, ways), ways.estate) === 'broken',
  );
}

function applies({ support }: Way, kind: string): boolean {
  return support.some((one) => one.kind === kind);
}

function breaks(way: Way, entry: Entry, ways: Ways): boolean {
  return applies(way, entry.kind) && keeps(way.claim, studied(entry, ways), ways.estate) === 'broken';
}

function studied(
  { source, kind, visible }: Pick<Entry, 'source' | 'kind' | 'visible'>,
  { estate }: Ways,
): Studied {
  const parsed = parseModule(source);
  const one = parsed.ok ? parsed.module.classes.find(({ name }) => name === visible.name) : undefined;
  if (!parsed.ok || !one) throw new Error(`no class ${visible.name}`);
  return study(one, kind as Kind, parsed.module, estate);
}

function told(customs: ReturnType<typeof customsOf>, { visible }: Entry, without: boolean): Custom {
  const custom = customs.for(visible);
  if (!custom) throw new Error(`nothing is known for ${visible.name}`);
  const { example, ...rest } = withinTokens(custom, TOKENS);
  return without || example === undefined ? rest : { ...rest, example };
}

/** The house's own words that the lapse takes out are all there. */
function isTold({ entry, from, to }: Lapse, custom: Custom, house: string): boolean {
  const words = (text: string) => new Set(text.match(/\w+/g) ?? []);
  const [known, left, there] = [
    words(house),
    words(to),
    words(`${customPart(custom).replaceAll('\\n', ' ')} ${JSON.stringify(entry.visible)}`),
  ];
  const needed = [...words(from)].filter(
    (word) =>
      known.has(word) && !left.has(word) && !/^(def|self|from|None|return|raise|import|key)$/.test(word),
  );
  return needed.every((word) => there.has(word));
}
