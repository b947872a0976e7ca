/** Acceptance examples in words, for the page. Markdown, safe whatever the spec holds. */

import type { Example, Json } from '../../flow.js';
import { code, inline } from './markdown.js';
import { literal, oneLiner } from './python.js';
import { record } from './sample.js';

/** One list item for each example: what is given, what is done, what must come out. */
export function exampleInWords(example: Example): string {
  const lines = [...given(record(example['given'])), ...action(example), ...outcome(example)];
  return [`- **${inline(example.name).replaceAll('*', '\\*')}**`, ...lines.map((line) => `  - ${line}`)].join(
    '\n',
  );
}

function given(world: { readonly [key: string]: Json }): string[] {
  const http = items(world['http']).map((entry) => {
    const { request, response, times } = record(entry);
    const { method, path, query } = record(request);
    const asked = `${text(method)} ${text(path)}${queryText(record(query))}`;
    const often =
      times === undefined ? '' : times === 'any' ? ', any number of times' : `, ${text(times)} times`;
    return `Given that ${code(asked)} answers ${code(text(record(response)['status']))}${often}.`;
  });
  const modules = Object.entries(record(world['modules'])).map(([name, source]) =>
    source === null
      ? `Given that ${code(name)} cannot be imported.`
      : `Given a stand-in for the library ${code(name)}.`,
  );
  const named = [
    ['files', 'the files'],
    ['env', 'the environment variables'],
    ['variables', 'the Airflow Variables'],
    // Names only: values may be passwords, even if made up.
    ['connection', 'the connection fields'],
  ] as const;
  const sets = named.flatMap(([key, what]) => {
    const names = Object.keys(record(world[key]));
    return names.length === 0 ? [] : [`Given ${what} ${names.map(code).join(', ')}.`];
  });
  const sql =
    items(world['sql']).length === 0
      ? []
      : [`Given a database: ${items(world['sql']).map(show).join(', ')}.`];
  const xcom = items(world['xcom']).map((entry) => {
    const { task_id, key, value } = record(entry);
    return `Given that the task ${show(task_id)} has pushed ${show(value)} as ${show(key ?? 'return_value')}.`;
  });
  return [...http, ...sql, ...sets, ...modules, ...xcom];
}

function action(example: Example): string[] {
  const inputs = Object.entries(record(example['inputs'])).map(([name, value]) =>
    code(`${name}=${short(python(value))}`),
  );
  const call = record(example['call']);
  const context = pairs(record(example['context']));
  const runs = example['runs'] === undefined ? [] : [`It runs ${text(example['runs'])} times.`];
  const killed = record(example['kill'])['after'];
  return [
    ...(inputs.length === 0 ? [] : [`With ${inputs.join(', ')}.`]),
    ...(context === '' ? [] : [`In a run where ${context}.`]),
    ...(call['method'] === undefined ? [] : [`Calling ${code(callText(call))}.`]),
    ...runs,
    ...(killed === undefined ? [] : [`It is killed after answer ${text(killed)} of the server.`]),
    ...(example['event'] === undefined ? [] : [`Its trigger fires with ${show(example['event'])}.`]),
  ];
}

function outcome(example: Example): string[] {
  const raises = record(example['raises']);
  const message = raises['message'] === undefined ? '' : ` with ${show(raises['message'])} in its message`;
  const lines: (readonly [string, (value: Json) => string])[] = [
    ['defers', (value) => (value === true ? 'It defers.' : 'It does not defer.')],
    ['raises', () => `It raises ${code(text(raises['type']))}${message}.`],
    ['pokes', (value) => `Its pokes give ${items(value).map(show).join(', ')}.`],
    ['returns', (value) => `It returns ${show(value)}.`],
    ['rendered', (value) => `Rendered, ${pairs(record(value))}.`],
    ['http_all', (value) => (value === true ? 'Every answer has been asked for.' : '')],
    ['sql', (value) => items(value).map(rowsText).join(' ')],
    ['files', (value) => Object.entries(record(value)).map(fileText).join(' ')],
    [
      'xcom',
      (value) =>
        pairs(record(value)) === '' ? 'It pushes nothing else.' : `It pushes ${pairs(record(value))}.`,
    ],
    ['logs', (value) => `The log holds ${items(value).map(show).join(', ')}.`],
    [
      'not_in_logs',
      (value) =>
        `The log does not hold ${items(value).length === 1 ? 'the secret' : 'the secrets'} of the example.`,
    ],
  ];
  return lines.flatMap(([key, say]) => {
    const value = example[key];
    const line = value === undefined ? '' : say(value);
    return line === '' ? [] : [line];
  });
}

function rowsText(entry: Json): string {
  const { query, rows } = record(entry);
  return `Then ${show(query)} gives ${show(rows)}.`;
}

function fileText([path, content]: readonly [string, Json]): string {
  return content === null
    ? `There is no file ${code(path)}.`
    : `The file ${code(path)} holds ${show(content)}.`;
}

function callText(call: { readonly [key: string]: Json }): string {
  const args = Object.entries(record(call['args'])).map(([name, value]) => `${name}=${short(python(value))}`);
  return `${text(call['method'])}(${args.join(', ')})`;
}

function queryText(query: { readonly [key: string]: Json }): string {
  const asked = Object.entries(query).filter(([, value]) => value !== null);
  return asked.length === 0 ? '' : `?${asked.map(([name, value]) => `${name}=${text(value)}`).join('&')}`;
}

function pairs(values: { readonly [key: string]: Json }): string {
  return Object.entries(values)
    .map(([name, value]) => `${code(name)} is ${show(value)}`)
    .join(', ');
}

const LONGEST = 200;

/** A value in Python's notation, as inline code; a long one is cut, since the test file has it whole. */
export function show(value: Json | undefined): string {
  return code(short(python(value)));
}

function short(source: string): string {
  const points = [...source];
  return points.length > LONGEST ? `${points.slice(0, LONGEST).join('')} …` : source;
}

function python(value: Json | undefined): string {
  return oneLiner(literal(value ?? null));
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function items(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
