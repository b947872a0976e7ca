/** A further Airflow, from PyPI to a proof: nothing of it ships with airsmith. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/config.js';
import { addAirflow } from '../../src/lab/environments/add.js';
import { addedFolder } from '../../src/lab/environments/added.js';
import { planTargets } from '../../src/lab/environments/index.js';
import { openPlace, openSmallLab } from '../environments/place.js';
import { environmentOptions, LAB_PYTHON, openLab, readFixture } from './fixture.js';

const VERSION = '2.10.5';

test(`Airflow ${VERSION} is added, and components are proven on it`, async () => {
  await using place = await openPlace();
  const { cache, environment } = await openSmallLab(place);
  const options = { ...environmentOptions(), cache, environment };
  const added = await addAirflow(VERSION, { ...options, labPython: LAB_PYTHON, today: '2026-11-24' });
  if (added.state !== 'added') throw new Error(JSON.stringify(added));
  expect(added.release).toMatchObject({
    released: '2025-02-10',
    excludeNewer: '2025-03-10',
    pythons: ['3.10', '3.11', '3.12'],
  });
  expect((await readdir(addedFolder(cache, VERSION))).sort()).toEqual([
    `airflow-${VERSION}.txt`,
    'entry.json',
    'index.txt',
  ]);
  expect(await readdir(join(cache, 'airflows'))).toEqual([VERSION]);

  const settings = { ...DEFAULT_SETTINGS, airflowVersions: [VERSION] };
  const targets = await planTargets([settings.airflow], settings, options);
  expect(targets).toEqual([{ airflow: VERSION, python: added.python }]);
  const lab = openLab(options);
  try {
    const [ready] = await lab.prepare(targets, () => undefined);
    if (ready?.state !== 'ready') throw new Error(JSON.stringify(ready));
    const index = await lab.index(ready);
    expect(index).toContain('airflow.models.baseoperator');
    expect(index).not.toContain('airflow.sdk');
    for (const name of ['open_meteo_forecast', 'table_row_count']) {
      const { spec, draft } = await readFixture('right', name);
      const staged = await lab.stage(draft);
      for (const example of spec.examples) {
        const { passed, problems, failure } = await lab.play(ready, staged, spec, example);
        expect({ name, example: example.name, passed, problems, failure }).toMatchObject({ passed: true });
      }
      await staged.dispose();
    }
  } finally {
    await lab.close();
  }
});
