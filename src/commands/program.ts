/** What sub-commands and options there are. Each sub-command is loaded when it is called. */

import { Command, CommanderError } from 'commander';
import type { Problem } from '../flow.js';
import { EXIT } from '../problems.js';
import type { Terminal } from './terminal.js';

/** Options of every command that runs the pipeline. */
function pipelineOptions(command: Command): Command {
  return command
    .option('--root <dir>', 'repository to work in (default: the one around the current folder)')
    .option('--airflow-versions <list>', 'comma-separated Airflow versions to prove on')
    .option('--python-versions <list>', 'comma-separated Pythons to prove on')
    .option('--model <name>', 'model of the first attempt at a spec')
    .option('--escalate-to <name>', 'model of the further attempts')
    .option('--batch', 'ask in batches: at half the price, within hours')
    .option('--max-attempts <n>', 'attempts for one spec')
    .option('--max-cost <dollars>', 'dollars for one run')
    .option('--max-cost-per-spec <dollars>', 'dollars for one spec')
    .option('--max-minutes <n>', 'minutes after which no model is asked any more')
    .option('--record <dir>', 'store the answers of the model in a folder')
    .option('--replay <dir>', 'answer from a folder of recorded answers; no model is asked')
    .option('--unsafe', 'run generated code without any sandbox; every report says so')
    .option('--json', 'print one JSON object instead of text');
}

/** Options of every experiment. */
function benchOptions(command: Command): Command {
  return command
    .option('--endpoint <url>', 'the endpoint of the Messages API that is asked; without it nothing is run')
    .option('--replay <dir>', 'answer from recordings of such a run instead')
    .option('--record <dir>', 'store the answers in a folder')
    .option('--model <name>', 'model of the first attempt at a spec')
    .option('--escalate-to <name>', 'model of the further attempts')
    .option('--max-attempts <n>', 'attempts for one spec')
    .option('--max-cost <dollars>', 'dollars for this run; what finished cells cost before is not counted')
    .option('--houses <name>', 'folder of the houses, beside the set (default: houses)')
    .option('--store <dir>', 'folder of learned records (default: those that ship with airsmith)')
    .option('--out <dir>', 'folder of finished cells and the report', 'airsmith-bench')
    .option('--unsafe', 'run generated code without any sandbox')
    .option('--json', 'print one JSON object instead of text');
}

