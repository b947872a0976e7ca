/**
 * Makes `learning/`, the knowledge that ships with airsmith, from what is executed here: the example specs by their recorded answers,
 * and faulty drafts that are mended without a model; and from what provider wheels have in common, which is read and not run. A repetition takes about twenty minutes and gives the same bytes; one that is
 * interrupted goes on where it was (`build/learning/`).
 *
 * `--check` repeats nothing. It holds that the store is in order, that it was made from the drafts and specs that stand here now, and
 * that each fix and class in it is one that airsmith still has.
 */

import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pLimit from 'p-limit';
import { openWorkshop } from '../bench/repair/workshop.js';
import { recordsInFolder } from '../src/adapters/records.js';
import {
  definitionId,
  type Evidence,
  editRecord,
  type LearningRecord,
  sha256,
} from '../src/knowledge/index.js';
import { inspect, openShelf } from '../src/knowledge/review/index.js';
import { FIXES } from '../src/repair/fixes/index.js';
import { TAXONOMY } from '../src/repair/taxonomy.js';
import { exampleRecords, exampleSources } from './learning/examples.js';
import { keyOf, mendingCases, mendingEvidence } from './learning/mending.js';
import { minedRecords } from './learning/mined.js';
import { storeFiles } from './learning/store.js';

const ROOT = join(import.meta.dirname, '..');
const RESUME = join(ROOT, 'build/learning');
const AT_ONCE = 3;
const CLASSES: ReadonlySet<string> = new Set(TAXONOMY.map(({ id }) => id));

/** Of everything that is executed or read. */
async function fingerprint(): Promise<string> {
  const recordings = globSync('examples/recordings/*/*.json', { cwd: ROOT }).sort();
  return sha256(
    JSON.stringify([
      exampleSources().map(({ path, bytes }) => [path, sha256(Buffer.from(bytes).toString('utf8'))]),
      recordings.map((path) => [path, sha256(readFileSync(join(ROOT, path), 'utf8'))]),
      (await mendingCases()).map(keyOf),
      readFileSync(join(ROOT, 'bench/corpus/providers.txt'), 'utf8'),
    ]),
  );
}

async function mended(): Promise<readonly Evidence[]> {
  mkdirSync(RESUME, { recursive: true });
  const workshop = await openWorkshop();
  const limit = pLimit(AT_ONCE);
  let done = 0;
  try {
    const all = await Promise.all(
      (await mendingCases()).map((one) =>
        limit(async () => {
          const file = join(RESUME, `${keyOf(one)}.json`);
          if (!existsSync(file))
            writeFileSync(file, JSON.stringify((await mendingEvidence(one, workshop)) ?? null));
          done += 1;
          if (done % 20 === 0) console.log(`${done} drafts`);
          return JSON.parse(readFileSync(file, 'utf8')) as Evidence | null;
        }),
      ),
    );
    return all.filter((one) => one !== null);
  } finally {
    await workshop.close();
  }
}

async function examples(): Promise<readonly LearningRecord[]> {
  const records = (await exampleRecords()).filter(({ path }) => path.endsWith('.json'));
  const texts = [...new Map(records.map(({ path, content }) => [path, content]))].sort();
  return texts.map(([, content]) => JSON.parse(content) as LearningRecord);
}

async function write(): Promise<void> {
  const executed = await examples();
  const known = new Set(executed.flatMap((one) => (one.schema === 'pattern/1' ? [definitionId(one)] : [])));
  const files = storeFiles(executed, await mended(), await minedRecords(known));
  for (const path of globSync('learning/**/*.{json,jsonl}', { cwd: ROOT })) rmSync(join(ROOT, path));
  for (const [path, content] of [...files, ['learning/README.md', page(await fingerprint())] as const]) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), content);
  }
  rmSync(RESUME, { recursive: true, force: true });
}

function page(inputs: string): string {
  return `# What ships with airsmith

Written by \`npm run learning\` from what was executed on real Airflows: the specs in \`examples/\` by their recorded answers, and a sample
of the faulty drafts of \`bench/repair\`, mended without a model. It says which fix helped for which class of mistake, on which Airflow
and in which kind of component, and which patterns the four proven components share.

Beside that stand the widest ideas that the 25 provider wheels of \`bench/corpus/providers.txt\` have in common: read and not run, so that
they are observed and prove nothing; what can stand alone of each compiles, and imports, on every shipped Airflow. \`seen/\` says for each
wheel and version in how many components they stand, with one of them as an example.

In a repository that uses airsmith it is shown as shipped, counts half, and gives way to what is observed there:
[the learning store](../docs/learning.md#what-ships-with-airsmith). \`airsmith knowledge reject\` refuses an item of it.

Inputs: \`${inputs}\`
`;
}

/** What is wrong with the store as it stands; nothing, one hopes. */
async function complaints(): Promise<readonly string[]> {
  const shelf = await openShelf(recordsInFolder(ROOT, 'learning'), 'learning');
  const found = (await inspect(shelf, undefined, CLASSES)).filter(({ severity }) => severity !== 'notice');
  const known = new Set((await mendingCases()).map((one) => `mending ${keyOf(one)}`));
  const evidence = shelf.records.flatMap(({ record }) => (record.schema === 'evidence/1' ? [record] : []));
  const strangers = evidence.filter(({ run }) => run.id !== 'examples' && !known.has(run.id));
  const { fixes, errors } = shelf.knowledge;
  const gone = [...fixes.values()].filter(({ id, definition: { strategy, class: errorClass } }) => {
    if (!strategy.startsWith('edit.')) return false;
    const fix = FIXES.find((one) => `edit.${one.id}` === strategy);
    return fix === undefined || definitionId(editRecord(fix, errorClass)) !== id;
  });
  const strays = [...shelf.knowledge.patterns.values()].filter(
    ({ status, seen }) => status === 'observed' && seen === undefined,
  );
  const strange = [...errors.values()].filter(
    ({ definition }) => !CLASSES.has(definition.class) && !definition.class.startsWith('unknown.'),
  );
  const stands = existsSync(join(ROOT, 'learning/README.md'))
    ? readFileSync(join(ROOT, 'learning/README.md'), 'utf8')
    : '';
  return [
    ...found.map(({ code, message }) => `${code} ${message}`),
    ...strangers.map(({ run }) => `${run.id} is no run of this repetition`),
    ...gone.map(({ id, definition }) => `${id} stands for ${definition.strategy}, which is no fix here`),
    ...strange.map(({ id, definition }) => `${id} is of the class ${definition.class}, which is not known`),
    ...(stands === page(await fingerprint())
      ? []
      : ['it was made from other drafts or specs than stand here']),
    ...strays.map(({ id }) => `${id} was neither executed nor seen in a wheel`),
    ...(evidence.length === 0 ? ['it holds no evidence'] : []),
  ];
}

if (!process.argv.includes('--check')) await write();
const wrong = await complaints();
for (const line of wrong) console.error(line);
if (wrong.length > 0) {
  console.error('learning/ is not what this source would make. Run: npm run learning');
  process.exit(1);
}
console.log('learning/ is in order, and made from the drafts, specs and fixes that stand here');
