/** The documentation page of a component: `docs/components/<file>.md`. */

import { posix } from 'node:path';
import type { Input, Json, Spec } from '../../flow.js';
import { type Component, fileStem, importLine, inputLiteral, type Places } from './component.js';
import { code, fenced, inline, prose, tableOf } from './markdown.js';
import { oneLiner } from './python.js';
import { record, sampleArguments } from './sample.js';
import { oneLine } from './text.js';
import { hookTask, operatorTask } from './usage.js';
import { exampleInWords, show } from './words.js';

/** Markdown. Every text of the spec is escaped, so that a description cannot forge what the page says. */
export function renderPage(spec: Spec, component: Component, places: Places): string {
  const sections = [
    `# ${spec.name}`,
    inline(spec.summary),
    prose(spec.description),
    fenced('python', importLine(spec, component)),
    facts(spec, places),
    ...inputs(spec),
    ...connection(spec),
    ...methods(spec),
    ...returns(spec),
    ...raises(spec),
    ...usage(spec, component, places),
    ...params(spec),
    ...examples(spec, places),
    `---\n\nMade by airsmith from ${link(places, spec.path)}; it is written anew when the spec changes.`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function facts(spec: Spec, places: Places): string {
  const rows = [
    ['Kind', `${spec.kind}, category ${code(spec.category)}`],
    ['Airflow', spec.airflow === '' ? '' : code(spec.airflow)],
    ['Needs', spec.dependencies.map(code).join(', ')],
    ['Waits without a worker', spec.deferrable ? `yes, with ${code('deferrable=True')}` : ''],
    ['Source', link(places, places.component)],
    ['Tests', link(places, places.test)],
  ] as const;
  return rows.flatMap(([name, value]) => (value === '' ? [] : [`- ${name}: ${value}`])).join('\n');
}

function inputs(spec: Spec): string[] {
  return spec.inputs.length === 0 ? [] : ['## Inputs', inputTable(spec.inputs, spec.kind !== 'hook')];
}

function inputTable(all: readonly Input[], templates: boolean): string {
  const head = ['name', 'type', 'default', ...(templates ? ['templated'] : []), 'meaning'];
  const rows = all.map((input) => [
    code(input.name),
    code(input.type),
    input.default === undefined ? 'required' : code(oneLiner(inputLiteral(input, input.default))),
    ...(templates ? [input.template ? 'yes' : 'no'] : []),
    [inline(input.description), ...rules(input)].join(' '),
  ]);
  return tableOf(head, rows);
}

function rules(input: Pick<Input, 'enum' | 'minimum' | 'maximum' | 'pattern'>): string[] {
  return [
    ...(input.enum === undefined ? [] : [`One of ${input.enum.map(show).join(', ')}.`]),
    ...(input.minimum === undefined ? [] : [`At least ${input.minimum}.`]),
    ...(input.maximum === undefined ? [] : [`At most ${input.maximum}.`]),
    ...(input.pattern === undefined ? [] : [`Matches ${code(input.pattern)}.`]),
  ];
}

function connection(spec: Spec): string[] {
  const used = spec.connection;
  if (used === undefined) return [];
  const fields = spec.examples.flatMap((example) =>
    Object.keys(record(record(example['given'])['connection'])),
  );
  const target = used.type === 'sqlite' ? "--conn-host '/path/to/the.db'" : "--conn-host '<host>'";
  const more = (['login', 'password', 'schema', 'extra'] as const).filter((field) => fields.includes(field));
  const options = [target, ...more.map((field) => `--conn-${field} '<${field}>'`)];
  return [
    '## Connection',
    `${code(used.input)} names an Airflow connection of type ${code(used.type)}, by default ${code(used.default_id)}. To create it:`,
    fenced(
      'sh',
      `airflow connections add ${shell(used.default_id)} --conn-type ${shell(used.type)} ${options.join(' ')}`,
    ),
  ];
}

/** One word of a shell command. */
function shell(word: string): string {
  const line = oneLine(word);
  return /^[\w.][\w.-]*$/.test(line) ? line : `'${line.replaceAll("'", `'\\''`)}'`;
}

function methods(spec: Spec): string[] {
  if (spec.methods.length === 0) return [];
  const each = spec.methods.flatMap((method) => [
    `### ${code(`${method.name}(${method.inputs.map((input) => input.name).join(', ')})`)}`,
    method.returns === undefined ? '' : returned(method.returns),
    method.inputs.length === 0 ? '' : inputTable(method.inputs, false),
  ]);
  return ['## Methods', ...each];
}

function returns(spec: Spec): string[] {
  return spec.returns === undefined ? [] : ['## Returns', returned(spec.returns)];
}

function returned(value: string | { readonly [key: string]: Json }): string {
  if (typeof value !== 'string') {
    return `Returns a value of this JSON Schema:\n\n${fenced('json', JSON.stringify(value, null, 2))}`;
  }
  const text = value.trim();
  // A list or a fence has to start its own line.
  if (/[\n\r]/.test(text)) return `Returns:\n\n${prose(text)}`;
  return `Returns ${inline(text)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

function raises(spec: Spec): string[] {
  const rows = spec.raises.map((raise) => [code(raise.exception), inline(raise.when)]);
  return rows.length === 0 ? [] : ['## Raises', tableOf(['exception', 'when'], rows)];
}

function usage(spec: Spec, component: Component, places: Places): string[] {
  const sample = sampleArguments(spec);
  const stem = fileStem(component);
  const lines = spec.kind === 'hook' ? hookTask(spec, stem, sample, 0) : operatorTask(spec, stem, sample, 0);
  return ['## Example', fenced('python', lines), `The whole DAG: ${link(places, places.dag)}.`];
}

function params(spec: Spec): string[] {
  if (spec.params.length === 0) return [];
  const rows = spec.params.map((param) => [
    code(param.name),
    code(param.type),
    param.default === undefined ? 'required' : show(param.default),
    [inline(param.description), ...rules(param.enum === undefined ? {} : { enum: param.enum })].join(' '),
  ]);
  return [
    '## Params of the example DAG',
    'Airflow shows them as a form when the DAG is triggered.',
    tableOf(['name', 'type', 'default', 'meaning'], rows),
  ];
}

function examples(spec: Spec, places: Places): string[] {
  if (spec.examples.length === 0) {
    return [
      '## Acceptance examples',
      'The spec has none, so what the component does when it runs is unchecked.',
    ];
  }
  const told = spec.examples.map(exampleInWords).join('\n');
  return ['## Acceptance examples', `Each one runs in ${link(places, places.test)}.`, told];
}

/** A link from the page to a file of the repository. */
function link(places: Places, path: string): string {
  const relative = posix.relative(posix.dirname(places.page), path).replace(/\p{Cs}/gu, '\ufffd');
  // `encodeURI` leaves what ends a link or a path. The dot keeps a path from being read as an address.
  const target = encodeURI(relative).replace(/[()#?]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return `[${code(path)}](${target.startsWith('.') ? target : `./${target}`})`;
}
