import type { Catalogue } from '../problems.js';

/** Problems between airsmith and the model. */
export const AUTHOR_PROBLEMS = {
  AS5001: {
    title: 'No API key and no recorded answers',
    why: 'A component is written by Claude. Neither a key nor a folder of recorded answers was given, so nobody can write it.',
    next: 'Set `ANTHROPIC_API_KEY` (on GitHub: the input `anthropic-api-key` from a secret), or pass `--replay DIR`.',
  },
  AS5002: {
    title: 'The budget does not hold another attempt',
    why: 'Before each call its highest possible cost is reserved. With what was spent so far this call could exceed `max-cost`, so it was not made.',
    next: 'Raise `max-cost` in `.airsmith.yaml` or in the workflow, or choose a cheaper `model`. What was found so far is in the report.',
  },
  AS5003: {
    title: 'There is no recorded answer',
    why: '`--replay` answers from files by component and attempt, and never asks a model. This attempt has no file.',
    next: 'Record it: `airsmith generate SPEC --record DIR` with a key. The message names the file that was looked for.',
  },
  AS5004: {
    title: 'A recorded answer cannot be read',
    why: 'The file is not JSON, is of another format version, or holds no answer.',
    next: 'Record it again, or correct the file. `docs/recordings.md` describes the format.',
  },
  AS5010: {
    title: 'The model refused',
    why: 'Claude ended the answer with `refusal`: the request touched a policy. The text of the spec is the usual reason.',
    next: 'Read the spec for text that asks for something else than a component, or choose another `model`.',
  },
  AS5011: {
    title: 'The answer was cut off',
    why: 'The answer reached the limit of tokens, or the model’s context was full, before it was complete. A cut answer is never used.',
    next: 'Split the component, or shorten the description and the examples of its spec.',
  },
  AS5012: {
    title: 'The answer has the wrong form',
    why: 'The answer is not the JSON that was asked for, or stopped for a reason that airsmith does not know. It is never used.',
    next: 'Run again; if it stays, choose another `model` and report it with the run’s log.',
  },
  AS5013: {
    title: 'The API refused the request',
    why: 'The key, the model’s name or the request was not accepted. Trying again changes nothing.',
    next: 'Check the key, its permissions and the setting `model`; the message says what the API answered.',
  },
  AS5014: {
    title: 'The API could not be reached, or is overloaded',
    why: 'After the retries of the SDK there was still no answer.',
    next: 'Run again later. Nothing was charged for an answer that never came.',
  },
  AS5015: {
    title: 'The account’s spending limit is reached',
    why: 'The API answered that the account may not spend more. Retrying is of no use.',
    next: 'Raise the limit at the API’s console, or wait until it resets.',
  },
  AS5016: {
    title: 'The same draft came twice',
    why: 'The model answered with a draft that had already failed, so further attempts would cost money and change nothing.',
    next: 'Read the finding: mostly the spec leaves open, or contradicts, what the example expects.',
  },
  AS5017: {
    title: 'The run was cancelled',
    why: 'A signal ended the run while the model was being asked.',
    next: 'Run again: nothing was written.',
  },
} as const satisfies Catalogue;

export type AuthorProblem = keyof typeof AUTHOR_PROBLEMS;
