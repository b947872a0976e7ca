/** `airsmith bench run` and `airsmith bench curve`: whether what is learned helps, on a frozen set of specs. */

import { basename, dirname, join, resolve } from 'node:path';
import { recordingModel, replayingModel } from '../adapters/recordings.js';
import { recordsInFolder } from '../adapters/records.js';
import { shipped } from '../assets.js';
import { openLedger } from '../author/ledger.js';
import { pricesWith } from '../author/prices.js';
import { PROMPT_VERSION } from '../author/prompt.js';
import { ARMS, type Arm } from '../experiment/arms.js';
import { type Cells, type Identity, openCells, store } from '../experiment/cells.js';
import { curveOf, runCurve } from '../experiment/curve.js';
import { environmentsFor, type Laboratory, type Ran, runExperiment } from '../experiment/run.js';
import { readSet } from '../experiment/set.js';
import { modelsIn, summarise } from '../experiment/summary.js';
import { curveText, experimentText } from '../experiment/text.js';
import type { TrialRecord } from '../generated/trial-file.js';
import { openHands } from '../hands.js';
import { digestOf, fold, readRecords } from '../knowledge/index.js';
import { AirsmithError, EXIT } from '../problems.js';
import { environmentLine, line, seconds } from '../report/terminal.js';
import { showProblems } from './spec.js';
import type { Terminal } from './terminal.js';
import { configure } from './workspace.js';

export interface BenchFlags {
  readonly endpoint?: string;
  readonly replay?: string;
  readonly record?: string;
  readonly model?: string;
  readonly escalateTo?: string;
  readonly maxAttempts?: string;
  readonly maxCost?: string;
  readonly houses?: string;
  readonly store?: string;
  readonly out?: string;
  readonly unsafe?: boolean;
  readonly json?: boolean;
}

const OUT = 'airsmith-bench';

/** Status 0 when every cell is finished, whatever it says; 3 when some could not be. */
export async function benchRun(
  folder: string,
  flags: BenchFlags & { readonly arms?: string; readonly samples?: string },
  terminal: Terminal,
): Promise<number> {
  const arms = armsIn(flags.arms);
  const samples = wholeIn('samples', flags.samples ?? '1');
  return measured('arms', folder, flags, terminal, async (lab, answers) => {
    const ran = await runExperiment(lab, arms, samples);
    const { set, cells } = lab;
    const how = {
      answers,
      models: modelsIn(ran.trials),
      prompt: PROMPT_VERSION,
      set: set.fingerprint.slice(0, 16),
      store: digestOf(fold(lab.records)),
      specs: set.cases.length,
      families: new Set(set.cases.map(({ family }) => family)).size,
      samples,
    };
    const report = summarise(ran.trials, ran.missing, how, cells.experiment);
    return { ran, report, text: experimentText(report) };
  });
}

/** The same for a learning curve. */
export async function benchCurve(
  folder: string,
  flags: BenchFlags & { readonly orders?: string },
  terminal: Terminal,
): Promise<number> {
  const orders = wholeIn('orders', flags.orders ?? '3');
  return measured('curve', folder, flags, terminal, async (lab, answers) => {
    const ran = await runCurve(lab, orders);
    const { experiment } = lab.cells;
    const specs = lab.set.cases.length;
    const report = curveOf(ran.trials, ran.missing, { experiment, answers, orders, specs });
    return { ran, report, text: curveText(report) };
  });
}

interface Measured {
  readonly ran: Ran;
  readonly report: object;
  readonly text: string;
}

/** What both have in common: everything is read and made ready, then measured, then shown and kept. */
async function measured(
  kind: Identity['kind'],
  folder: string,
  flags: BenchFlags,
  terminal: Terminal,
  measure: (lab: Laboratory, answers: string) => Promise<Measured>,
): Promise<number> {
  const answers = answersOf(flags);
  const say = flags.json ? terminal.err : terminal.out;
  const at = { ...terminal, env: environmentOf(flags, terminal) };
  const path = resolve(terminal.cwd, folder);
  const root = dirname(path);
  const { replay: _replay, record: _record, ...settings } = flags;
  const configureFor = (text: string | undefined) => configure(root, text, settings, at);
  const set = await readSet({
    files: {
      list: (below) =>
        recordsInFolder(root, below)
          .list()
          .then((all) => [...all]),
      read: recordsInFolder(root, '').read,
    },
    specs: basename(path),
    houses: flags.houses ?? 'houses',
    configure: configureFor,
  });
  const config = await configureFor(undefined);
  const { records, own } = await storeOf(flags, terminal);
  say(line('store', `${records.length} records${own ? '' : ', which ship with airsmith'}`));
  const cells = await openCells(resolve(terminal.cwd, flags.out ?? OUT), {
    kind,
    set: set.fingerprint,
    store: digestOf(fold(records, { own: () => own })),
    prompt: PROMPT_VERSION,
    models: [...new Set(set.cases.map(({ config: one }) => `${one.model} ${one.escalateTo}`.trim()))].sort(),
    maxAttempts: [...new Set(set.cases.map(({ config: one }) => one.maxAttempts))].sort(),
  });
  const hands = await openHands(
    config,
    at.env,
    (text) => say(line('lab', text)),
    async () => undefined,
    terminal.signal,
  );
  try {
    if (flags.replay === undefined && hands.model.refusal)
      throw new AirsmithError(EXIT.usage, hands.model.refusal);
    const environments = await environmentsFor(set, hands, (environment) =>
      say(environmentLine(environment)),
    );
    const ledger = openLedger({ run: Math.round(config.maxCost * 1e6) }, pricesWith(config.prices));
    const { ran, report, text } = await measure(
      {
        set,
        records,
        own,
        cells,
        hands,
        modelFor: askedIn(flags, hands.model, answers, terminal),
        ledger,
        environments,
        signal: terminal.signal,
        tell: (cell, record) => say(line('cell', cellText(cell, record))),
      },
      answers,
    );
    const json = `${JSON.stringify(report, null, 2)}\n`;
    await store(cells.report, json);
    showProblems(ran.problems, terminal);
    say(line('cost', costText(ledger.spent(), ran, cells)));
    terminal.out(flags.json ? json : `\n${text}`);
    return ran.missing === 0 ? EXIT.done : EXIT.world;
  } finally {
    await hands.lab.close();
  }
}