/** The command with its sub-commands, each of which gives its exit status to `finish`. Of a large family only the one that `args` call is declared. */
async function program(
  args: readonly string[],
  terminal: Terminal,
  finish: (status: number) => void,
): Promise<Command> {
  const airsmith = new Command('airsmith')
    .description(
      'Writes Apache Airflow components from spec files, proves each on real Airflows, and learns from every run.',
    )
    .version('0.1.0')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });

  pipelineOptions(airsmith.command('generate [specs...]'))
    .description(
      'build the components of these spec files, or of every spec file; a proven one is only proven again',
    )
    .option('--commit', 'make one commit on the checked-out branch')
    .action(async (specs: string[], flags) => {
      finish(await (await import('./generate.js')).generate(specs, flags, terminal));
    });

  pipelineOptions(airsmith.command('demo'))
    .description('build the four example components in a small repository of their own')
    .option('--dir <dir>', 'folder of that repository', 'airsmith-demo')
    .action(async (flags) => finish(await (await import('./demo.js')).demo(flags, terminal)));

  airsmith
    .command('validate [files...]')
    .description(
      'prove components that people wrote, without any model: the same verdicts as for generated ones',
    )
    .option('--spec <file>', 'spec to hold the file against (default: the spec of its class)')
    .option('--all', 'every component that has a spec')
    .option('--airflow <list>', 'comma-separated Airflow versions to prove on')
    .option('--python-versions <list>', 'comma-separated Pythons to prove on')
    .option('--sarif <file>', 'write the findings as SARIF 2.1.0; `-` prints them')
    .option('--root <dir>', 'repository to work in (default: the one around the current folder)')
    .option('--unsafe', 'run the code without any sandbox; every report says so')
    .option('--json', 'print one JSON object instead of text')
    .action(async (files: string[], flags) =>
      finish(await (await import('./validate.js')).validateFiles(files, flags, terminal)),
    );

  airsmith
    .command('repair [files...]')
    .description(
      'mend errors and warnings of components that people wrote with known fixes, without any model; what does not help is taken back',
    )
    .option('--spec <file>', 'spec that says what is right (default: the spec of its class)')
    .option('--airflow <list>', 'comma-separated Airflow versions that it has to run on')
    .option('--python-versions <list>', 'comma-separated Pythons to prove on')
    .option('--dry-run', 'write nothing; print the change and the reason of each edit')
    .option('--root <dir>', 'repository to work in (default: the one around the current folder)')
    .option('--unsafe', 'run the code without any sandbox; every report says so')
    .option('--json', 'print one JSON object instead of text')
    .action(async (files: string[], flags) =>
      finish(await (await import('./repair.js')).repairFiles(files, flags, terminal)),
    );

  airsmith
    .command('learn [names...]')
    .description(
      'learn from code that is there: folders of a repository, wheels, packages of the index; nothing of it is run but imports of snippets',
    )
    .option('--airflow <list>', 'comma-separated Airflow versions to try snippets on')
    .option('--dry-run', 'say what would be written, and write nothing')
    .option('--root <dir>', 'repository whose store learns (default: the one around the current folder)')
    .option('--unsafe', 'try snippets without any sandbox')
    .option('--json', 'print one JSON object instead of text')
    .action(async (names: string[], flags) =>
      finish(await (await import('./learn.js')).learnFrom(names, flags, terminal)),
    );

  const spec = airsmith.command('spec').description('read and rewrite spec files');
  spec
    .command('check <specs...>')
    .description('check spec files, without any model or Airflow')
    .option('--root <dir>', 'repository to work in')
    .option('--json', 'print one JSON object instead of text')
    .action(async (files: string[], flags) =>
      finish(await (await import('./spec.js')).checkSpecs(files, flags, terminal)),
    );
  spec
    .command('migrate <specs...>')
    .description('rewrite spec files of the earlier generator to version 1')
    .option('--write', 'replace the files instead of printing them')
    .action(async (files: string[], flags) =>
      finish(await (await import('./spec.js')).migrateSpecs(files, flags, terminal)),
    );

  const knowledge = airsmith
    .command('knowledge')
    .description('look at what was learned, check it, refuse it, share it');
  if (args[0] === 'knowledge') {
    const { declareKnowledge } = await import('./knowledge/declare.js');
    declareKnowledge(knowledge, terminal, finish);
  }

  airsmith
    .command('lab')
    .description('make the Airflow environments ready and say which there are')
    .option('--root <dir>', 'repository to work in')
    .option('--airflow-versions <list>', 'comma-separated Airflow versions')
    .option('--python-versions <list>', 'comma-separated Pythons')
    .option('--unsafe', 'accept a machine without any sandbox')
    .option('--json', 'print one JSON object instead of text')
    .action(async (flags) => finish(await (await import('./lab.js')).lab(flags, terminal)));

  const airflow = airsmith.command('airflow').description('the Airflows that components can be proven on');
  airflow
    .command('add <version>')
    .description(
      'make lock and index of a further Airflow, from the package index into the cache of this machine',
    )
    .option('--dry-run', 'ask the package index, and say what would be done')
    .option('--json', 'print one JSON object instead of text')
    .action(async (version: string, flags) =>
      finish(await (await import('./airflow.js')).addVersion(version, flags, terminal)),
    );
  airflow
    .command('list')
    .description('Airflows that ship with airsmith, and those that were added on this machine')
    .option('--json', 'print one JSON object instead of text')
    .action(async (flags) => finish(await (await import('./airflow.js')).listVersions(flags, terminal)));

  airsmith
    .command('assess <specs...>')
    .description(
      'say what specs would need, resemble and cost, and what they leave open; no model is asked and nothing is spent',
    )
    .option('--root <dir>', 'repository to work in (default: the one around the current folder)')
    .option('--airflow-versions <list>', 'comma-separated Airflow versions to prove on')
    .option('--model <name>', 'model of the first attempt at a spec')
    .option('--escalate-to <name>', 'model of the further attempts')
    .option('--max-attempts <n>', 'attempts for one spec')
    .option('--json', 'print one JSON object instead of text')
    .action(async (specs: string[], flags) =>
      finish(await (await import('./assess.js')).assess(specs, flags, terminal)),
    );

  const bench = airsmith
    .command('bench')
    .description('measure on a frozen set of specs with hidden examples whether what is learned helps');
  benchOptions(bench.command('run <set>'))
    .description('every spec under every arm, paired; a run that was ended goes on')
    .option('--arms <list>', 'some of none, static, placebo, top3, full (default: all)')
    .option('--samples <n>', 'how often each spec is written in each arm', '1')
    .action(async (set: string, flags) =>
      finish(await (await import('./bench.js')).benchRun(set, flags, terminal)),
    );
  benchOptions(bench.command('curve <set>'))
    .description('the set in shuffled orders, with a store that grows')
    .option('--orders <n>', 'how many orders', '3')
    .action(async (set: string, flags) =>
      finish(await (await import('./bench.js')).benchCurve(set, flags, terminal)),
    );

  airsmith
    .command('action', { hidden: true })
    .action(async () => finish(await (await import('../main.js')).main(terminal.env, terminal.signal)));
  return airsmith;
}

/** Parses `args`, runs the sub-command and gives its exit status. Throws what the sub-command throws. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  let status: number = EXIT.done;
  try {
    const airsmith = await program(args, terminal, (code) => {
      status = code;
    });
    await airsmith.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    // commander has said what is wrong already.
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.done;
    if (args.includes('--json')) {
      const { printFailure } = await import('./failure.js');
      printFailure(notUnderstood(error.message), terminal);
    }
    return EXIT.usage;
  }
}

function notUnderstood(message: string): Problem {
  return {
    code: 'AS2034',
    severity: 'error',
    message: message.replace(/^error: /, ''),
    remedy: 'Run the command with --help.',
  };
}
