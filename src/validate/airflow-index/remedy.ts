/** Where a name that is missing can be had, by the index. */

import { nearest } from '../../nearest.js';
import type { AirflowIndex } from './read.js';
import { judgeImport, providerOf } from './verdict.js';

/**
 * The module to import a class or function from: `airflow.sdk` where it has it, else the one that is its home, else the shortest name. Undefined
 * where there is none, or where several different things have the name.
 */
export function placeOf(index: AirflowIndex, name: string): string | undefined {
  const places = index
    .placesOf(name)
    .filter(({ module, entry }) => !index.isOpaque(module) && isMeant(module, entry.home));
  if (places.some(({ module }) => module === 'airflow.sdk')) return 'airflow.sdk';
  const homes = new Set(places.map(({ entry }) => `${entry.home}.${entry.homeName}`));
  if (homes.size !== 1) return undefined;
  const home = places.find(({ module, entry }) => module === entry.home && entry.homeName === name);
  const [shortest] = places
    .map(({ module }) => module)
    .sort((a, b) => a.length - b.length || a.localeCompare(b));
  return home?.module ?? shortest;
}

/** Modules that give what is defined elsewhere on purpose. All others only use it, and may stop any day. */
const GIVING =
  /^airflow(\.(sdk|utils|models|hooks|operators|sensors|triggers|decorators|exceptions|configuration|io|notifications|providers\.common\.compat)(\.|$)|$)/;

/** Whether a module is the home of a name, a package around it, or gives it on purpose. */
function isMeant(module: string, home: string): boolean {
  return module === home || home.startsWith(`${module}.`) || GIVING.test(module);
}

/** Whether `from module import name` (or `import module`) works there without any doubt. */
export function works(index: AirflowIndex, module: string, name: string | undefined): boolean {
  return judgeImport(index, module, name).state === 'fine';
}

/** Whether it works there without a warning. */
export function worksWell(index: AirflowIndex, module: string, name: string): boolean {
  const judged = judgeImport(index, module, name);
  return judged.state === 'fine' && judged.deprecated === undefined;
}

/** A remedy in words, for a module or name that is not there. */
export function remedyFor(index: AirflowIndex, module: string, name: string | undefined): string {
  const place = name === undefined ? undefined : placeOf(index, name);
  if (place !== undefined)
    return `write \`from ${place} import ${name}\`: there it is on Airflow ${index.airflow}`;
  const known = KNOWN[`${module}.${name}`] ?? contributed(module) ?? byOldModule(index, module, name);
  if (known !== undefined) return known;
  const names = name === undefined ? undefined : index.module(module)?.names;
  const near = names ? nearest(name ?? '', names.keys()) : nearestModule(index, module);
  return near === undefined
    ? `do without it: Airflow ${index.airflow} has nothing of that name`
    : `did you mean \`${near}\`?`;
}

/** Functions that have no successor of another name. */
const KNOWN: { readonly [name: string]: string } = {
  'airflow.utils.timezone.make_aware':
    'write `value.replace(tzinfo=timezone)`: Airflow 3 has no such function for components',
};

/** Words of modules of `airflow.contrib` that are those of their providers. */
const PROVIDERS =
  /^(ssh|sftp|ftp|imap|mongo|redis|snowflake|databricks|datadog|discord|grpc|jenkins|opsgenie|pagerduty|salesforce|segment|vertica)$/;

/** `airflow.contrib` of Airflow 1 went to the providers. */
function contributed(module: string): string | undefined {
  if (!/^airflow\.contrib(\.|$)/.test(module)) return undefined;
  const [, kind, word = ''] =
    /^airflow\.contrib\.(hooks|operators|sensors)\.(\w+?)_(?:hook|operator|sensor)$/.exec(module) ?? [];
  if (kind === undefined || !PROVIDERS.test(word))
    return 'import it from its provider, a package of its own: `airflow.contrib` went with Airflow 2';
  const place = `airflow.providers.${word}.${kind}.${word}`;
  return `import it from \`${place}\`, and name \`${providerOf(place)}\` under \`dependencies\` in the spec`;
}

/** `airflow.operators.bash_operator`, imported whole: where the class is that it was there for. */
function byOldModule(index: AirflowIndex, module: string, name: string | undefined): string | undefined {
  const whole = name === undefined ? module : `${module}.${name}`;
  const [, last = ''] =
    /^airflow\.(?:hooks|operators|sensors)\.(\w+_(?:hook|operator|sensor))$/.exec(whole) ?? [];
  const cls = last.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const place = cls === '' ? undefined : placeOf(index, cls);
  return place && `write \`from ${place} import ${cls}\`, and use the class without its old module`;
}

/** A module beside the one that is missing: its last word is what is misspelt, or it is somewhere else altogether. */
function nearestModule(index: AirflowIndex, module: string): string | undefined {
  const [parent, last] = cut(module);
  const beside = index.modules().flatMap((other) => (cut(other)[0] === parent ? [cut(other)[1]] : []));
  const near = nearest(last, beside);
  return near === undefined ? undefined : `${parent}.${near}`;
}

function cut(module: string): readonly [string, string] {
  const dot = module.lastIndexOf('.');
  return [module.slice(0, Math.max(dot, 0)), module.slice(dot + 1)];
}

/** A remedy for a provider that is not installed. */
export function remedyForProvider(index: AirflowIndex, module: string): string {
  return `name \`${providerOf(module)}\` under \`dependencies\` in the spec, or import it inside the method that needs it: a bare Airflow ${index.airflow} does not have it`;
}
