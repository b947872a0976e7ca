import type { Catalogue } from '../problems.js';

/** Problems of how the action is used in a workflow. */
export const ACTION_PROBLEMS = {
  AS7030: {
    title: 'Nothing is done for the event',
    why: 'The action builds what a pull request asks for, answers comments under it, and does what a person or the clock starts. It was started by another event. `pull_request_target` is refused on purpose: it gives secrets to pull requests from forks.',
    next: 'Start the workflow by one of the events in [the list](../github.md), with the permissions that stand there. To build specs elsewhere, use the command: `airsmith generate`.',
  },
  AS7031: {
    title: 'Not in a job of GitHub Actions',
    why: 'The sub-command `action` reads the environment and the event file of a runner. Something of those is missing.',
    next: 'On a terminal, run `airsmith generate`. In another CI system, run that too.',
  },
  AS7032: {
    title: 'A file that was to be committed holds a secret',
    why: 'A value of the job (the key of the model, the token), plain or encoded, stood in a generated file. Nothing was committed.',
    next: 'Look at what the spec asks for: it may ask for a secret. If it was shown anywhere, replace that secret.',
  },
  AS7033: {
    title: 'The model is not asked again for an unchanged spec',
    why: 'The head of the pull request is airsmith’s own commit, so nothing has changed since the last attempt. Asking again for every own commit would never end.',
    next: 'Change the spec, or push any other commit.',
  },
  AS7040: {
    title: 'The commit to work on is no commit',
    why: 'A job of a workflow in parts works on the commit that its first job saw, which it is told by the input `head`.',
    next: 'Give the output `head` of the job that plans, as the workflow in the README does.',
  },
  AS7041: {
    title: 'A forging job was given nothing to forge',
    why: 'It has no slice, or it runs for a pull request from a fork, for which nothing is built.',
    next: 'Let it run only where the output `slices` of the planning job is not `[]`, as the workflow in the README does.',
  },
  AS7042: {
    title: 'What a runner handed over does not hold',
    why: 'The job that publishes may write, so it believes the runners that executed generated code no further than it can check: run, commit, specs, verdicts, paths, records, sizes. Something of that is wrong in this parcel, and that part of it is left out.',
    next: 'Run the job again. If it stays, look at what the forging job did: a component may have got out of its sandbox.',
  },
  AS7043: {
    title: 'No runner said what became of a spec',
    why: 'The job that forged it failed, was cancelled, or could not hand its parcel over. The other specs are published without it.',
    next: 'Run the failed jobs of the run again: what is published already is only proven again.',
  },
  AS7044: {
    title: 'The remote does not hold what was committed',
    why: 'After the commit its files were read back from the remote, and one of them is missing or has other bytes, or the branch does not hold the commit. A check that is green without that would promise files that are not there.',
    next: 'Look at the branch: somebody may have reset it. Then run the job again; what is missing is committed then.',
  },
  AS7045: {
    title: 'The branch has no open pull request',
    why: 'A workflow that is started by hand builds the pull request of the branch it is started on: its base says what is allowed and known, and people review what comes out.',
    next: 'Open a pull request, then start the workflow on its branch.',
  },
  AS7046: {
    title: 'A part of the work was asked for, and the event is no pull request',
    why: 'The input `part` divides the building of a pull request among jobs. Comments, tasks and pushes are answered by one job.',
    next: 'Leave `part` out in the workflow for that event. In a workflow of several jobs, the label `airsmith:retry` has a pull request built once more.',
  },
} as const satisfies Catalogue;
