/** Which Node the command runs on. The process says that it is another one; all else is the command as it is. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const OLDEST = Number(
  /^>=(\d+)$/.exec(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).engines.node)?.[1],
);

function airsmithOn(version: string, ...args: readonly string[]) {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`;
  const imports = [
    join(ROOT, 'scripts/from-source.ts'),
    `data:text/javascript,${encodeURIComponent(pretend)}`,
  ];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...imports.flatMap((one) => ['--import', one]), join(ROOT, 'src/cli.ts'), ...args],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

describe('an older Node than package.json asks for', () => {
  test.each([['--version'], ['generate'], ['spec', 'check', 'no.yaml']])(
    'is named at once: %s',
    (...args) => {
      const version = `${OLDEST - 1}.9.0`;
      expect(airsmithOn(version, ...args)).toEqual({
        status: 2,
        stdout: '',
        stderr: expect.stringContaining(
          `AS2020  airsmith needs Node ${OLDEST} or later, and this is Node ${version}`,
        ),
      });
    },
  );

  test.each([`${OLDEST}.0.0`, '100.1.0'])('is not %s', (version) => {
    expect(airsmithOn(version, '--version')).toMatchObject({ status: 0, stderr: '' });
  });
});
