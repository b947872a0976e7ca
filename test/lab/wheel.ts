import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a wheel of these files (path → text) into `folder`, as a package index would serve it. */
export function makeWheel(
  folder: string,
  name: string,
  version: string,
  files: { readonly [path: string]: string },
  requires: readonly string[] = [],
  classifiers: readonly string[] = [],
): void {
  mkdirSync(folder, { recursive: true });
  const info = `${name}-${version}.dist-info`;
  const lines = [
    ...requires.map((one) => `Requires-Dist: ${one}\n`),
    ...classifiers.map((one) => `Classifier: ${one}\n`),
  ];
  const all = {
    ...files,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n${lines.join('')}`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  };
  const program = `
import json, sys, zipfile
files = json.load(sys.stdin)
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    for path, text in files.items():
        wheel.writestr(path, text)
    wheel.writestr("${info}/RECORD", "".join(f"{path},,\\n" for path in files) + "${info}/RECORD,,\\n")
`;
  const file = join(folder, `${name}-${version}-py3-none-any.whl`);
  const made = spawnSync('python3', ['-c', program, file], { input: JSON.stringify(all), encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
}
