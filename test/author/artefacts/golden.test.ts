/** What is made from whole specs, to be read in review. `npx vitest run test/author/artefacts -u` writes it anew. */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderArtefacts } from '../../../src/author/artefacts/index.js';
import { DEFAULT_SETTINGS } from '../../../src/config.js';
import { artefactsOf, aSpec, componentOf } from './a-spec.js';
import { shapes } from './cpython.js';
import { FIXTURES, folderOf, specOf } from './fixture.js';

describe.each(FIXTURES)('%s', (fixture) => {
  test('has its tests, its example DAG and its page', async () => {
    const files = artefactsOf(await specOf(fixture));
    expect(files.map((file) => file.role)).toEqual(['test', 'dag', 'page']);
    for (const file of files) {
      await expect(file.content).toMatchFileSnapshot(join(folderOf(fixture), 'expected', file.path));
    }
  });

  test('is Python to CPython', async () => {
    const files = artefactsOf(await specOf(fixture)).filter((file) => file.path.endsWith('.py'));
    for (const shape of shapes(files.map((file) => file.content))) expect(shape).toMatch(/^Module\(/);
  });

  test('comes out the same every time', async () => {
    const spec = await specOf(fixture);
    expect(artefactsOf(structuredClone(spec))).toEqual(artefactsOf(spec));
  });
});

describe('the output paths', () => {
  test('follow the settings, and the tests find the component from where they stand', () => {
    const spec = aSpec({ examples: [{ name: 'one' }] });
    const output = {
      component: 'src/acme/{kind}/{file}.py',
      test: 'qa/{kind}/deep/test_{file}.py',
      dag: 'd/{file}.py',
      page: '{file}.md',
    };
    const component = {
      ...componentOf(spec),
      path: 'src/acme/operator/thing_operator.py',
      module: 'acme.operator.thing_operator',
      pythonRoot: 'src',
    };
    const files = renderArtefacts(spec, component, output, [
      { path: 'airsmith_world/__init__.py', content: '# world\n' },
    ]);
    expect(files.map(({ role, path }) => [role, path])).toEqual([
      ['test', 'qa/operator/deep/test_thing_operator.py'],
      ['dag', 'd/thing_operator.py'],
      ['page', 'thing_operator.md'],
      ['support', 'qa/operator/deep/airsmith_world/__init__.py'],
    ]);
    const [tests, , page] = files.map((file) => file.content);
    expect(tests).toContain('sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "src"))');
    expect(tests).toContain('from acme.operator.thing_operator import ThingOperator');
    expect(page).toContain('](./src/acme/operator/thing_operator.py)');
  });

  test('may put the component at the root of the repository', () => {
    const spec = aSpec();
    const component = { ...componentOf(spec), path: 'thing.py', module: 'thing', pythonRoot: '' };
    const [tests] = renderArtefacts(
      spec,
      component,
      { ...DEFAULT_SETTINGS.output, test: 'test_{file}.py' },
      [],
    );
    expect(tests?.content).toContain('sys.path.insert(0, str(Path(__file__).resolve().parents[0]))');
  });
});
