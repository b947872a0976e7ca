/** Ctrl-C in the middle of paid work: what was executed and paid is kept as evidence, nothing else, and the next run goes on. */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { message, messagesEndpoint, type Reply, silence } from '../author/endpoint.js';
import { digitSumText, operator } from '../author/smithy.js';
import { type Checkout, repository } from '../github/repositories.js';

const ROOT = join(import.meta.dirname, '../..');
const WRONG = ['return 0'];
const RIGHT = ['return sum(int(digit) for digit in str(abs(self.number)))'];
const PATIENCE = { timeout: 240_000 };

let work: Checkout;
beforeEach(() => {
  work = repository();
});
afterEach(() => work[Symbol.dispose]());

interface Running {
  readonly process: ChildProcess;
  out(): string;
  readonly ended: Promise<{ readonly status: number | null; readonly out: string; readonly err: string }>;
}

/** The command from source, in the repository, asking the API at `url`. */
function airsmith(url: string, ...args: readonly string[]): Running {
  const child = spawn(
    process.execPath,
    ['--import', join(ROOT, 'scripts/from-source.ts'), join(ROOT, 'src/cli.ts'), ...args],
    {
      cwd: work.root,
      env: {
        ...process.env,
        ANTHROPIC_API_KEY: 'sk-of-nobody',
        ANTHROPIC_BASE_URL: url,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@example.org',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@example.org',
      },
    },
  );
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString('utf8');
  });
  const ended = new Promise<{ status: number | null; out: string; err: string }>((resolve) =>
    child.once('close', (status) => resolve({ status, out, err })),
  );
  return { process: child, out: () => out, ended };
}

/** Specs of one text under several names, committed. */
async function specs(...names: readonly string[]): Promise<void> {
  const text = await digitSumText();
  const files = names.map((name) => [
    `specs/${name}.airsmith.yaml`,
    text.replace('DigitSumOperator', `${name}Operator`),
  ]);
  work.commit({ '.airsmith.yaml': 'airflow-versions: ["3.3.2"]\n', ...Object.fromEntries(files) });
}

function component(name: string, body: readonly string[]): Reply {
  const source = operator(body).replace('DigitSumOperator', `${name}Operator`);
  return message(JSON.stringify({ assumptions: [], source }));
}

/** An API that answers each spec by itself. */
function api(answers: { readonly [name: string]: readonly Reply[] }) {
  const asked: { [name: string]: number } = {};
  const endpoint = messagesEndpoint((response, request) => {
    void endpoint.then(({ asked: all }) => {
      const text = JSON.stringify(all.at(-1)?.body);
      const [name = ''] = Object.keys(answers).filter((one) => text.includes(`${one}Operator`));
      const replies = answers[name] ?? [];
      const number = (asked[name] ?? 0) + 1;
      asked[name] = number;
      replies[Math.min(number, replies.length) - 1]?.(response, request);
    });
  });
  return { endpoint, asked };
}

interface Kept {
  readonly spec: { readonly name: string };
  readonly outcome: { readonly proven: boolean };
  readonly component?: string;
  readonly found: readonly string[];
  readonly attempts: readonly {
    readonly result: string;
    readonly problem?: string;
    readonly micro_dollars: number;
  }[];
}

function evidence(paths: readonly string[]): readonly Kept[] {
  return paths
    .filter((path) => path.endsWith('.json'))
    .map((path) => JSON.parse(readFileSync(join(work.root, path), 'utf8')) as Kept)
    .sort((one, other) => (one.spec.name < other.spec.name ? -1 : 1));
}

const cost = (kept: readonly Kept[]) =>
  kept.flatMap(({ attempts }) => attempts).reduce((sum, { micro_dollars: paid }) => sum + paid, 0);

