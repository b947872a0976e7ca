/** Rules for an example's world: `given`, and what of it must be left afterwards. */

import type { SpecExample, SpecFile } from '../generated/spec-file.js';
import { quote } from './quote.js';
import type { Report } from './report.js';
import { pointerTo } from './tree.js';

/** Checks `given` and the expectations about the world at `at`. */
export function checkWorld(example: SpecExample, file: SpecFile, at: string, report: Report): void {
  checkHttp(example, at, report);
  checkConnectionUse(example, file, at, report);
  checkPaths(example, at, report);
  if (file.kind === 'sensor') checkBetween(example, at, report);
  for (const name of Object.keys(example.given?.modules ?? {})) {
    if (/^[^\W\d]\w*(\.[^\W\d]\w*)*$/u.test(name)) continue;
    report.atKey(pointerTo(`${at}/given/modules`, name), 'AS1015', `${quote(name)} is no name of a module`, {
      remedy: 'Write the name that Python imports, such as `google.cloud.storage`.',
    });
  }
  for (const name of Object.keys(example.given?.env ?? {})) {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) continue;
    report.atKey(
      pointerTo(`${at}/given/env`, name),
      'AS1015',
      `${quote(name)} is no name of an environment variable`,
      {
        remedy: 'Use letters, digits and `_`.',
      },
    );
  }
}

/** A change that no poke comes before is never made, and the example would fail for that, whatever the sensor does. */
function checkBetween(example: SpecExample, at: string, report: Report): void {
  const changes = example.between?.length ?? 0;
  const pokes = pokesOf(example);
  if (pokes === undefined || changes <= pokes) return;
  report.at(
    `${at}/between/${pokes}`,
    'AS1053',
    `change ${pokes + 1} of \`between\` comes after a poke that gives no result`,
    {
      cause:
        'Each entry of `between` is made after one poke; a sensor pokes as often as `pokes` is long, and once without it.',
      remedy: 'Say with `pokes` or `returns` how it goes on, or delete the entry.',
    },
  );
}

/** The most pokes that come to a result; undefined where the sensor itself decides. See `_mode` of the example's world. */
function pokesOf(example: SpecExample): number | undefined {
  if (example.kill) return undefined;
  if (example.pokes) return example.pokes.length;
  const whole = ['returns', 'defers', 'event'].some((key) => Object.hasOwn(example, key));
  if (whole || example.raises?.type.endsWith('AirflowSensorTimeout')) return undefined;
  return example.raises ? 0 : 1;
}

function checkHttp(example: SpecExample, at: string, report: Report): void {
  const exchanges = example.given?.http ?? [];
  for (const key of ['http_all', 'kill'] as const) {
    if (!Object.hasOwn(example, key) || exchanges.length > 0) continue;
    report.atKey(`${at}/${key}`, 'AS1029', `\`${key}\` needs \`given.http\``, {
      remedy: 'Add the requests and answers, or remove the key.',
    });
  }
  const answers = exchanges.reduce(
    (sum, { times = 1 }) => sum + (typeof times === 'number' ? times : Infinity),
    0,
  );
  if (example.kill && exchanges.length > 0 && example.kill.after > answers) {
    report.at(
      `${at}/kill/after`,
      'AS1029',
      `there is no answer ${example.kill.after}: \`given.http\` has ${answers}`,
      {
        remedy: 'Count from 1, or add exchanges.',
      },
    );
  }
  for (const [index, { request, response }] of exchanges.entries()) {
    const where = `${at}/given/http/${index}`;
    checkRequestPath(request.path, `${where}/request/path`, report);
    const bodies = ['json', 'body', 'form'].filter((key) => Object.hasOwn(request, key));
    if (bodies.length > 1) reportBodies(bodies, `${where}/request`, report);
    if ('json' in response && 'body' in response) reportBodies(['json', 'body'], `${where}/response`, report);
  }
}

function reportBodies(bodies: readonly string[], pointer: string, report: Report): void {
  report.atKey(
    `${pointer}/${bodies[1]}`,
    'AS1047',
    `${bodies.map((key) => `\`${key}\``).join(' and ')} are both given`,
    {
      cause: 'A message has one body.',
      remedy: 'Keep one of them.',
    },
  );
}

function checkRequestPath(path: string, pointer: string, report: Report): void {
  if (/^https?:\/\//i.test(path)) {
    report.at(pointer, 'AS1039', `the path ${quote(path)} is a whole URL`, {
      remedy: `Write \`${path.replace(/^https?:\/\/[^/]*/i, '') || '/'}\`: the host is the example's own server.`,
    });
  } else if (!path.startsWith('/')) {
    report.at(pointer, 'AS1039', `the path ${quote(path)} does not begin with a slash`, {
      remedy: `Write \`/${path}\`.`,
    });
  } else if (/[#\s]/.test(path)) {
    report.at(pointer, 'AS1039', `the path ${quote(path)} holds what no request can ask for`, {
      cause: 'White space is escaped in a request, and what follows `#` is never sent.',
      remedy: `Write \`${encodeURI(path.replace(/#.*$/, '').trim())}\`.`,
    });
  }
}

function checkConnectionUse(example: SpecExample, file: SpecFile, at: string, report: Report): void {
  if (file.connection) return;
  const places = [
    ...(example.given?.connection ? ['given/connection'] : []),
    ...(example.given?.sql ? ['given/sql'] : []),
    ...(example.sql ? ['sql'] : []),
  ];
  for (const place of places) {
    report.atKey(
      `${at}/${place}`,
      'AS1031',
      `\`${place.replace('/', '.')}\` needs a connection, and the spec has none`,
      {
        remedy: 'Add `connection: {type: …, default_id: …}` to the spec.',
      },
    );
  }
}

function checkPaths(example: SpecExample, at: string, report: Report): void {
  checkFolder(example.given?.files, `${at}/given/files`, report);
  checkFolder(example.files, `${at}/files`, report);
  for (const [index, step] of (example.between ?? []).entries()) {
    checkFolder(step.files, `${at}/between/${index}/files`, report);
  }
}

function checkFolder(
  files: { readonly [path: string]: unknown } | undefined,
  at: string,
  report: Report,
): void {
  const paths = Object.keys(files ?? {});
  for (const path of paths) {
    const fault =
      pathFault(path) ??
      (paths.some((other) => other.startsWith(`${path}/`)) ? 'is a folder of another one' : undefined);
    if (!fault) continue;
    report.atKey(pointerTo(at, path), 'AS1033', `the path ${quote(path)} ${fault}`, {
      remedy: 'Write a relative path with `/`, such as `in/orders.csv`.',
    });
  }
}

/** Why a path does not stay inside the folder it is relative to, or is no path; undefined where it does. */
export function pathFault(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (path.includes('\\')) return 'holds a backslash';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is absolute';
  if (path.startsWith('~')) return "begins with `~`, which may stand for a person's home";
  if (/\p{Cc}/u.test(path)) return 'holds a control character';
  const parts = path.split('/');
  if (parts.includes('..')) return 'leaves its folder';
  if (parts.some((part) => part === '' || part === '.')) return 'has an empty part';
  return path.length > 200 ? 'is too long' : undefined;
}
