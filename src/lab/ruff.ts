import { spawn } from 'node:child_process';
import { relative } from 'node:path';
import type { Edit, Finding } from '../flow.js';
import type { StagedDraft } from '../ports.js';
import { AirsmithError, EXIT } from '../problems.js';

/** pycodestyle's errors and bare excepts, pyflakes, bugbear, bandit, and what moved or went in Airflow 3. */
const RULES = 'E9,E722,F,B,S,AIR';
/**
 * Those of bandit that name what is right in most components: an assert, a name with `password` in it (AS4155 looks at the value),
 * `random`, `urlopen` as such, XML that today's expat parses safely, an import, a program started without a shell.
 */
const NOT = 'S101,S105,S106,S107,S310,S311,S313,S314,S315,S316,S317,S318,S319,S4,S603,S607';
const ARGUMENTS = [
  ...['check', '--output-format', 'json', '--isolated', '--no-cache', '--preview', '--exit-zero'],
  ...['--select', RULES, '--ignore', NOT, '--'],
];
/** How the system ends a program whose stack is full. */
const OVERFLOWED: readonly (string | null)[] = ['SIGABRT', 'SIGSEGV', 'SIGBUS'];
const LIMIT_MS = 30_000;
const LARGEST_OUTPUT = 8 << 20;

interface RuffFinding {
  readonly code: string | null;
  readonly message: string;
  readonly filename: string;
  readonly location: { readonly row: number; readonly column: number };
  readonly end_location: { readonly row: number; readonly column: number };
  readonly fix: RuffFix | null;
}

interface RuffFix {
  readonly message: string | null;
  /** `safe`: the meaning stays; `unsafe` and `display` ask for a person. */
  readonly applicability: string;
  readonly edits: readonly {
    readonly content: string;
    readonly location: { readonly row: number; readonly column: number };
    readonly end_location: { readonly row: number; readonly column: number };
  }[];
}

/** What ruff says of the draft's Python files, as warnings under ruff's own codes; validation weighs them. */
export async function lint(
  ruff: string,
  staged: StagedDraft,
  signal?: AbortSignal,
): Promise<readonly Finding[]> {
  const paths = staged.draft.files.map((file) => file.path).filter((path) => path.endsWith('.py'));
  if (paths.length === 0) return [];
  const output = await run(ruff, [...ARGUMENTS, ...paths], staged.root, signal);
  if (output !== 'overflowed') return parse(output).map((one) => finding(one, staged));
  // One file ends the whole program: each alone shows which one it is, and what is to be said of the others.
  const found: Finding[] = [];
  for (const path of paths) {
    const alone = await run(ruff, [...ARGUMENTS, path], staged.root, signal);
    if (alone === 'overflowed') found.push(unreadable(path));
    else found.push(...parse(alone).map((one) => finding(one, staged)));
  }
  return found;
}

/** A file that nests deeper than the linter's stack, so that it cannot be said what else is wrong with it. */
function unreadable(path: string): Finding {
  return {
    code: 'AS4002',
    severity: 'error',
    tier: 'lint',
    message: 'the linter cannot read the file: an expression in it is nested too deeply',
    remedy: 'Break the longest chain of operators or calls into several statements.',
    position: { path, line: 1, column: 1 },
  };
}

/** What ruff prints, or that a file overflowed its stack. */
function run(
  ruff: string,
  args: readonly string[],
  cwd: string,
  signal: AbortSignal | undefined,
): Promise<string | 'overflowed'> {
  return new Promise((resolve, reject) => {
    const child = spawn(ruff, args, {
      cwd,
      env: { PATH: '/usr/bin:/bin' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal ? { signal } : {}),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let complaint = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LARGEST_OUTPUT) chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString('utf8')).slice(-1_000);
    });
    child.once('error', (error) => reject(noAnswer(error.message)));
    child.once('close', (status, killer) => {
      clearTimeout(timer);
      if (status === 0) resolve(Buffer.concat(chunks).toString('utf8'));
      else if (OVERFLOWED.includes(killer)) resolve('overflowed');
      else reject(noAnswer(complaint || `exit status ${status}`));
    });
  });
}

function parse(output: string): readonly RuffFinding[] {
  try {
    return JSON.parse(output) as readonly RuffFinding[];
  } catch {
    throw noAnswer('its output is not JSON');
  }
}

function finding(found: RuffFinding, staged: StagedDraft): Finding {
  const { location, end_location: end } = found;
  return {
    code: found.code ?? 'invalid-syntax',
    severity: 'warning',
    tier: 'lint',
    message: found.message.split('\n')[0] ?? found.message,
    ...(found.fix?.message ? { remedy: found.fix.message } : {}),
    ...(found.fix?.applicability === 'safe'
      ? { edit: editOf(found.fix, sourceOf(found.filename, staged)) }
      : {}),
    position: {
      path: pathOf(found.filename, staged),
      line: location.row,
      column: location.column,
      ...(end.row === location.row ? { endColumn: end.column } : {}),
    },
  };
}

function pathOf(filename: string, { root }: StagedDraft): string {
  return relative(root, filename).replaceAll('\\', '/');
}

function sourceOf(filename: string, staged: StagedDraft): string {
  const path = pathOf(filename, staged);
  return staged.draft.files.find((file) => file.path === path)?.content ?? '';
}

/** ruff counts columns in characters, an edit in UTF-16 units. */
function editOf({ edits }: RuffFix, source: string): readonly Edit[] {
  const lines = source.split(/\r\n|\r|\n/);
  const place = ({ row, column }: { readonly row: number; readonly column: number }) => {
    const before = [...(lines[row - 1] ?? '')].slice(0, column - 1).join('');
    return { line: row, column: before.length + 1 };
  };
  return edits.map(({ content, location, end_location: end }) => ({
    start: place(location),
    end: place(end),
    text: content,
  }));
}

function noAnswer(cause: string): AirsmithError {
  return new AirsmithError(EXIT.world, {
    code: 'AS3205',
    message: 'ruff did not give its findings',
    cause,
    remedy: 'Run again; if it stays so, delete the tools folder from the cache.',
  });
}
