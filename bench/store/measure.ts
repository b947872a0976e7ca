/** Reads one store in a process of its own, as a run would, and prints what that took. `measure.ts ROOT WAY`. */

import { recordsInFolder } from '../../src/adapters/records.js';
import { fold, readRecords } from '../../src/knowledge/index.js';

const [root = '', way] = process.argv.slice(2);
const before = process.cpuUsage();
const started = performance.now();
const { records, problems } = await readRecords(recordsInFolder(root, 'learning'), {
  believe: () => way === 'believed',
});
const read = performance.now();
const knowledge = fold(records);
const done = performance.now();
const { user, system } = process.cpuUsage(before);
if (problems.length > 0) throw new Error(`${problems.length} problems, the first: ${problems[0]?.message}`);
console.log(
  JSON.stringify({
    evidence: knowledge.counts.evidence,
    read_s: (read - started) / 1000,
    fold_s: (done - read) / 1000,
    all_s: (done - started) / 1000,
    cpu_s: (user + system) / 1e6,
    memory_mb: process.resourceUsage().maxRSS / 1024,
  }),
);
