/** What the author of a component has to know of the Airflows that it is written for, as their indexes say it. */

import type { AirflowFacts, Scattered } from '../../flow.js';
import { RESERVED_NAMES } from '../../generated/reserved.js';
import type { ClassEntry, Parameter } from './classes.js';
import { placesOfName } from './edit.js';
import { placesOfTimezone } from './missing.js';
import type { AirflowIndex } from './read.js';
import { placeOf, worksWell } from './remedy.js';

/** What components import of Airflow. */
const IMPORTED = [
  'BaseOperator',
  'BaseSensorOperator',
  'PokeReturnValue',
  'BaseHook',
  'Context',
  'Connection',
  'Variable',
  'BaseTrigger',
  'TriggerEvent',
  'AirflowException',
  'AirflowFailException',
  'AirflowNotFoundException',
  'AirflowSensorTimeout',
  'AirflowSkipException',
  'DbApiHook',
  'timezone',
];

/** Calls whose arguments are often guessed. */
const CALLED: readonly (readonly [string, readonly string[]])[] = [
  ['BaseOperator', ['defer', 'on_kill']],
  ['BaseHook', ['__init__', 'get_connection', 'get_hook']],
  ['DbApiHook', ['get_conn', 'get_records', 'get_first', 'run', 'insert_rows']],
  ['BaseTrigger', ['__init__', 'serialize', 'run', 'cleanup']],
];

/** What a component is meant to define itself. */
const OWN = new Set(
  'execute poke on_kill pre_execute post_execute get_conn test_connection get_connection_form_widgets get_ui_field_behaviour run template_fields template_ext template_fields_renderers ui_color ui_fgcolor operator_extra_links'.split(
    ' ',
  ),
);

/** Nobody calls an input so; to name them all would bury the others. */
const UNLIKELY =
  /^(_|[A-Z]|(a?get|set|iter|has|is|as|render|expand|resolve|prepare|add|update|serialize|deserialization|inherits|global|overwrite|operator|supports|shallow|returns|skip)_)/;

const SDK = 'airflow.sdk';

/** The facts for `versions`; `indexes` are those that there are of them. Order of either makes no difference. */
export function factsOf(versions: readonly string[], indexes: readonly AirflowIndex[]): AirflowFacts {
  const order = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });
  const known = [...new Map(indexes.map((index) => [index.airflow, index])).values()].sort((a, b) =>
    order(a.airflow, b.airflow),
  );
  const over = (namesOf: (index: AirflowIndex) => Iterable<string>): Scattered =>
    scattered(known.map((index) => [index.airflow, new Set(namesOf(index))] as const));
  const operator = takenOn(known, 'operator', 'BaseOperator');
  return {
    versions: [...new Set(versions)].sort(order),
    known: known.map(({ airflow }) => airflow),
    imports: IMPORTED.flatMap((name) => {
      const places = placesFor(name, known);
      return places ? [{ name, places }] : [];
    }),
    taken: {
      operator,
      sensor: takenOn(known, 'sensor', 'BaseSensorOperator').filter((name) => !operator.includes(name)),
      hook: takenOn(known, 'hook', 'BaseHook'),
    },
    context: over(({ context }) => context),
    calls: CALLED.flatMap(([of, methods]) => methods.flatMap((method) => callOf(of, method, known))),
    providers: over(({ providers }) => providers),
  };
}

/** `airflow.sdk` first where the newer ones have it: what else they have under an old name may go to their database. */
function placesFor(name: string, known: readonly AirflowIndex[]): readonly string[] | undefined {
  if (name === 'timezone') return placesOfTimezone(known);
  const older = known.filter((index) => !worksWell(index, SDK, name));
  if (older.length === known.length) return placesOfName(name, known);
  if (older.length === 0) return [SDK];
  const [place, ...others] = new Set(older.map((index) => placeOf(index, name)));
  return place === undefined || others.length > 0 ? undefined : [SDK, place];
}

/** Names with the Airflows that have them, those of every Airflow apart. */
function scattered(by: readonly (readonly [string, ReadonlySet<string>])[]): Scattered {
  const all = [...new Set(by.flatMap(([, names]) => [...names]))].sort();
  const everywhere = all.filter((name) => by.every(([, names]) => names.has(name)));
  const only = new Map<string, string[]>();
  for (const name of all) {
    if (everywhere.includes(name)) continue;
    const on = by.flatMap(([airflow, names]) => (names.has(name) ? [airflow] : [])).join(', ');
    only.set(on, [...(only.get(on) ?? []), name]);
  }
  return { everywhere, only: [...only].map(([airflow, names]) => ({ airflow, names })) };
}

/** What a base class and its bases call their own on any of them: an input of such a name changes what Airflow does. */
function takenOn(
  known: readonly AirflowIndex[],
  kind: 'operator' | 'sensor' | 'hook',
  base: string,
): readonly string[] {
  const names = known.flatMap((index) => {
    const line = lineOf(index, base);
    const inits = line.flatMap(({ methods }) => methods.get('__init__')?.parameters ?? []);
    return [
      ...line.flatMap(({ methods }) => [...methods.keys()]),
      ...inits.filter(isNamed).map(({ name }) => name),
      ...Object.keys(RESERVED_NAMES[index.airflow]?.[kind] ?? {}),
    ];
  });
  return [...new Set(names)].filter((name) => !OWN.has(name) && !UNLIKELY.test(name)).sort();
}

/** A class and its bases, nearest first, as far as the index describes them. */
function lineOf(index: AirflowIndex, name: string): readonly ClassEntry[] {
  const own = index.classNamed(name);
  return own === undefined ? [] : [own, ...own.mro.flatMap((base) => index.class(base) ?? [])];
}

function isNamed({ kind }: Parameter): boolean {
  return kind !== 'var-positional' && kind !== 'var-keyword';
}

/** A method as it can be called on every one of them: the arguments that all have. */
function callOf(of: string, method: string, known: readonly AirflowIndex[]): readonly string[] {
  const found = known.map((index) => {
    return lineOf(index, of)
      .find(({ methods }) => methods.has(method))
      ?.methods.get(method)?.parameters;
  });
  const [first, ...others] = found;
  if (first === undefined || others.includes(undefined)) return [];
  const common = first.filter(({ name }) =>
    others.every((parameters) => parameters?.some((one) => one.name === name)),
  );
  const star = common.findIndex(({ kind }) => kind === 'keyword');
  const words = common.map(wordOf);
  if (star >= 0 && !common.slice(0, star).some(({ kind }) => kind === 'var-positional'))
    words.splice(star, 0, '*');
  return [`${of}.${method}(${words.join(', ')})`];
}

function wordOf({ name, kind, required }: Parameter): string {
  if (kind === 'var-positional') return `*${name}`;
  if (kind === 'var-keyword') return `**${name}`;
  return required ? name : `${name}=…`;
}
