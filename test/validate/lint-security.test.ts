/** Bandit's rules through ruff: they warn, and what a rule of ours says of a line is not said twice. No Airflow is started. */

import { afterAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/flow.js';
import { parseModule } from '../../src/python/index.js';
import { switchedOff } from '../../src/validate/index.js';
import { judgeLint } from '../../src/validate/lint.js';
import { checkModule, withoutShown } from '../../src/validate/rules/index.js';
import { openLab, toDraft } from '../lab/fixture.js';

const lab = openLab();
afterAll(() => lab.close());

async function linted(source: string): Promise<readonly Finding[]> {
  const staged = await lab.stage(toDraft('Made', source));
  try {
    return judgeLint(await lab.lint(staged), staged.draft);
  } finally {
    await staged.dispose();
  }
}

function ruled(source: string): readonly Finding[] {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.message);
  return checkModule(parsed.module, 'plugins/operators/component.py').filter(
    ({ tier }) => tier === 'security',
  );
}

const IMPORTS =
  'import os\nimport pickle\nimport ssl\nimport subprocess\n\nimport requests\nimport yaml\n\n\n';
const inside = (line: string) =>
  `${IMPORTS}def work(x):\n    print(os, pickle, ssl, subprocess, requests, yaml)\n    ${line}\n`;

describe('what a rule of ours says too', () => {
  test.each([
    ['AS4150', 'return eval(\n        x\n    )'],
    ['AS4150', 'exec(x)'],
    ['AS4151', 'subprocess.run(\n        "wc " + x,\n        check=True,\n        shell=True,\n    )'],
    ['AS4151', 'os.system("wc " + x)'],
    ['AS4152', 'return pickle.loads(x)'],
    ['AS4153', 'return yaml.load(\n        x,\n        Loader=yaml.Loader,\n    )'],
    ['AS4154', 'return requests.get(\n        x,\n        timeout=5,\n        verify=False,\n    )'],
    ['AS4154', 'return ssl._create_unverified_context()'],
    ['AS4156', 'return requests.get(\n        x,\n    )'],
  ])('is said once, as %s: %s', async (code, line) => {
    const [lint, rules] = [await linted(inside(line)), ruled(inside(line))];
    expect(lint.map(({ code: of, message }) => [of, /^S\d/.test(message)])).toEqual([['AS4003', true]]);
    expect(withoutShown([...lint, ...rules]).map((finding) => finding.code)).toEqual([code]);
    expect(lint.every((finding) => switchedOff(finding, [code]))).toBe(true);
  });
});

describe('what only the linter says', () => {
  test.each([
    ['S608', 'return f"select * from {x}"'],
    ['S324', 'import hashlib\n    return hashlib.md5(x)'],
    ['S108', 'return open("/tmp/x")'],
    ['S202', 'import tarfile\n    return tarfile.open(x).extractall("y")'],
  ])('is a warning: %s', async (rule, line) => {
    const found = withoutShown([...(await linted(inside(line))), ...ruled(inside(line))]);
    expect(found).toMatchObject([
      { code: 'AS4003', severity: 'warning', message: expect.stringContaining(rule) },
    ]);
    expect(found.some((finding) => switchedOff(finding, ['AS4150']))).toBe(false);
  });
});

test.each([
  'assert x',
  'import random\n    return random.random()',
  'from urllib.request import urlopen\n    return urlopen(x, timeout=5)',
  'subprocess.run(["wc", x], check=True)',
  'password_key = "password"\n    return password_key',
])('what is right in most components is not said: %s', async (line) => {
  expect(withoutShown([...(await linted(inside(line))), ...ruled(inside(line))])).toEqual([]);
});
