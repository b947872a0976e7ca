/** The rules of `docs/architecture.md`, held. */

import { relative, resolve } from 'node:path';
import { Project, type SourceFile, SyntaxKind } from 'ts-morph';
import { describe, expect, test } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');
const project = new Project({ tsConfigFilePath: resolve(SRC, '../tsconfig.json') });
const files = project.getSourceFiles().filter((file) => file.getFilePath().startsWith(SRC));

const STEPS = ['spec', 'recall', 'author', 'validate', 'repair', 'learn', 'publish', 'report'];
/** What every room may use: the nouns, the ports, and what has no side in the story. */
const COMMON = [
  'flow',
  'ports',
  'problems',
  'config',
  'generated',
  'safety',
  'python',
  'nearest',
  'context-keys',
];
/** Who may know the adapters and compose the steps. */
const ENTRIES = ['main', 'cli', 'commands', 'hands', 'pipeline', 'forge', 'action'];

function placeOf(file: SourceFile | string): string {
  const path = typeof file === 'string' ? file : file.getFilePath();
  return relative(SRC, path).replaceAll('\\', '/');
}

/** The room of a file: its folder below `src`, or its own name where it stands at the top. */
function roomOf(file: SourceFile): string {
  return placeOf(file).replace(/\.ts$/, '').split('/')[0] ?? '';
}

/** Every module a file imports, statically or with `import()`. Types count: they are knowledge too. */
function importsOf(
  file: SourceFile,
): readonly { readonly text: string; readonly file: SourceFile | undefined }[] {
  const declared = [...file.getImportDeclarations(), ...file.getExportDeclarations()].flatMap(
    (declaration) => {
      const text = declaration.getModuleSpecifierValue();
      return text === undefined ? [] : [{ text, file: declaration.getModuleSpecifierSourceFile() }];
    },
  );
  const dynamic = file.getDescendantsOfKind(SyntaxKind.CallExpression).flatMap((call) => {
    if (call.getExpression().getKind() !== SyntaxKind.ImportKeyword) return [];
    const text = call.getArguments()[0]?.asKind(SyntaxKind.StringLiteral)?.getLiteralValue() ?? '';
    const target = text.startsWith('.')
      ? resolve(file.getDirectoryPath(), text.replace(/\.js$/, '.ts'))
      : undefined;
    return [{ text, file: target ? project.getSourceFile(target) : undefined }];
  });
  return [...declared, ...dynamic];
}

function violations(allowed: (from: string, to: string) => boolean): readonly string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((used) => used.file?.getFilePath().startsWith(`${SRC}/`))
      .filter((used) => used.file && !allowed(roomOf(file), roomOf(used.file)))
      .map((used) => `${placeOf(file)} imports ${used.file ? placeOf(used.file) : used.text}`),
  );
}

describe('the rooms', () => {
  test('are all read: an empty project would hold every rule', () => {
    expect(files.length).toBeGreaterThan(60);
    expect([...new Set(files.map(roomOf))]).toEqual(expect.arrayContaining(STEPS));
  });

  test('a step imports the nouns, the ports, knowledge and its own room, never another step', () => {
    const allowed = (from: string, to: string) =>
      !STEPS.includes(from) || to === from || COMMON.includes(to) || to === 'knowledge';
    expect(violations(allowed)).toEqual([]);
  });

  test('knowledge, lab, adapters and python know no step and no entry', () => {
    const below = ['knowledge', 'lab', 'adapters', 'python', 'safety'];
    const allowed = (from: string, to: string) =>
      !below.includes(from) || to === from || COMMON.includes(to) || to === 'knowledge';
    expect(violations(allowed)).toEqual([]);
  });

  test('conventions are read from code: the nouns, the house and the parser, no step and no store', () => {
    const allowed = (from: string, to: string) =>
      from !== 'conventions' || [from, 'flow', 'ports', 'python'].includes(to);
    expect(violations(allowed)).toEqual([]);
  });

  test('only entries know the adapters', () => {
    const allowed = (from: string, to: string) =>
      to !== 'adapters' || from === 'adapters' || ENTRIES.includes(from);
    expect(violations(allowed)).toEqual([]);
  });

  test('recall and report do no input or output', () => {
    const world =
      /^(node:(fs|child_process|http|https|net|os|process)|@actions\/|simple-git|@anthropic-ai\/)/;
    const found = files
      .filter((file) => ['recall', 'report'].includes(roomOf(file)))
      .flatMap((file) =>
        importsOf(file)
          .filter(({ text }) => world.test(text))
          .map(({ text }) => `${placeOf(file)}: ${text}`),
      );
    expect(found).toEqual([]);
  });

  test('each SDK is imported in one file', () => {
    for (const sdk of ['@anthropic-ai/sdk', '@actions/core', '@actions/github', 'simple-git', 'py-ast']) {
      const users = files.filter((file) => importsOf(file).some(({ text }) => text === sdk)).map(placeOf);
      expect(users, sdk).toHaveLength(1);
    }
  });

  test('steps read no environment, no clock and no randomness behind the ports', () => {
    const hidden =
      /\bprocess\.(env|argv|exit)\b|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomBytes\(|\brandomUUID\(/;
    const found = files
      .filter((file) => [...STEPS, 'conventions', 'knowledge', 'python', 'safety'].includes(roomOf(file)))
      .filter((file) => hidden.test(file.getFullText().replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')))
      .map(placeOf);
    expect(found).toEqual([]);
  });

  test('files stay short enough to read', () => {
    const long = files
      .filter(
        (file) => roomOf(file) !== 'generated' && placeOf(file) !== 'flow.ts' && placeOf(file) !== 'ports.ts',
      )
      .map((file) => ({ place: placeOf(file), lines: file.getEndLineNumber() }))
      .filter(({ lines }) => lines > 280);
    expect(long).toEqual([]);
  });
});
