import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { AddOptions } from '../../src/lab/environments/add.js';
import { makeWheel } from '../lab/wheel.js';
import { openSmallLab, type Place } from './place.js';

const LAB_PYTHON = join(import.meta.dirname, '../../src/lab/python');

/** A wheel on an index; of an "Airflow" where it names nothing else. */
export interface Offer {
  readonly name?: string;
  readonly version: string;
  readonly uploaded?: string;
  readonly requiresPython?: string;
  readonly pythons?: readonly string[];
}

/** An index on this machine that has these alone, and a lab that knows no other index. `asked` are the names that were looked for. */
export async function openIndex(place: Place, offers: readonly Offer[]) {
  const wheels = join(place.folder, 'offers');
  const pages = new Map<string, object[]>();
  for (const { name = 'apache-airflow', version, uploaded, requiresPython, pythons = [] } of offers) {
    const module = name.replaceAll('-', '_');
    const classifiers = pythons.map((python) => `Programming Language :: Python :: ${python}`);
    const code = name === 'apache-airflow' ? 'airflow/__init__.py' : `${module}.py`;
    makeWheel(wheels, module, version, { [code]: '' }, [], classifiers);
    const filename = `${module}-${version}-py3-none-any.whl`;
    const bytes = await readFile(join(wheels, filename));
    const file = {
      ...{ filename, url: `/files/${filename}`, size: bytes.length },
      hashes: { sha256: createHash('sha256').update(bytes).digest('hex') },
      ...(uploaded ? { 'upload-time': `${uploaded}T10:00:00Z` } : {}),
      ...(requiresPython ? { 'requires-python': requiresPython } : {}),
    };
    pages.set(name, [...(pages.get(name) ?? []), file]);
  }
  const asked: string[] = [];
  const server = createServer(async ({ url = '' }, response) => {
    const file = /^\/files\/([\w.-]+\.whl)$/.exec(url)?.[1];
    if (file) return void response.end(await readFile(join(wheels, file)));
    const name = /^\/simple\/([a-z0-9-]+)\/$/.exec(url)?.[1] ?? '';
    asked.push(name);
    const files = pages.get(name);
    if (files === undefined) return void response.writeHead(404).end();
    response.setHeader('content-type', 'application/vnd.pypi.simple.v1+json');
    response.end(JSON.stringify({ meta: { 'api-version': '1.1' }, name, files }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { cache, locks, environment } = await openSmallLab(place);
  const other = Object.entries(environment).filter(([name]) => !/^(PIP|UV)_|_PROXY$/i.test(name));
  const options: AddOptions = {
    ...{ cache, locks, labPython: LAB_PYTHON, today: '2026-11-24' },
    environment: {
      ...Object.fromEntries(other),
      UV_CACHE_DIR: join(place.folder, 'wheels'),
      UV_DEFAULT_INDEX: `http://127.0.0.1:${port}/simple`,
    },
  };
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { options, asked, close, [Symbol.asyncDispose]: close };
}
