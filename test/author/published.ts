/** Holds requests to the published description of the Messages API, as the SDK's types say it (`npm run generate`). */

import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';

type Call = 'message' | 'batch';

const compiled = new Map<Call, ValidateFunction>();

/** What is wrong with the body of a request; undefined where the API would take it. A field that it does not know is wrong. */
export function misfitOf(call: Call, body: unknown): string | undefined {
  const check = compiled.get(call) ?? compile(call);
  if (check(body)) return undefined;
  return (check.errors ?? [])
    .map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
    .join('; ');
}

function compile(call: Call): ValidateFunction {
  const described = JSON.parse(
    readFileSync(new URL('fixtures/messages-api.json', import.meta.url), 'utf8'),
  ) as Record<Call, object>;
  const check = new Ajv({ strict: false, allErrors: false }).compile(described[call]);
  compiled.set(call, check);
  return check;
}
