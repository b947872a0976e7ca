/** What GitHub's refusals mean, and what to do about each. */

import { AirsmithError, EXIT } from '../../problems.js';

export function statusOf(error: unknown): number | undefined {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' ? status : undefined;
}

/** As an `AirsmithError`: AS7021 to AS7024. `needs` is the permission that a 403 asks for. */
export function explain(error: unknown, doing: string, needs: string): unknown {
  if (error instanceof AirsmithError) return error;
  const status = statusOf(error);
  const said = error instanceof Error ? error.message.slice(0, 300) : String(error);
  const options = { cause: error };
  if (status === 401) {
    const message = `GitHub does not accept the token, so airsmith cannot ${doing}`;
    const remedy = 'Check the input `github-token`; tokens of an App last one hour.';
    return new AirsmithError(EXIT.unproven, { code: 'AS7021', message, cause: said, remedy }, options);
  }
  if (status === 403) {
    const message = `the token may not ${doing}`;
    const remedy = `Give the job these lines:\npermissions:\n  contents: write\n  ${needs}`;
    return new AirsmithError(EXIT.unproven, { code: 'AS7022', message, cause: said, remedy }, options);
  }
  if (status === 404) {
    const message = `GitHub shows no such pull request, so airsmith cannot ${doing}`;
    const remedy = 'Check that the token belongs to this repository.';
    return new AirsmithError(EXIT.unproven, { code: 'AS7023', message, cause: said, remedy }, options);
  }
  const message = `GitHub did not answer as it should, so airsmith could not ${doing}`;
  const remedy = 'Run the job again: what is done is found done.';
  return new AirsmithError(EXIT.world, { code: 'AS7024', message, cause: said, remedy }, options);
}
