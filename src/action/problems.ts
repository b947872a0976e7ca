import type { Catalogue } from '../problems.js';

/** Problems of how the action is used in a workflow. */
export const ACTION_PROBLEMS = {
  AS7030: {
    title: 'The event holds no pull request',
    why: 'The action builds what a pull request asks for. It was started by another event.',
    next: 'Start the workflow with `on: pull_request`. To build specs elsewhere, use the command: `airsmith generate`.',
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
} as const satisfies Catalogue;
