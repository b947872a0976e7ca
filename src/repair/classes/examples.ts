import type { ErrorClass } from '../taxonomy.js';

/** Acceptance examples that ran to their end and gave something else. */
export const EXAMPLE_CLASSES: readonly ErrorClass[] = [
  {
    id: 'secret.logged',
    codes: ['AS4305'],
    expectations: ['not_in_logs'],
    rootCause:
      'A text that must stay secret was written to the log, possibly through the message of an exception.',
    guidance: 'Log neither passwords and tokens nor headers, whole connections or whole responses.',
  },
  {
    id: 'example.logs',
    codes: ['AS4305'],
    rootCause: 'A text that the log must hold is missing.',
    guidance: 'Write it with `self.log.info`.',
  },
  {
    id: 'example.http-missing',
    expectations: ['http_all'],
    rootCause: 'A request that the example expects was never sent.',
    guidance: 'Send every request of the example.',
  },
  {
    id: 'example.http',
    expectations: ['http'],
    rootCause: 'A request was sent that the example does not hold; it was answered with 418.',
    guidance:
      'Compare method, path, query, headers and body with the requests of the example, letter by letter.',
  },
  {
    id: 'example.returns',
    expectations: ['returns', 'pokes'],
    codes: ['AS4301'],
    rootCause: 'The result differs from what the spec expects.',
    guidance: 'Compare the two values; the spec is right.',
  },
  {
    id: 'example.between',
    expectations: ['between'],
    rootCause: 'The sensor came to its end without asking as often as the example changes the folder.',
    guidance: 'Look at the world in `poke`, and leave it to the base class to call it until it gives true.',
  },
  {
    id: 'example.rendered',
    expectations: ['rendered'],
    rootCause: 'A template field has another value after rendering.',
    guidance: 'Keep the raw argument in the attribute and leave it unchanged until the task runs.',
  },
  {
    id: 'example.xcom',
    expectations: ['xcom'],
    rootCause: 'The values pushed to XCom differ from what the spec expects.',
    guidance: 'Push exactly what the example lists, with `context["ti"].xcom_push`.',
  },
  {
    id: 'example.files',
    expectations: ['files'],
    rootCause: 'The files that are left behind differ from what the spec expects.',
    guidance: 'Write exactly those files.',
  },
  {
    id: 'example.sql',
    expectations: ['sql'],
    rootCause: 'The rows in the database differ from what the spec expects.',
    guidance: 'Check the statements, and commit them.',
  },
  {
    id: 'example.defers',
    expectations: ['defers'],
    rootCause: 'The task deferred where it must not, or did not where it must.',
    guidance: 'Defer only with `deferrable=True`, and only when there is something to wait for.',
  },
  {
    id: 'example.kill',
    expectations: ['kill'],
    rootCause: 'Killing the task did not go as the spec expects.',
    guidance: 'Implement `on_kill` so that it stops what the task started outside.',
  },
  {
    id: 'example.not-raised',
    codes: ['AS4303'],
    message: /^nothing was raised/,
    rootCause: 'The spec expects an exception here, and none was raised.',
    guidance: 'Check the condition that the spec names, and raise that class.',
  },
  {
    id: 'example.message',
    codes: ['AS4303'],
    message: /^the message .* lacks /s,
    rootCause: 'The right exception was raised, but its message lacks what the spec wants in it.',
    guidance: 'Put the value that matters into the message.',
  },
  {
    id: 'tests.failed',
    codes: ['AS4401'],
    rootCause: 'The generated tests fail although the examples hold.',
    guidance: 'Keep no state between objects, and nothing that depends on the working folder.',
  },
];
