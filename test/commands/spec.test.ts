/** `airsmith spec` in a repository, with what it prints. */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkSpecs, migrateSpecs } from '../../src/commands/spec.js';
import { repository } from '../github/repositories.js';
import { screen } from './desk.js';

const SPEC =
  'airsmith: 1\nname: XOperator\nkind: operator\ncategory: http\nsummary: S.\nexamples: [{name: a}]\n';

function withSpec() {
  const work = repository();
  work.commit({ 'specs/x.airsmith.yaml': SPEC });
  return work;
}

describe('a spec that is named twice', () => {
  const twice = (root: string) => [
    'specs/x.airsmith.yaml',
    './specs/../specs/x.airsmith.yaml',
    join(root, 'specs/x.airsmith.yaml'),
  ];

  test('is checked once', async () => {
    using work = withSpec();
    const shown = screen(work.root);
    expect(await checkSpecs(twice(work.root), {}, shown.terminal)).toBe(0);
    expect(shown).toMatchObject({ err: '', out: '1 of 1 spec can be built\n' });
  });

  test('is migrated once', async () => {
    using work = withSpec();
    const shown = screen(work.root);
    expect(await migrateSpecs(twice(work.root), {}, shown.terminal)).toBe(0);
    expect(shown).toMatchObject({ err: '', out: SPEC });
  });
});