describe('a run that is cancelled in the middle of attempt 2', () => {
  test('commits the evidence of all that was paid and nothing else, and the next run goes on', async () => {
    await specs('Digit', 'Other');
    const first = api({
      Digit: [component('Digit', WRONG), silence],
      Other: [component('Other', RIGHT)],
    });
    await using endpoint = await first.endpoint;
    const run = airsmith(endpoint.url, 'generate', '--commit');
    await expect.poll(() => first.asked['Digit'], PATIENCE).toBe(2);
    await expect.poll(run.out, PATIENCE).toMatch(/OtherOperator.*proven/);
    run.process.kill('SIGINT');
    const { status, err } = await run.ended;

    expect(status, err).toBe(130);
    expect(work.git('rev-list', '--count', 'HEAD')).toBe('2');
    expect(work.git('status', '--porcelain')).toBe('');
    const paths = work.git('show', '--name-only', '--format=', 'HEAD').split('\n');
    for (const path of paths) expect(path).toMatch(/^learning\/evidence\//);
    const kept = evidence(paths);
    expect(kept).toMatchObject([
      {
        spec: { name: 'DigitOperator' },
        outcome: { proven: false },
        attempts: [{ result: 'failed' }, { result: 'absent', problem: 'AS5017' }],
      },
      {
        spec: { name: 'OtherOperator' },
        outcome: { proven: true },
        found: [],
        attempts: [{ result: 'proven' }],
      },
    ]);
    expect(kept.flatMap(({ attempts }) => attempts).every(({ micro_dollars: paid }) => paid > 0)).toBe(true);
    expect(kept[1]?.component).toBeUndefined();
    const dollars = `$${(cost(kept) / 1e6).toFixed(4)}`;
    expect(err).toContain(`cancelled, ${dollars} spent, `);
    const head = work.git('rev-parse', 'HEAD');
    expect(err).toContain(`; the evidence of 3 attempts is kept in commit ${head.slice(0, 10)}\n`);
    expect(err).toMatch(/^interrupted: nothing partial was written/m);
    const said = work.git('log', '-1', '--format=%B');
    expect(said).toMatch(/^Record attempts at DigitOperator and OtherOperator\n/);
    expect(said).toContain('- OtherOperator: the run was cancelled, only the evidence');

    const stats = await airsmith(endpoint.url, 'knowledge', 'stats', '--json').ended;
    expect(JSON.stringify(JSON.parse(stats.out))).toContain(String(cost(kept)));
    expect((await airsmith(endpoint.url, 'knowledge', 'check').ended).status).toBe(0);

    const second = api({ Digit: [component('Digit', RIGHT)], Other: [component('Other', RIGHT)] });
    await using again = await second.endpoint;
    const done = await airsmith(again.url, 'generate', '--commit').ended;
    expect(done.status, done.err).toBe(0);
    expect(second.asked).toEqual({ Digit: 1, Other: 1 });
    expect(work.git('rev-list', '--count', 'HEAD')).toBe('3');
    const landed = work.git('show', '--name-only', '--format=', 'HEAD');
    expect(landed).toContain('plugins/operators/digit_operator.py');
    expect(landed).toContain('learning/components/');
    expect((await airsmith(again.url, 'knowledge', 'check').ended).status).toBe(0);
  });
});

describe('a run without --commit that is cancelled', () => {
  test('writes the evidence into the work tree, and no other file', async () => {
    await specs('Digit');
    const { endpoint: opening, asked } = api({ Digit: [silence] });
    await using endpoint = await opening;
    const run = airsmith(endpoint.url, 'generate');
    await expect.poll(() => asked['Digit'], PATIENCE).toBe(1);
    run.process.kill('SIGTERM');
    const { status, err } = await run.ended;
    expect(status, err).toBe(130);
    const paths = work.git('ls-files', '--others', '--exclude-standard').split('\n');
    for (const path of paths) expect(path).toMatch(/^learning\/evidence\//);
    expect(evidence(paths)).toMatchObject([{ attempts: [{ result: 'absent', problem: 'AS5017' }] }]);
    expect(err).toContain('the evidence of 1 attempt is kept in the work tree\n');
  });

  test('says so where the evidence cannot be written, and ends all the same', async () => {
    await specs('Digit');
    const { endpoint: opening, asked } = api({ Digit: [silence] });
    await using endpoint = await opening;
    const run = airsmith(endpoint.url, 'generate');
    await expect.poll(() => asked['Digit'], PATIENCE).toBe(1);
    work.write({ learning: 'a file where the folder should be\n' });
    run.process.kill('SIGINT');
    const { status, err } = await run.ended;
    expect(status, err).toBe(130);
    expect(err).toMatch(
      /cancelled, \$\d\.\d{4} spent, .*the evidence of 1 attempt is not kept \(AS5024\): AS\d{4}/,
    );
    expect(existsSync(join(work.root, 'plugins'))).toBe(false);
  });
});
