/** What is refused before anything is written, so that no work of a person is lost. */

import { AirsmithError, EXIT } from '../../problems.js';

/** Throws AS7013 when `paths` names any file. */
export function refuseEdited(paths: readonly string[]): void {
  if (paths.length === 0) return;
  const more = paths.length > 5 ? ` and ${paths.length - 5} more` : '';
  throw new AirsmithError(EXIT.unproven, {
    code: 'AS7013',
    message: `files to be written have uncommitted changes: ${paths.slice(0, 5).join(', ')}${more}`,
    cause: 'Writing would overwrite them. Nothing was written.',
    remedy: 'Commit them or put them aside (`git stash`), then run again.',
  });
}

export function blocked(path: string, blocker: string, what: string): AirsmithError {
  return new AirsmithError(EXIT.unproven, {
    code: 'AS7020',
    message: `cannot write ${path}: ${blocker} is ${what}`,
    cause: 'Nothing was written.',
    remedy: 'Move it away, or choose other folders under `output` in .airsmith.yaml.',
  });
}
