/**
 * What is mended without a model: single faults in proven components and a hundred drafts by hand with several each, on a real
 * Airflow 2 and 3. Components that are right go the same way, and must come out as they were.
 *
 * `npm run bench -- repair [--sample N] [--out FILE] [NAME]`: N cases evenly taken, the list of what is left to FILE instead of
 * the screen, only cases whose component, operator or draft holds NAME.
 */

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { type Case, cases, type Right } from './repair/cases.js';
import { alarms, summary, survivors } from './repair/summary.js';
import { attempted, type Tried, untouched } from './repair/tried.js';
import { openWorkshop, type Workshop } from './repair/workshop.js';

const AT_ONCE = 3;

export async function bench(args: readonly string[]): Promise<Record<string, unknown>> {
  const started = performance.now();
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { sample: { type: 'string' }, out: { type: 'string' } },
    allowPositionals: true,
  });
  const all = await cases();
  const named = all.cases.filter(
    ({ id }) => positionals.length === 0 || positionals.some((part) => id.includes(part)),
  );
  const wanted = sampled(named, values.sample === undefined ? named.length : Number(values.sample));
  const right = positionals.length === 0 && values.sample === undefined ? all.right : [];
  const workshop = await openWorkshop();
  try {
    const airflows = workshop.environments.map(({ airflow }) => airflow).join(' and ');
    console.log(`${wanted.length} faulty drafts and ${right.length} right components, on ${airflows}`);
    const changed = await untouchedAll(right, workshop);
    const tried = await triedAll(wanted, workshop);
    faithful(tried);
    for (const line of [...changed.map((what) => `HARMED: ${what}`), ...alarms(tried)]) console.log(line);
    const left = survivors(tried).join('\n');
    if (values.out === undefined) console.log(left);
    else writeFileSync(values.out, `${left}\n`);
    const counts = summary(tried);
    return {
      ...counts,
      harmed: counts.harmed + changed.length,
      right: right.length,
      undetected: tried.filter(({ failed }) => !failed).length,
      seconds: Math.round((performance.now() - started) / 1000),
    };
  } finally {
    await workshop.close();
  }
}

function sampled<T>(items: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, items.length / most);
  return items.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

async function untouchedAll(right: readonly Right[], workshop: Workshop): Promise<readonly string[]> {
  const limit = pLimit(AT_ONCE);
  const changed = await Promise.all(right.map((one) => limit(untouched, one, workshop)));
  return changed.flat();
}

async function triedAll(wanted: readonly Case[], workshop: Workshop): Promise<readonly Tried[]> {
  const limit = pLimit(AT_ONCE);
  let done = 0;
  return Promise.all(
    wanted.map((one) =>
      limit(async () => {
        const tried = await attempted(one, workshop);
        done += 1;
        if (done % 50 === 0) console.log(`${done} of ${wanted.length}`);
        return tried;
      }),
    ),
  );
}

/** A draft by hand that does not fail, or fails by nothing that its sidecar names, would say nothing about mending. */
function faithful(tried: readonly Tried[]): void {
  const wrong = tried
    .filter(({ case: { from }, failed, classified }) => from === 'draft' && !(failed && classified))
    .map(({ case: { id }, classes }) => `${id} shows ${classes.join(', ') || 'no fault'}`);
  if (wrong.length > 0) throw new Error(`the drafts are not what they say:\n${wrong.join('\n')}`);
}
