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
    next: 'Run again later. What the API refuses is not charged.',
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
    next: 'Run again: no component was written. A call that was cut off may still be charged: the message and the evidence say what was booked for it.',
  },
  AS5023: {
    title: 'The run was cancelled before a draft was proven',
    why: 'A signal ended the run when a draft was written and paid, and not yet executed everywhere. What it is worth is not known.',
    next: 'Run again. The attempt and its cost stand in the evidence; the draft itself is not kept.',
  },
  AS5024: {
    title: 'The evidence of a cancelled run is not kept',
    why: 'A run that is cancelled keeps the evidence of its attempts, and what they cost, as one commit or in the work tree. It has a few seconds for that, and waits for nothing: here the branch had moved, the push was refused, or it took too long.',
    next: 'Nothing has to be done: the line says what was spent, and nothing partial was written. Where the push took too long the commit may be on the branch all the same.',
  },
  AS5030: {
    title: 'The answer broke off',
    why: 'The request was sent, but no whole answer came back: the connection was cut, a gateway answered in the API’s place, or what came was no message. Whether it is charged is unknown, so the highest possible cost of the call is booked, and the SDK does not send it again by itself.',
    next: 'Nothing at first: the next attempt asks again where the budget holds it. If it stays, look at the network, the proxy and `anthropic-base-url`.',
  },
  AS5031: {
    title: 'There is no known price for the model',
    why: 'Before each call its highest possible cost is reserved. Without a price that cannot be done, so that the model is not asked.',
    next: 'Say what it costs, in dollars for a million tokens:\n\n```yaml\n# .airsmith.yaml\nprices:\n  the-model:\n    input: 2\n    output: 10\n```\n\n`cache-write` and `cache-read` may be given as well; without them they are taken as 1.25 times `input`, and as `input`.',
  },
  AS5032: {
    title: 'The budget of one spec does not hold another attempt',
    why: 'Before each call its highest possible cost is reserved. With what was spent on this spec the call could exceed `max-cost-per-spec`, so it was not made. Other specs go on.',
    next: 'Raise `max-cost-per-spec` in `.airsmith.yaml` or in the workflow, or choose a cheaper `model`. What was found so far is in the report.',
  },
  AS5033: {
    title: 'The time of the run is over',
    why: '`max-minutes` have passed since the run began, so no further call of the model is made, and one that was under way was ended.',
    next: 'Raise `max-minutes` in `.airsmith.yaml` or in the workflow, or build fewer specs in one run. What was found so far is in the report.',
  },
  AS5034: {
    title: 'The model did not answer in time',
    why: 'The call took longer than the time limit of one call, retries and waiting included. Whether it is charged is unknown, so its highest possible cost is booked.',
    next: 'The next attempt asks again where the budget holds it. `AIRSMITH_MODEL_TIMEOUT` gives a call more seconds.',
  },
  AS5035: {
    title: 'The batch ended without this answer',
    why: 'A batch was cancelled, it expired after 24 hours, or the API failed at this one of its requests. What a batch did not process is not charged.',
    next: 'Run again. Without `batch` the same question is answered within minutes, at twice the price.',
  },
  AS5036: {
    title: 'The batch could not be followed',
    why: 'It was submitted, but its state or its results could not be read. It may still be processed and charged, so that its highest possible cost is booked.',
    next: 'Run again with the same cache folder: the batch is remembered there, and its answers are taken where they are ready.',
  },
  AS5037: {
    title: 'The request is too large',
    why: 'The API, or a proxy before it, takes no request of this size.',
    next: 'Shorten the description and the examples of the spec, or split the component.',
  },
  AS5038: {
    title: 'The edits do not fit the file',
    why: 'An author that is shown a file may answer with edits of it: each names a part that stands in the file exactly once. One of these parts stands nowhere, or several times, or two of them overlap. No edit was made, since half of them could mean something else.',
    next: 'Nothing at first: the next attempt is told which edit it was, and may write the whole file. If it stays, choose another `model`.',
  },
} as const satisfies Catalogue;

export type AuthorProblem = keyof typeof AUTHOR_PROBLEMS;
