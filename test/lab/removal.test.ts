import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LAB_PYTHON } from './fixture.js';

/** Makes folders that are hard to remove, and removes them; what is printed is what is left. */
const SCRIPT = `
import os, sys
sys.path.insert(0, sys.argv[1])
from removal import remove
base, outside = sys.argv[2:]
os.mkdir(base)
os.chdir(base)
os.mkdir("closed", 0)
os.symlink(outside, "link")
os.mkfifo("pipe")
for _ in range(40):
    os.mkdir("d" * 200)
    os.chdir("d" * 200)
os.symlink(outside, "link")
os.chdir("/")
print(remove(base, most=5), remove(base), os.path.exists(base), remove(base))
`;

it('removes what is deeper than any path and what may not be read, and follows no link', () => {
  const folder = mkdtempSync(join(tmpdir(), 'airsmith-removal-'));
  const outside = join(folder, 'outside');
  writeFileSync(outside, 'kept');
  const { stdout, stderr } = spawnSync('python3', ['-c', SCRIPT, LAB_PYTHON, join(folder, 'a'), outside], {
    encoding: 'utf8',
  });
  expect([stdout, stderr]).toEqual(['False True False True\n', '']);
  expect(readFileSync(outside, 'utf8')).toBe('kept');
  rmSync(folder, { recursive: true });
});
