import type { Catalogue } from '../problems.js';

/** Problems that git and GitHub report. */
export const GIT_PROBLEMS = {
  AS7010: {
    title: 'git was not found',
    why: 'Reading commits and writing one needs git.',
    next: 'Install git 2.30 or later, and see that it is on the PATH.',
  },
  AS7011: {
    title: 'A name cannot be handed to git',
    why: 'A branch, commit, remote or path has characters that git or a file system reads as something else: a leading `-` as an option, `..` as another folder.',
    next: 'Use another name.',
  },
  AS7012: {
    title: 'Another user owns the repository',
    why: 'git refuses to read the configuration of a repository that another user owns, since that could run programs.',
    next: 'Run `git config --global --add safe.directory "$PWD"`, or run as the owner. In a container job, check out again inside the container.',
  },
  AS7013: {
    title: 'Files to be written have uncommitted changes',
    why: 'Writing would overwrite work that no commit holds. Nothing was written.',
    next: 'Commit the files, or put them aside with `git stash`.',
  },
  AS7014: {
    title: 'The branch is checked out in another work tree',
    why: 'A commit would move the branch under files that somebody else has open.',
    next: 'Run airsmith in that work tree, or name another branch.',
  },
  AS7015: {
    title: 'The checked-out files could not follow the commit',
    why: 'The commit is complete, but writing the same files to the work tree failed: a full disk, or missing rights.',
    next: '`git status` shows which files are behind; `git restore .` brings them up to date.',
  },
  AS7016: {
    title: 'Not allowed to read from or push to the remote',
    why: 'The token or the login has no right to do that.',
    next: 'In a workflow:\n\n```yaml\npermissions:\n  contents: write\n  pull-requests: write\n```\n\nOn a terminal, log in to the remote.',
  },
  AS7017: {
    title: 'The branch does not take commits from here',
    why: 'A rule of the repository protects the branch, and airsmith never forces a push.',
    next: 'Work on another branch, or let the owner of the token bypass the rule.',
  },
  AS7018: {
    title: 'The remote could not be reached',
    why: 'The connection, the server or its address is at fault. What arrived before is found again by the next run.',
    next: 'Run again.',
  },
  AS7019: {
    title: 'Not a git repository',
    why: 'Reading works without git; commits need it.',
    next: 'Run `git init`, or work in a clone.',
  },
  AS7020: {
    title: 'A link, a file or a folder stands in the way',
    why: 'A generated file would have to be written through it. A symbolic link could lead out of the repository.',
    next: 'Move it away, or choose other folders under `output` in `.airsmith.yaml`.',
  },
  AS7021: {
    title: 'GitHub does not accept the token',
    why: 'The token is wrong, was revoked, or has expired: tokens of an App last one hour.',
    next: 'Check the input `github-token`.',
  },
  AS7022: {
    title: 'The token may not do that',
    why: 'The job’s `permissions` do not include it. Pull requests from forks and from Dependabot get a token that only reads.',
    next: 'Give the job:\n\n```yaml\npermissions:\n  contents: write\n  pull-requests: write\n```',
  },
  AS7023: {
    title: 'GitHub shows no such pull request',
    why: 'It does not exist, or the token belongs to another repository; GitHub answers both in the same way.',
    next: 'Check the input `github-token`.',
  },
  AS7024: {
    title: 'GitHub did not answer as it should',
    why: 'A server error, a lost connection, or a rate limit that lasts. It was tried three times.',
    next: 'Run the job again. What is done is found done.',
  },
  AS7025: {
    title: 'The pull request changes too many files',
    why: 'GitHub lists at most 3,000 files of a pull request, so that changed specs could be missed without anyone knowing.',
    next: 'Split the pull request, or run `airsmith generate --commit` on the branch.',
  },
  AS7050: {
    title: 'The token may not open pull requests',
    why: 'Maintenance proposes what it does, so that a person merges it. GitHub lets the token of a workflow open pull requests only where the repository allows it. The branch with the commit is there.',
    next: 'Give the job `contents: write` and `pull-requests: write`, and tick "Allow GitHub Actions to create and approve pull requests" under Settings, Actions, General. Or pass the token of an App as `github-token`.',
  },
} as const satisfies Catalogue;
