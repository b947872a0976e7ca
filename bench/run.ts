/** `npm run bench -- NAME`. Each bench prints its notes and, as its last line, one JSON object. */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));
const [name, ...args] = process.argv.slice(2);
const file = join(import.meta.dirname, `${name}.bench.ts`);
if (!name || !existsSync(file)) {
  console.error(`usage: npm run bench -- NAME, where NAME is one of: ${names.join(', ')}`);
  process.exit(2);
}
const { bench } = (await import(file)) as {
  bench: (args: readonly string[]) => Promise<Record<string, unknown>>;
};
console.log(JSON.stringify({ bench: name, ...(await bench(args)) }));
