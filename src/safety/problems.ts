import type { Catalogue } from '../problems.js';

/** Problems of how the command or the action was called. */
export const USAGE_PROBLEMS = {
  AS2001: {
    title: 'An option has a value that cannot be used',
    why: 'A flag of the command or an input of the action is not of the form it must have.',
    next: 'Give a value in the range that the message names.',
  },
  AS2002: {
    title: 'A file that was named cannot be read',
    why: 'The path does not exist, is not a regular file, or stands outside the repository.',
    next: 'Check the path. It is taken relative to the current folder.',
  },
  AS2003: {
    title: 'The folder of the demo is in use',
    why: 'The demo makes a repository of its own and makes it anew each time. The folder that was named holds something else, which is never deleted.',
    next: 'Name another folder: `airsmith demo --dir DIR`.',
  },
  AS2004: {
    title: 'There is no branch to commit to',
    why: '`--commit` needs a git repository with a branch checked out and at least one commit.',
    next: 'Run `git switch -c NAME` first, or leave `--commit` out to only write the files.',
  },
  AS2009: {
    title: 'The run was interrupted',
    why: 'SIGINT or SIGTERM arrived. Files are written all together at the end, so nothing partial is left.',
    next: 'Run the same command again.',
  },
  AS2099: {
    title: 'A bug in airsmith',
    why: 'Something happened that the code does not expect. Nothing partial was written.',
    next: 'Report it with the lines that were printed.',
  },
} as const satisfies Catalogue;