function askedIn(
  { replay, record }: BenchFlags,
  model: Laboratory['hands']['model'],
  made: string,
  { cwd }: Terminal,
): Laboratory['modelFor'] {
  if (replay !== undefined) return (cell) => replayingModel(join(resolve(cwd, replay), cell));
  if (record !== undefined) return (cell) => recordingModel(model, join(resolve(cwd, record), cell), made);
  return () => model;
}

/** The store that the arms are given: what ships with airsmith, or a folder of records. */
async function storeOf(
  { store: named }: BenchFlags,
  terminal: Terminal,
): Promise<Pick<Laboratory, 'records' | 'own'>> {
  const path = named === undefined ? shipped('learning') : resolve(terminal.cwd, named);
  const folder = basename(path);
  const { records, problems } = await readRecords(recordsInFolder(dirname(path), folder), { folder });
  showProblems(problems, terminal);
  return { records, own: named !== undefined };
}

/** Where the answers come from, in words; AS5050 where nobody was named. */
function answersOf({ endpoint, replay }: BenchFlags): string {
  if (replay !== undefined) return 'recorded answers';
  const url = addressIn(endpoint);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new AirsmithError(EXIT.usage, {
      code: 'AS5050',
      message:
        endpoint === undefined
          ? 'no endpoint was named, so nobody can be asked'
          : `--endpoint ${endpoint} is no address`,
      remedy: 'Name one with --endpoint URL, or recorded answers with --replay DIR.',
    });
  }
  return isLoopback(url) ? 'answered through a local endpoint' : `answered by ${url.host}`;
}

/** Null for what is no address. */
function addressIn(endpoint: string | undefined): URL | null {
  return endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint) : null;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}

/** A local endpoint needs no key; any other is sent the one that is set for the API. */
function environmentOf({ endpoint }: BenchFlags, { env }: Terminal): Terminal['env'] {
  const url = addressIn(endpoint);
  if (url === null) return env;
  const key = env['ANTHROPIC_API_KEY'] || (isLoopback(url) ? 'local' : undefined);
  return { ...env, ANTHROPIC_BASE_URL: url.href.replace(/\/$/, ''), ANTHROPIC_API_KEY: key };
}

function armsIn(text = ARMS.join(',')): readonly Arm[] {
  const names = [...new Set(text.split(/[\s,]+/).filter((name) => name !== ''))];
  const wrong = names.find((name) => !ARMS.some((arm) => arm === name));
  if (wrong !== undefined || names.length === 0)
    throw unreadable('arms', text, `Name some of ${ARMS.join(', ')}.`);
  return ARMS.filter((arm) => names.includes(arm));
}

function wholeIn(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1_000) return value;
  throw unreadable(name, text, 'Give a whole number from 1 to 1000.');
}

function unreadable(name: string, text: string, remedy: string): AirsmithError {
  return new AirsmithError(EXIT.usage, { code: 'AS5054', message: `--${name} is "${text}"`, remedy });
}

function cellText(cell: string, { first, proven, attempts, failed, milliseconds }: TrialRecord): string {
  const what = first ? 'right at first' : proven ? `right at attempt ${attempts}` : `fell short: ${failed}`;
  return `${cell.padEnd(40)} ${what}  ${seconds(milliseconds)}`;
}

/** What was spent now, and on all the cells: the rest went into cells that did not finish. */
function costText(spent: number, { trials }: Ran, { report }: Cells): string {
  const all = trials.reduce((sum, trial) => sum + trial.micro_dollars, 0);
  const dollars = (micro: number) => `$${(micro / 1e6).toFixed(4)}`;
  return `${dollars(spent)} in this run, ${dollars(all)} in all finished cells; report: ${report}`;
}
