/** Findings about what a component imports. */

import type { Finding } from '../../flow.js';
import type { Found, Reading } from './check.js';
import { editFor, placesOfName } from './edit.js';
import { remedyFor, remedyForProvider } from './remedy.js';
import { isUnused, substituteOf } from './substitutes.js';
import type { TracedImport } from './trace.js';

const CODES = { module: 'AS4501', name: 'AS4502', provider: 'AS4503', broken: 'AS4504' } as const;

/** What fails, and what works only with a warning. */
export function checkImports(reading: Reading): readonly Found[] {
  return reading.imports.flatMap((one) => failing(one, reading) ?? deprecated(one, reading) ?? []);
}

function failing(one: TracedImport, reading: Reading): Found | undefined {
  const { verdict, caught, when } = one;
  if (verdict.state !== 'fails' || caught || when === 'maybe' || mayBeHad(one, reading)) return undefined;
  const later = when === 'later';
  // A library that may be absent is imported in the method that needs it: that is as it should be.
  if (later && (verdict.why === 'provider' || verdict.why === 'broken')) return undefined;
  const edit = verdict.why === 'provider' || verdict.why === 'broken' ? undefined : editFor(one, reading);
  const remedy =
    verdict.why === 'provider'
      ? remedyForProvider(reading.index, verdict.lacks)
      : verdict.why === 'broken'
        ? `import it inside the method that needs it, or do without it: \`${verdict.lacks}\` cannot be had there`
        : byName(one, edit !== undefined, reading);
  const finding: Omit<Finding, 'tier' | 'position'> = {
    code: CODES[verdict.why],
    severity: later ? 'warning' : 'error',
    message: `${verdict.exception}: ${verdict.message}`,
    exception: verdict.exception,
    stage: 'import',
    remedy: edit ? `${remedy}; the edit writes it` : remedy,
    ...(edit ? { edit } : {}),
  };
  return { finding, node: one.node };
}

/** What the edit does where it is no other place of the same name; else where the name can be had. */
function byName({ node, module, name, bound }: TracedImport, edits: boolean, reading: Reading): string {
  const plain = remedyFor(reading.index, module, name);
  if (!edits || name === undefined || node.nodeType !== 'ImportFrom') return plain;
  const instead = substituteOf({ module, name, ...(bound === name ? {} : { asname: bound }) }, reading);
  if (instead?.said !== undefined) return instead.said;
  const isLeftOut = placesOfName(name, reading.all) === undefined && instead === undefined;
  return isLeftOut && isUnused({ name, asname: bound }, reading)
    ? `leave out the import: nothing uses \`${bound}\``
    : plain;
}

/** A requirement of the spec may bring the module: the lab then installs it beside the Airflow, or tests its absence. */
function mayBeHad({ verdict }: TracedImport, { requirements }: Reading): boolean {
  if (verdict.state !== 'fails') return false;
  return (verdict.why === 'provider' || verdict.why === 'broken') && requirements.length > 0;
}

function deprecated(one: TracedImport, reading: Reading): Found | undefined {
  const { verdict, when, guarded, module, name } = one;
  // In a `try` or its handler the old place is there for an old Airflow.
  if (verdict.state !== 'fine' || !verdict.deprecated || when !== 'runs' || guarded) return undefined;
  const what = name === undefined ? module : `${module}.${name}`;
  const place = verdict.deprecated;
  const remedy = `import it from \`${place}\` where this Airflow has it`;
  const message = `\`${what}\` is deprecated on Airflow ${reading.index.airflow} in favour of \`${place}\``;
  return { finding: { code: 'AS4505', severity: 'warning', message, remedy }, node: one.node };
}
