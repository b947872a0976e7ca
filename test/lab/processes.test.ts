/** `multiprocessing` in the sandbox: locks, queues and pools need shared memory, which each job has of its own. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReadyEnvironment } from '../../src/flow.js';
import type { LabResult } from '../../src/ports.js';
import { openLab, readyEnvironments, toDraft } from './fixture.js';

const operator = (body: string) => `
import multiprocessing
import os
import shutil
import subprocess

try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator


def double(value):
    return 2 * value


class Made(BaseOperator):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
${body.replace(/^(?=.)/gm, '        ')}

    def execute(self, context):
        return None
`;

const POOL = `
with multiprocessing.Pool(2) as pool:
    assert pool.map(double, [1, 2, 3]) == [2, 4, 6]
with multiprocessing.Lock():
    pass
queue = multiprocessing.Queue()
queue.put("x")
assert queue.get(timeout=20) == "x"
`;

describe.each(['namespaces', 'landlock'] as const)('behind %s', (sandbox) => {
  const lab = openLab({ sandbox });
  let environments: readonly ReadyEnvironment[] = [];
  beforeAll(async () => {
    environments = await readyEnvironments(lab);
  }, 900_000);
  afterAll(() => lab.close());

  async function everywhere(body: string): Promise<readonly LabResult[]> {
    const staged = await lab.stage(toDraft('Made', operator(body)));
    try {
      return await Promise.all(
        environments.map((one) => lab.run(one, staged, { op: 'construct', inputs: {} })),
      );
    } finally {
      await staged.dispose();
    }
  }

  if (sandbox === 'namespaces') {
    test('a pool, a lock and a queue work', async () => {
      for (const result of await everywhere(POOL)) expect(result).toMatchObject({ ok: true });
    });

    test('nothing of it is seen by the next job, it is small, and nothing there can be run', async () => {
      const put = 'open("/dev/shm/left", "wb").write(b"x")\nassert os.listdir("/dev/shm") == ["left"]';
      for (const result of [...(await everywhere(put)), ...(await everywhere(put))])
        expect(result).toMatchObject({ ok: true });
      const fill = 'open("/dev/shm/much", "wb").write(b"x" * (9 << 20))';
      for (const result of await everywhere(fill))
        expect(result).toMatchObject({ ok: false, failure: { exception: 'OSError' } });
      const start =
        'shutil.copy("/bin/true", "/dev/shm/true")\nos.chmod("/dev/shm/true", 0o755)\nsubprocess.run(["/dev/shm/true"])';
      for (const result of await everywhere(start))
        expect(result).toMatchObject({ ok: false, failure: { exception: 'PermissionError' } });
    });
  } else {
    test('a pool is refused, and the reason is said', async () => {
      for (const result of await everywhere(POOL))
        expect(result).toMatchObject({
          ok: false,
          failure: { message: expect.stringContaining('the sandbox of this machine has no shared memory') },
        });
    });
  }
});
