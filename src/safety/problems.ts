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
    why: 'SIGINT or SIGTERM arrived. Files are written all together at the end, so nothing partial is left: of a run that had asked a model, the evidence of its attempts and nothing else.',
    next: 'Run the same command again.',
  },
  AS2010: {
    title: 'Nothing was named to validate',
    why: '`airsmith validate` was called without a file and without `--all`, or with both.',
    next: 'Name the files, or pass `--all` for every component that has a spec.',
  },
  AS2011: {
    title: 'One spec cannot describe several files',
    why: '`--spec` says which spec the file is held against, and a spec describes one class.',
    next: 'Validate the files one by one, or leave `--spec` out: specs are found by the name of the class.',
  },
  AS2012: {
    title: 'A file that cannot be validated where it is',
    why: 'Files are validated at their own path, since that decides how they are imported. The file is outside the repository, is no Python file, or has a name with characters that no module has. Other files that were named are validated all the same.',
    next: 'Name a `.py` file inside the repository, whose path holds letters (in their composed form, NFKC), digits, `_`, `-` and `.` alone.',
  },
  AS2013: {
    title: 'The SARIF file cannot be written',
    why: 'The folder that `--sarif` names does not exist or cannot be written.',
    next: 'Name a file in a folder that exists, or `-` for standard output.',
  },
  AS2014: {
    title: 'Two reports for one output',
    why: '`--json` and `--sarif -` both print one document to standard output.',
    next: 'Give `--sarif` the name of a file.',
  },
  AS2015: {
    title: 'A spec has no component',
    why: '`airsmith validate --all` found no class with the name of this spec, neither below the output folder nor below `python-path`, and no record says where it is.',
    next: 'Generate it: `airsmith generate SPEC`. If the class has another name, use the name of the spec; if it stands elsewhere, add its folder to `python-path`.',
  },
  AS2016: {
    title: 'No such Airflow to run on',
    why: '`--airflow` or `--airflow-versions` names a version that has no lock here, so nobody knows which packages belong to it; or all that it names are outside of the range that the settings or the spec support, so that nothing would be run. A version that was named is never left out in silence.',
    next: 'Name whole versions such as `3.3.2`; `airsmith airflow list` shows those that can be had, and `airsmith airflow add VERSION` makes a further one.',
  },
  AS2040: {
    title: 'No spec describes the file that is to be repaired',
    why: 'What is right is what the spec says: its examples decide whether an edit helps. No spec of the repository has the name of a class in this file.',
    next: 'Name the spec: `airsmith repair FILE --spec SPEC`. `airsmith validate FILE` looks at a file without one.',
  },
  AS2041: {
    title: 'The file is not UTF-8',
    why: 'The file holds bytes that are no UTF-8. Written again they would not be the same, and what is proven would be other bytes than those on disk, so the file is neither validated nor repaired.',
    next: 'Save the file as UTF-8, then run again.',
  },
  AS2042: {
    title: 'Nothing was named to repair',
    why: '`airsmith repair` was called without a file.',
    next: 'Name the files: `airsmith repair plugins/operators/x.py --spec specs/x.airsmith.yaml`.',
  },
  AS2043: {
    title: 'The file changed while it was being repaired',
    why: 'Another program wrote the file after airsmith read it. What was proven is no longer what stands there, so nothing was written.',
    next: 'Run again.',
  },
  AS2044: {
    title: 'The file that is to be repaired is read-only',
    why: 'Nobody may write the file: its mode says so. airsmith does not change the mode to get round that.',
    next: 'Make it writable with `chmod u+w FILE`, or look with `--dry-run` at what would change.',
  },
  AS2080: {
    title: 'What is named is nothing to learn from',
    why: '`airsmith learn` reads folders, Python files, wheel files, and packages of the index by their names, such as `apache-airflow-providers-http==6.3.0`. URLs, options and other files are not taken.',
    next: 'Correct the path, or name the package with its version.',
  },
  AS2081: {
    title: 'There is too much to learn from at once',
    why: 'More than 20,000 Python files, or 64 MiB of them, are no folder of components: it may hold an environment, or be the root of everything.',
    next: 'Name the folders with components, one by one.',
  },
  AS2082: {
    title: 'Nothing was named to learn from',
    why: '`airsmith learn` was called without a path or a package.',
    next: 'Name folders, wheels or packages: `airsmith learn plugins apache-airflow-providers-http==6.3.0`.',
  },
  AS2083: {
    title: 'There is no component to learn from',
    why: 'No class that was read is an operator, a sensor, a hook or a trigger by its bases. Tests and what git ignores are not read.',
    next: 'Name the folder in which the components stand.',
  },
  AS2020: {
    title: 'Node is too old',
    why: 'airsmith uses what Node has since version 20. An older one would fail somewhere in the middle of a run.',
    next: 'Install Node 20 or later, or put it first on the path. `node --version` says which one is used.',
  },
  AS2030: {
    title: 'The file system refuses',
    why: 'A file or a folder cannot be read or written: the user that runs airsmith lacks the right, the file system is mounted read-only, or the disk is full.',
    next: 'Give airsmith the right to write to the repository and to its cache, or make room, then run again.',
  },
  AS2031: {
    title: 'The spec is not committed as it stands',
    why: '`--commit` commits a component together with the fingerprint of its spec. The spec file is new or has edits that no commit holds, so nobody could find the bytes that the component was made from.',
    next: 'Commit the spec first: `git add SPEC`, `git commit`. Or leave `--commit` out, and commit everything yourself.',
  },
  AS2032: {
    title: 'The spec is outside of the repository',
    why: 'The component, its page and its records name the spec by its path in the repository. From outside there is none that a reader could follow.',
    next: 'Copy the spec into the repository, for example below `specs/`, or name the repository that holds it with `--root`.',
  },
  AS2033: {
    title: 'The folder of recorded answers does not exist',
    why: '`--replay` names a folder from which the answers of a model are taken, and there is none.',
    next: 'Check the path; it is taken relative to the current folder. `--record DIR` makes such a folder.',
  },
  AS2034: {
    title: 'The command line cannot be understood',
    why: 'A command, an option or an argument is unknown or missing. The message is that of the parser.',
    next: 'Run the command with `--help`.',
  },
  AS2099: {
    title: 'A bug in airsmith',
    why: 'Something happened that the code does not expect. Nothing partial was written.',
    next: 'Report it with the lines that were printed.',
  },
} as const satisfies Catalogue;
