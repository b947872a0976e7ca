/** The sub-commands of `airsmith knowledge`. Each loads its own code when it is called. */

import type { Command } from 'commander';
import type { Terminal } from '../terminal.js';

type Finish = (status: number) => void;

/** Adds the sub-commands to `knowledge`. */
export function declareKnowledge(knowledge: Command, terminal: Terminal, finish: Finish): void {
  declareLooks(knowledge, terminal, finish);
  declareDecisions(knowledge, terminal, finish);
  declareCare(knowledge, terminal, finish);
}

function reading(command: Command): Command {
  return command
    .option('--root <dir>', 'repository to look at (default: the one around the current folder)')
    .option('--json', 'print one JSON object instead of text')
    .option('--as-of <month>', 'weigh evidence as in this month, such as 2026-11 (default: today)');
}

function writing(command: Command): Command {
  return reading(command).option('--dry-run', 'say what would be written, and write nothing');
}

function declareLooks(knowledge: Command, terminal: Terminal, finish: Finish): void {
  reading(knowledge.command('check'))
    .description('check every record: bytes, schema, references, proofs')
    .option('--strict', 'fail for warnings too')
    .action(async (flags) => finish(await (await import('./look.js')).check(flags, terminal)));
  reading(knowledge.command('stats'))
    .description('items, success by category, errors, fixes, libraries, cost')
    .action(async (flags) => finish(await (await import('./look.js')).stats(flags, terminal)));
  reading(knowledge.command('show <id>'))
    .description('everything that is known of an item, evidence or a file: counts, runs, history')
    .action(async (id: string, flags) => finish(await (await import('./look.js')).show(id, flags, terminal)));
  reading(knowledge.command('diff <base..head>'))
    .description('what a pull request teaches, with confidence before and after')
    .option('--markdown', 'print Markdown for a comment')
    .action(async (range: string, flags) =>
      finish(await (await import('./diff.js')).diff(range, flags, terminal)),
    );
}

function declareDecisions(knowledge: Command, terminal: Terminal, finish: Finish): void {
  writing(knowledge.command('reject <id>'))
    .description('never use or learn this item again')
    .option('--why <reason>', 'for the next reader; has to be given')
    .action(async (id: string, flags) =>
      finish(await (await import('./decide.js')).reject(id, flags, terminal)),
    );
  writing(knowledge.command('retract <id>'))
    .description('take one observation back: it no longer counts')
    .option('--why <reason>', 'for the next reader; has to be given')
    .action(async (id: string, flags) =>
      finish(await (await import('./decide.js')).retract(id, flags, terminal)),
    );
  writing(knowledge.command('relabel <error> <class>'))
    .description('correct the class of an error; that outranks the machine')
    .option('--why <reason>', 'for the next reader')
    .action(async (id: string, errorClass: string, flags) =>
      finish(await (await import('./decide.js')).relabel(id, errorClass, flags, terminal)),
    );
}

function declareCare(knowledge: Command, terminal: Terminal, finish: Finish): void {
  writing(knowledge.command('pack'))
    .description('put old evidence into packs; nothing is lost')
    .option('--older-than <month>', 'only what was recorded before, such as 2026-11')
    .option('--at-least <n>', 'do nothing below so many loose files (default: 5000)')
    .action(async (flags) => finish(await (await import('./keep.js')).packs(flags, terminal)));
  writing(knowledge.command('migrate'))
    .description('bring the layout up to date: misplaced records, line ends, kept folders')
    .action(async (flags) => finish(await (await import('./keep.js')).migrate(flags, terminal)));
  writing(knowledge.command('expunge <id|path>'))
    .description('take out for good what must not be kept; a tombstone without content stays')
    .option('--why <reason>', 'for the next reader, without what goes; has to be given')
    .action(async (name: string, flags) =>
      finish(await (await import('./keep.js')).expunge(name, flags, terminal)),
    );
  writing(knowledge.command('import <folder|commit>'))
    .description('bring what another repository learned; it counts less until it is proven here')
    .action(async (from: string, flags) =>
      finish(await (await import('./share.js')).importFrom(from, flags, terminal)),
    );
  writing(knowledge.command('export <folder>'))
    .description('write what was learned here into a new folder, for another repository')
    .action(async (to: string, flags) =>
      finish(await (await import('./share.js')).exportTo(to, flags, terminal)),
    );
}
