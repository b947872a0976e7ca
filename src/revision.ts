/** What is there to be edited where a spec has changed since its component was proven. */

import type { Revision } from './author/author.js';
import { changesBetween } from './author/changes.js';
import { type Example, heldBack, type Spec } from './flow.js';
import type { Bench } from './forge.js';
import { readSpecs } from './spec/index.js';

/** A longer component is written anew: to read it would cost more than edits save. */
const MOST_CHARACTERS = 60_000;

/**
 * The component that the branch holds for an earlier version of `spec`, as it stands there now, and what is different in the spec.
 * Empty where there is none. The version before is believed where its bytes are those that the component's record names.
 */
export async function revisable(
  spec: Spec,
  bench: Pick<Bench, 'onBranch' | 'present' | 'former' | 'config'>,
): Promise<{ readonly revision?: Revision }> {
  const known = bench.onBranch.componentAt(spec.name);
  if (known === undefined || known.specFingerprint === spec.fingerprint) return {};
  const source = await bench.present(known.path);
  if (source === undefined || source.trim() === '' || source.length > MOST_CHARACTERS) return {};
  const text = await bench.former?.(known.specPath, known.specFingerprint);
  if (text === undefined) return { revision: { source } };
  const before = (await readSpecs([{ path: known.specPath, bytes: Buffer.from(text) }], bench.config))
    .specs[0];
  if (before?.fingerprint !== known.specFingerprint) return { revision: { source } };
  const held = heldBack(spec);
  const changes = changesBetween(without(held, before), without(held, spec));
  return { revision: { source, changes } };
}

/** Neither side tells of the example that is held back, whatever its name was. */
function without(held: Example | undefined, spec: Spec): Spec {
  const said = ({ name: _name, ...rest }: Example) => JSON.stringify(rest);
  const isHeld = (one: Example) => held !== undefined && (one.name === held.name || said(one) === said(held));
  return { ...spec, examples: spec.examples.filter((example) => !isHeld(example)) };
}
