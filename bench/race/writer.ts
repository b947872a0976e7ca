/**
 * One of the writers: a process with a clone of its own. It says `ready`, waits for a line, lands its evidence through
 * the adapter and the publish path of a run, and prints what came of it.
 */

import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { openRepository } from '../../src/adapters/git.js';
import { systemRandom } from '../../src/hands.js';
import { land } from '../../src/publish/land.js';
import { evidenceOf } from './records.js';

const [folder = '', number = ''] = process.argv.slice(2);
const repository = await openRepository(folder, { asBot: true });
const head = (await repository.tip('origin', 'main')) ?? '';
const changes = evidenceOf(Number(number));
console.log('ready');
await once(process.stdin, 'data');
const landed = await land(
  { changes, message: `Record run ${number}\n`, remote: 'origin', branch: 'main', head, madeFrom: [] },
  { repository, random: systemRandom, wait: (ms) => setTimeout(ms) },
);
console.log(JSON.stringify(landed));
process.stdin.destroy();
