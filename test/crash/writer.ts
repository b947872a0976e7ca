/**
 * A run that writes, in a process of its own, and kills itself after step N of the way: `writer.ts FOLDER HOW N`. It
 * prints `go` when the writing begins, so that somebody else can kill it at any moment in between.
 */

import { openRepository } from '../../src/adapters/git.js';
import { CHANGES, type How, MESSAGE } from './changes.js';

const [folder = '', how = 'commit', limit = '0'] = process.argv.slice(2) as [string?, How?, string?];
let steps = 0;
const repository = await openRepository(folder, {
  asBot: true,
  onStep: async (what) => {
    steps += 1;
    if (steps !== Number(limit)) return;
    process.stdout.write(`${what}\n`);
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => undefined);
  },
});
const expectedHead = (await repository.resolve('HEAD')) ?? '';
process.stdout.write('go\n');
if (how === 'write') await repository.write(CHANGES);
else if (how === 'land')
  await repository.land(CHANGES, MESSAGE, { remote: 'origin', branch: 'main', expectedHead });
else await repository.commit(CHANGES, MESSAGE, { branch: 'main', expectedHead });
process.stdout.write(`done ${steps}\n`);
