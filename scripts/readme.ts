/** Writes the tables of inputs and outputs into the README, from `action.yml`. `--check` fails when they differ. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Field {
  readonly description: string;
  readonly default?: string;
}

interface ActionFile {
  readonly inputs: { readonly [name: string]: Field };
  readonly outputs: { readonly [name: string]: Field };
}

const ROOT = join(import.meta.dirname, '..');
const README = join(ROOT, 'README.md');

/** Replaces what stands between `<!-- NAME:begin -->` and `<!-- NAME:end -->`. */
export function between(text: string, name: string, block: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`README.md has no ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n${block}\n${text.slice(to)}`;
}

export function inputTable({ inputs }: ActionFile): string {
  const rows = Object.entries(inputs).map(([name, field]) => {
    const standard = field.default ? `\`${field.default}\`` : '';
    return `| \`${name}\` | ${field.description} | ${standard} |`;
  });
  return ['| input | what it does | default |', '|---|---|---|', ...rows].join('\n');
}

export function outputTable({ outputs }: ActionFile): string {
  const rows = Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${description} |`);
  return ['| output | what it holds |', '|---|---|', ...rows].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  const action: ActionFile = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
  const before = readFileSync(README, 'utf8');
  const after = between(between(before, 'inputs', inputTable(action)), 'outputs', outputTable(action));
  if (process.argv.includes('--check')) {
    if (after === before) process.exit(0);
    console.error('README.md does not show action.yml as it is. Run: npm run readme');
    process.exit(1);
  }
  writeFileSync(README, after);
}
