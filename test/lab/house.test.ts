/** The repository's own modules in the sandbox: importable, read-only, without what a component may not know. */

import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Draft, ReadyEnvironment } from '../../src/flow.js';
import type { House, LabJob, LabResult } from '../../src/ports.js';
import { openLab, readyEnvironments, toDraft } from './fixture.js';

const lab = openLab();
let environments: readonly ReadyEnvironment[] = [];
beforeAll(async () => {
  environments = await readyEnvironments(lab);
}, 900_000);
afterAll(() => lab.close());

const BASE = `
try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models.baseoperator import BaseOperator


class HouseOperator(BaseOperator):
    team = "data"
`;

const FOLDERS = ['plugins', 'include', 'dags'];

function house(files: { readonly [path: string]: string | Uint8Array }): House {
  return { folders: FOLDERS, files: Object.entries(files).map(([path, content]) => ({ path, content })) };
}

const component = (imports: string, base = 'HouseOperator') =>
  `${imports}\n\n\nclass Made(${base}):\n    def execute(self, context):\n        return self.team\n`;

async function everywhere(draft: Draft, own: House, job: LabJob): Promise<readonly LabResult[]> {
  const staged = await lab.stage(draft, own);
  try {
    return await Promise.all(environments.map((environment) => lab.run(environment, staged, job)));
  } finally {
    await staged.dispose();
  }
}

describe('a base class of the house', () => {
  it.each([
    [
      'from plugins, as Airflow puts them on the path',
      'plugins/company/base.py',
      'from company.base import HouseOperator',
    ],
    ['from include by its own name', 'include/base.py', 'from base import HouseOperator'],
    [
      'from include by the folder’s name',
      'include/company/base.py',
      'from include.company.base import HouseOperator',
    ],
    [
      'beside the component, in a package',
      'plugins/operators/base.py',
      'from operators.base import HouseOperator',
    ],
  ])('is importable %s', async (_, path, imports) => {
    const own = house({ [path]: BASE, 'plugins/operators/__init__.py': '' });
    for (const result of await everywhere(toDraft('Made', component(imports)), own, { op: 'inspect' }))
      expect(result).toMatchObject({ ok: true, value: { kind: 'operator' } });
  });

  it('is there when the component is constructed inside a DAG and serialized', async () => {
    const own = house({ 'include/base.py': BASE });
    const draft = toDraft('Made', component('from base import HouseOperator'));
    for (const result of await everywhere(draft, own, { op: 'construct', inputs: {} }))
      expect(result).toMatchObject({ ok: true });
  });

  it('is read as its coding line says', async () => {
    const coded = `# -*- coding: latin-1 -*-\n${BASE.replace('"data"', '"Troms\xf8"')}`;
    const own = house({ 'include/base.py': Buffer.from(coded, 'latin1') });
    const draft = toDraft(
      'Made',
      component('from base import HouseOperator\n\nassert HouseOperator.team == "Troms\\xf8"'),
    );
    for (const result of await everywhere(draft, own, { op: 'inspect' }))
      expect(result).toMatchObject({ ok: true });
  });

  it('never wins over Airflow, Python or the draft’s own file', async () => {
    const shadow = 'raise RuntimeError("shadowed")\n';
    const own = house({
      'plugins/requests.py': shadow,
      'plugins/colorsys.py': shadow,
      'plugins/airflow/__init__.py': shadow,
      'plugins/operators/component.py': shadow,
      'include/base.py': BASE,
    });
    const draft = toDraft(
      'Made',
      component('import colorsys\nimport requests\nfrom base import HouseOperator'),
    );
    for (const result of await everywhere(draft, own, { op: 'inspect' }))
      expect(result).toMatchObject({ ok: true });
  });
});

describe('hostile code of the house', () => {
  const marks = mkdtempSync(join(tmpdir(), 'airsmith-marks-'));
  afterAll(() => rmSync(marks, { recursive: true, force: true }));

  it('is shut in with the component: it can write neither the world nor the copies', async () => {
    const own = house({
      'include/base.py': `${BASE}
import pathlib

refused = []
for path in (pathlib.Path(${JSON.stringify(join(marks, 'out'))}), pathlib.Path(__file__), pathlib.Path(__file__).parent / "new.py"):
    try:
        path.write_text("x")
    except OSError as error:
        refused.append(type(error).__name__)
assert len(refused) == 3, refused
`,
    });
    const draft = toDraft('Made', component('from base import HouseOperator'));
    for (const result of await everywhere(draft, own, { op: 'inspect' }))
      expect(result).toMatchObject({ ok: true });
    expect(readdirSync(marks)).toEqual([]);
  });

  it('costs only the verdict when it ends the process', async () => {
    const own = house({ 'include/base.py': 'import os\nos._exit(0)\n' });
    const draft = toDraft('Made', component('from base import HouseOperator'));
    for (const result of await everywhere(draft, own, { op: 'inspect' }))
      expect(result).toMatchObject({ ok: false, failure: { kind: 'killed' } });
  });
});

describe('what a component may not read', () => {
  it('are the tests beside it, even inside a folder that is importable', async () => {
    const base = toDraft('Made', `${BASE}\n\nclass Made(HouseOperator):\n    from tests import expected\n`);
    const draft: Draft = {
      ...base,
      files: [...base.files, { role: 'test', path: 'plugins/tests/expected.py', content: 'ANSWER = 42\n' }],
    };
    for (const result of await everywhere(draft, house({}), { op: 'inspect' }))
      expect(result).toMatchObject({ ok: false, failure: { exception: 'ModuleNotFoundError' } });
  });

  it('is the tree with the tests, by its path', async () => {
    const draft = toDraft('Made', '');
    const staged = await lab.stage(draft, house({}));
    const source = `${BASE}\nimport os\n\nclass Made(HouseOperator):\n    seen = os.listdir(${JSON.stringify(staged.root)})\n`;
    const other = await lab.stage(toDraft('Made', source), house({}));
    expect(existsSync(staged.root)).toBe(true);
    for (const environment of environments)
      expect(await lab.run(environment, other, { op: 'inspect' })).toMatchObject({
        ok: false,
        failure: { exception: expect.stringMatching(/^(PermissionError|FileNotFoundError)$/) },
      });
    await Promise.all([staged.dispose(), other.dispose()]);
  });
});
