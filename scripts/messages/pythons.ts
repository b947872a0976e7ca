import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Said } from './said.js';

/** A mistake in a program of its own. */
export interface Program {
  readonly class: string;
  readonly name: string;
  readonly source: string;
  /** The first Python that says it, and one that cannot be asked. */
  readonly since?: string;
  readonly not?: string;
}

interface Answer {
  readonly python: string;
  readonly ends: readonly { readonly stage: string; readonly exception: string; readonly message: string }[];
}

const RUN = join(import.meta.dirname, 'run.py');

/** Airflow 2.8 runs on nothing older. */
const OLDEST = 8;

/** What every CPython in `folder` says that an Airflow in question runs on. */
export function saidByPythons(programs: readonly Program[], folder: string): readonly Said[] {
  const versions = readdirSync(folder).filter(
    (name) => /^3\.\d+\.\d+$/.test(name) && minorOf(name) >= OLDEST,
  );
  const answers = versions.map((version) => {
    const input = JSON.stringify(programs.map(({ source }) => source));
    const options = { input, cwd: tmpdir(), encoding: 'utf8', maxBuffer: 1 << 24 } as const;
    return JSON.parse(execFileSync(join(folder, version, 'bin/python3'), ['-I', RUN], options)) as Answer;
  });
  return answers.flatMap((answer) => said(programs, answer));
}

/** What the CPython inside of pyodide says. */
export async function saidByPyodide(programs: readonly Program[], folder: string): Promise<readonly Said[]> {
  const { loadPyodide } = (await import(pathToFileURL(join(folder, 'pyodide.mjs')).href)) as {
    loadPyodide(): Promise<{
      runPython(source: string): string;
      globals: { set(name: string, to: string): void };
    }>;
  };
  const python = await loadPyodide();
  python.globals.set('text', JSON.stringify(programs.map(({ source, not }) => (not ? '' : source))));
  const answer = python.runPython(`${readFileSync(RUN, 'utf8').split('\nif __name__')[0]}\n\nmain(text)`);
  return said(programs, JSON.parse(answer) as Answer).map((one) => ({ ...one, by: 'pyodide' }));
}

function said(programs: readonly Program[], { python, ends }: Answer): readonly Said[] {
  return programs.flatMap(({ class: id, name, since, not }, index): readonly Said[] => {
    const end = ends[index];
    if (end === undefined || isBefore(python, since) || (not !== undefined && python.startsWith(`${not}.`)))
      return [];
    if (end.exception === '') throw new Error(`${name}: Python ${python} raises nothing`);
    const syntax = end.stage === 'syntax';
    return [
      {
        class: id,
        mistake: name,
        python,
        code: syntax ? 'AS4001' : 'AS4302',
        tier: syntax ? 'syntax' : 'examples',
        stage: end.stage,
        exception: end.exception,
        message: `${end.exception}: ${end.message}`,
      },
    ];
  });
}

function isBefore(version: string, since = '3.0'): boolean {
  return minorOf(version) < minorOf(since);
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
