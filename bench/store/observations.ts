/** Evidence as the learn step writes it, as much of it as wanted: real lessons, told again of other specs and runs. */

import type { Evidence } from '../../src/knowledge/index.js';
import { hash16, sha256 } from '../../src/knowledge/index.js';
import { attempt, componentSource, error, FIXTURES, lesson, run, specFor } from '../../test/learn/story.js';

const ERRORS = ['timeout', 'import.moved', 'example.returns', 'example.pokes', 'name.undefined'];

/** One lesson of each fixture, right at once and after a mistake. */
export async function taught(): Promise<readonly Evidence[]> {
  const inputs = FIXTURES.flatMap(({ file, name, category }, index) => {
    const source = componentSource(file);
    const spec = specFor(name, { category });
    const wrong = error(ERRORS[index] ?? 'timeout', `${ERRORS[index]} happened to <value>`);
    return [
      { spec, attempts: [attempt(1, source)], run: run(index + 1) },
      {
        spec,
        attempts: [attempt(1, `${source}\n# wrong\n`, [wrong]), attempt(2, source)],
        run: run(index + 20),
      },
    ];
  });
  const lessons = await Promise.all(inputs.map(lesson));
  return lessons
    .flatMap(({ records }) => records)
    .filter(({ path }) => path.includes('/evidence/') && path.endsWith('.json'))
    .map(({ content }) => JSON.parse(content) as Evidence);
}

/**
 * `count` observations over `taught`. In a store that has learned, nine in ten runs introduce nothing; each is briefed with
 * up to three items; one run in twenty repeats a subject.
 */
export function* told(taught: readonly Evidence[], count: number): Generator<Evidence> {
  const items = [...new Set(taught.flatMap(({ found }) => found))].sort();
  const dice = diceOf(count);
  for (let index = 0; index < count; index += 1) {
    const base = taught[dice(taught.length)];
    if (!base) return;
    const number = index + 1;
    const of = index > 0 && dice(20) === 0 ? dice(index) : index;
    const name = `${base.spec.name.replace(/(Operator|Sensor|Hook)$/, '')}${of}${/[A-Z][a-z]+$/.exec(base.spec.name)?.[0] ?? ''}`;
    const fingerprint = sha256(`spec ${of}`);
    const chosen = [
      ...new Set([items[dice(items.length)], items[dice(items.length)], items[dice(items.length)]]),
    ];
    yield {
      ...base,
      run: {
        id: `${17_000_000_000 + number}.1`,
        number,
        attempt: 1,
        at: new Date(Date.UTC(2024, 0, 1) + index * 600_000).toISOString().replace('.000', ''),
        origin: 'octo/house',
      },
      subject: hash16(`${fingerprint}\n${base.generator}`),
      spec: { ...base.spec, name, path: `specs/${name.toLowerCase()}.airsmith.yaml`, fingerprint },
      choice: {
        strategy: chosen.length > 1 ? 'three-items' : 'one-item',
        probability: 300 + dice(3) * 100,
        items: chosen
          .filter((id) => id !== undefined)
          .sort()
          .map((id) => ({ id, probability: 250 + dice(4) * 250 })),
      },
      found: base.found.filter(() => dice(10) > 0),
      attempts: base.attempts.map((attempt) => ({
        ...attempt,
        input_tokens: 2000 + dice(4000),
        output_tokens: 500 + dice(1500),
        micro_dollars: 1000 + dice(9000),
        milliseconds: 500 + dice(60_000),
      })),
      introduces: dice(10) === 0 ? base.introduces.slice(0, 2) : [],
      component: hash16(`component ${of}`),
    };
  }
}

/** A small linear congruence: the same numbers on every machine. */
export function diceOf(seed: number): (sides: number) => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * sides);
  };
}
