/** What of a snippet can be run by itself, run: it compiles with every Python, and what it imports can be imported. */

import pLimit from 'p-limit';
import type { Draft, ReadyEnvironment } from '../../flow.js';
import type { PatternRecord } from '../../knowledge/index.js';
import { indented } from '../../learn/abstraction.js';
import type { House, Lab, LabFailure, StagedDraft } from '../../ports.js';
import { format, parseTree, type Statement } from '../../python/index.js';

export interface Snippet {
  readonly id: string;
  readonly record: PatternRecord;
}

/** Why a snippet is not to be kept. */
export interface Fallen {
  readonly id: string;
  readonly airflow: string;
  readonly reason: string;
}

export interface Standing {
  readonly fallen: readonly Fallen[];
  /** Imports that were run, and those that could not be, since what they need is not installed in any of the environments. */
  readonly imported: number;
  readonly notRun: number;
}

const AT_ONCE = 3;
/** Snippets that are compiled as one file. */
const CHUNK = 40;
const FOLDER = 'snippets';
const PROBE = 'Probe';

type Answer = 'ran' | 'not-run' | { readonly reason: string };

/** Runs what can stand alone in each of the environments, with the modules of `house` beside it. */
export async function standing(
  snippets: readonly Snippet[],
  environments: readonly ReadyEnvironment[],
  lab: Lab,
  house?: House,
): Promise<Standing> {
  const heads = headsOf(snippets);
  const chunks = Array.from({ length: Math.ceil(snippets.length / CHUNK) }, (_, index) =>
    snippets.slice(index * CHUNK, (index + 1) * CHUNK),
  );
  const draft: Draft = {
    className: PROBE,
    module: '',
    pythonRoot: '',
    files: [
      ...snippets.map(({ id, record }) => fileAt(`code_${id}`, compilable(record.code))),
      ...chunks.map((chunk, index) => fileAt(`chunk_${index}`, wholeOf(chunk))),
      ...heads.map(({ text }, index) => fileAt(`head_${index}`, `${text}\n\n\nclass ${PROBE}:\n    pass\n`)),
    ],
  };
  const staged = await lab.stage(draft, house);
  const limit = pLimit(AT_ONCE);
  const all = <Item, Result>(items: readonly Item[], run: (item: Item, index: number) => Promise<Result>) =>
    Promise.all(items.map((item, index) => limit(() => run(item, index))));
  try {
    const fallen: Fallen[] = [];
    const ran = new Set<number>();
    for (const environment of environments) {
      const { airflow } = environment;
      const whole = await all(chunks, (_, index) => compiles(`chunk_${index}`, environment, staged, lab));
      // One that does not compile takes its whole file with it: then each is asked for by itself.
      const doubtful = chunks.filter((_, index) => typeof whole[index] === 'object').flat();
      const compiled = await all(doubtful, ({ id }) => compiles(`code_${id}`, environment, staged, lab));
      for (const [index, answer] of compiled.entries())
        if (typeof answer === 'object') fallen.push({ id: doubtful[index]?.id ?? '', airflow, ...answer });
      const imported = await all(heads, (head, index) => imports(index, head, environment, staged, lab));
      for (const [index, answer] of imported.entries()) {
        if (answer === 'ran') ran.add(index);
        if (typeof answer !== 'object') continue;
        for (const { id } of heads[index]?.snippets ?? []) fallen.push({ id, airflow, ...answer });
      }
    }
    return { fallen, imported: ran.size, notRun: heads.length - ran.size };
  } finally {
    await staged.dispose();
  }
}

/** Imports with the snippets that begin with them. */
interface Head {
  readonly text: string;
  readonly snippets: readonly Snippet[];
}

function headsOf(snippets: readonly Snippet[]): readonly Head[] {
  const heads = new Map<string, Snippet[]>();
  for (const snippet of snippets) {
    const text = headOf(snippet.record.code);
    if (text !== '') heads.set(text, [...(heads.get(text) ?? []), snippet]);
  }
  return [...heads].map(([text, having]) => ({ text, snippets: having }));
}

function wholeOf(chunk: readonly Snippet[]): string {
  return chunk.map(({ record }) => compilable(record.code)).join('\n\n');
}

function fileAt(name: string, content: string): Draft['files'][number] {
  return { role: 'component', path: `${FOLDER}/${name}.py`, content };
}

/** A statement such as `return` or `continue` stands in something, and so does a part of an asynchronous method. */
function compilable(code: string): string {
  // Only the first statement of a file may come from the future; it decides nothing here.
  const body = code.replace(/^from __future__ import annotations\n/, '');
  const word = /^\s*(await|async (for|with))\b|[=( ]await /m.test(body) ? 'async def' : 'def';
  return `${word} snippet(self, context, event, value):\n    while True:\n${indented(indented(body))}\n`;
}

/** The imports at the top of a snippet, as a module of their own. */
function headOf(code: string): string {
  const parsed = parseTree(code);
  if (!parsed.ok) return '';
  const head = parsed.tree.body.filter(isImport);
  return head.map((statement) => format(statement)).join('\n');
}

function isImport(statement: Statement): boolean {
  if (statement.nodeType === 'Try')
    return [statement.body, ...statement.handlers.map(({ body }) => body)].every((body) =>
      body.every(isImport),
    );
  return statement.nodeType === 'Import' || statement.nodeType === 'ImportFrom';
}

async function compiles(
  name: string,
  environment: ReadyEnvironment,
  staged: StagedDraft,
  lab: Lab,
): Promise<Answer> {
  const path = `${FOLDER}/${name}.py`;
  const result = await lab.run(environment, staged, { op: 'syntax', path });
  return result.ok ? 'ran' : { reason: reasonOf(result.failure) };
}

async function imports(
  index: number,
  { snippets }: Head,
  environment: ReadyEnvironment,
  staged: StagedDraft,
  lab: Lab,
): Promise<Answer> {
  const draft = { ...staged.draft, module: `${FOLDER}.head_${index}` };
  const result = await lab.run(environment, { ...staged, draft }, { op: 'inspect' });
  if (result.ok) return 'ran';
  const libraries = new Set(snippets.flatMap(({ record }) => record.libraries));
  return lacks(result.failure, libraries) ? 'not-run' : { reason: reasonOf(result.failure) };
}

/** Whether only a package is missing that the snippet says it needs: then it cannot stand alone here, and that is no fault of it. */
function lacks({ exception = '', message }: LabFailure, libraries: ReadonlySet<string>): boolean {
  // `google.cloud` is there as soon as one library of many is, and then says that it lacks a name.
  const part = /cannot import name '\w+' from '([\w.]+)' \(unknown location\)/.exec(message)?.[1];
  if (part !== undefined) return libraries.has(part.split('.')[0] ?? '');
  if (!/ModuleNotFoundError/.test(exception)) return false;
  const missing = /No module named '([\w.]+)'/.exec(message)?.[1] ?? '';
  if (libraries.has(missing.split('.')[0] ?? '')) return true;
  return (
    [...libraries].some((name) => name.startsWith('apache-airflow-providers-')) &&
    /^airflow\.providers\b/.test(missing)
  );
}

function reasonOf({ exception, message }: LabFailure): string {
  // Where the environment lies on this machine is nobody's business.
  const first = (message.split('\n')[0] ?? '').replace(/ \(\/[^)]*\)/, '');
  return `${exception ? `${exception.split('.').at(-1)}: ` : ''}${first}`.slice(0, 200);
}
