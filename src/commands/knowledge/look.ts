/** `airsmith knowledge check`, `stats` and `show`: they write nothing. */

import { explain, figuresOf, find, inspect } from '../../knowledge/review/index.js';
import { EXIT } from '../../problems.js';
import { TAXONOMY } from '../../repair/taxonomy.js';
import { showText } from '../../report/knowledge/show.js';
import { statsText } from '../../report/knowledge/stats.js';
import { showProblems } from '../spec.js';
import type { Terminal } from '../terminal.js';
import { type KnowledgeFlags, openDesk, withShippedOf } from './open.js';

const CLASSES: ReadonlySet<string> = new Set(TAXONOMY.map(({ id }) => id));

/** Status 1 when a record is wrong; with `--strict` also for warnings. */
export async function check(
  flags: KnowledgeFlags & { readonly strict?: boolean },
  terminal: Terminal,
): Promise<number> {
  const desk = await openDesk(flags, terminal);
  const { shelf, repository } = desk;
  const present = async (path: string) => (await repository.read(path)) !== undefined;
  const problems = await inspect(shelf, present, CLASSES, await withShippedOf(desk));
  const of = (severity: string) => problems.filter((problem) => problem.severity === severity).length;
  const wrong = of('error') > 0 || (flags.strict === true && of('warning') > 0);
  if (flags.json) {
    const counts = { errors: of('error'), warnings: of('warning'), notices: of('notice') };
    terminal.out(
      `${JSON.stringify({ ok: !wrong, records: shelf.records.length, ...counts, problems }, null, 2)}\n`,
    );
  } else {
    showProblems(problems, terminal);
    terminal.out(
      `${shelf.records.length} records in ${shelf.folder}/: ${of('error')} wrong, ${of('warning')} to look at, ${of('notice')} to know\n`,
    );
  }
  return wrong ? EXIT.unproven : EXIT.done;
}

export async function stats(flags: KnowledgeFlags, terminal: Terminal): Promise<number> {
  const desk = await openDesk(flags, terminal);
  const { shelf } = desk;
  const figures = figuresOf(shelf, await withShippedOf(desk));
  terminal.out(flags.json ? `${JSON.stringify(figures, null, 2)}\n` : statsText(figures, shelf.folder));
  return EXIT.done;
}

/** Everything that is known of one id. Throws AS6040 or AS6041. */
export async function show(id: string, flags: KnowledgeFlags, terminal: Terminal): Promise<number> {
  const all = await withShippedOf(await openDesk(flags, terminal));
  const explained = explain(all, find(all, id));
  terminal.out(flags.json ? `${JSON.stringify(explained, mapsAsObjects, 2)}\n` : showText(explained));
  return EXIT.done;
}

function mapsAsObjects(_: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}
