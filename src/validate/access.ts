import type { Finding, Kind } from '../flow.js';
import type { Access } from '../ports.js';

const WORDS: { readonly [kind in Access['kind']]: string } = {
  network: 'the network',
  process: 'another program',
  file: 'a file',
  connection: 'a connection',
  variable: 'an Airflow Variable',
};

/**
 * What was reached for while the component was only imported or constructed, each kind once. A hook is made when a task runs, and may
 * look at its connection or a file of settings: that only warns.
 */
export function accessFindings(
  accesses: readonly Access[] | undefined,
  stage: 'import' | 'construct',
  kind: Kind | 'other',
  path: string,
): readonly Finding[] {
  const seen = new Set<string>();
  return (accesses ?? []).flatMap((access): readonly Finding[] => {
    const word = WORDS[access.kind];
    if (word === undefined || seen.has(access.kind)) return [];
    seen.add(access.kind);
    const usual = kind === 'hook' && stage === 'construct' && ['connection', 'file'].includes(access.kind);
    const doing = stage === 'import' ? 'importing the module' : 'the constructor';
    return [
      {
        code: stage === 'import' ? 'AS4143' : 'AS4144',
        severity: usual ? 'warning' : 'error',
        tier: stage,
        stage,
        message: `${doing} reaches for ${word}: ${access.what}`,
        remedy: 'Move it into `execute`, `poke` or a method of the hook.',
        position: { path, line: access.line, column: 1 },
      },
    ];
  });
}
