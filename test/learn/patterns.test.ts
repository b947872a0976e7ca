/** What a reviewer sees of a component that was proven: ideas, not a copy of it. */

import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { definitionId, type PatternRecord } from '../../src/knowledge/index.js';
import { openComponent } from '../../src/learn/component.js';
import { patternsOf } from '../../src/learn/patterns/index.js';
import { parseModule } from '../../src/python/index.js';
import { componentSource, FIXTURES, specFor } from './story.js';

function patternsIn(source: string, name: string, changes = {}): readonly PatternRecord[] {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.message);
  const component = openComponent(parsed.module, specFor(name, changes));
  return component ? patternsOf(component) : [];
}

function shown(patterns: readonly PatternRecord[]): string {
  return [...patterns]
    .sort((a, b) => (a.type + a.title + a.code < b.type + b.title + b.code ? -1 : 1))
    .map(({ type, title, when, not_when: notWhen, code, libraries }) => {
      const needs = libraries.length > 0 ? `\nNeeds: ${libraries.join(', ')}` : '';
      return `## ${type}: ${title}\n\nWhen: ${when}\nNot when: ${notWhen}${needs}\n\n\`\`\`python\n${code}\`\`\`\n`;
    })
    .join('\n');
}

describe('the ideas of a component read well to a reviewer', () => {
  test.each(FIXTURES)('$name', async ({ file, name }) => {
    await expect(shown(patternsIn(componentSource(file), name))).toMatchFileSnapshot(
      `fixtures/golden/${file}.md`,
    );
  });
});

test('all eleven types of idea are found where they occur', () => {
  const types = new Set(
    FIXTURES.flatMap(({ file, name }) => patternsIn(componentSource(file), name).map(({ type }) => type)),
  );
  expect([...types].sort()).toEqual([
    'deferral',
    'error_handling',
    'execution',
    'import',
    'initialization',
    'logging',
    'mock_execution',
    'parameter_ordering',
    'structural',
    'template_fields',
    'validation',
  ]);
});

test('the same idea in two components is one item, whatever they call things', () => {
  const ids = (file: string, name: string) =>
    new Set(patternsIn(componentSource(file), name).map(definitionId));
  const weather = ids('open_meteo_forecast_operator', 'OpenMeteoForecastOperator');
  const tickets = patternsIn(componentSource('ticket_desk_hook'), 'TicketDeskHook').filter((pattern) =>
    weather.has(definitionId(pattern)),
  );
  expect(tickets.map(({ title }) => title).sort()).toEqual([
    'Build the address from the fields of the connection',
    'Import AirflowException from airflow.exceptions',
    'Import BaseHook on both majors of Airflow',
    'Raise AirflowException where response.status_code >= 400',
    'Store each argument under its own name after super().__init__(**kwargs)',
    'Turn requests.RequestException into AirflowException',
  ]);
});

test('renaming everything a component names itself changes no pattern', () => {
  const source = componentSource('open_meteo_forecast_operator');
  const renamed = [
    ['OpenMeteoForecastOperator', 'TideTableOperator'],
    ['latitude', 'north'],
    ['longitude', 'east'],
    ['temperature_unit', 'scale'],
    ['http_conn_id', 'tide_conn_id'],
    ['_UNITS', '_SCALES'],
    ['base_url', 'root'],
    ['connection', 'link'],
    ['get_link', 'get_connection'],
    ['response', 'answer'],
    ['must be between', 'has to lie between'],
  ].reduce((text, [from = '', to = '']) => text.replaceAll(from, to), source);
  const before = patternsIn(source, 'OpenMeteoForecastOperator').map(definitionId);
  expect(patternsIn(renamed, 'TideTableOperator').map(definitionId)).toEqual(before);
});

test('formatting, comments and quotes change no pattern', () => {
  const source = componentSource('table_row_count_sensor');
  const restyled = source
    .replaceAll('"', "'")
    .replaceAll("'''", '"""')
    .replace('self.table = table', 'self.table = (  # kept as it is\n            table\n        )');
  expect(patternsIn(restyled, 'TableRowCountSensor').map(definitionId)).toEqual(
    patternsIn(source, 'TableRowCountSensor').map(definitionId),
  );
});

test('every pattern is Python to CPython itself', () => {
  const codes = FIXTURES.flatMap(({ file, name }) =>
    patternsIn(componentSource(file), name).map(({ code }) => code),
  );
  const program = 'import ast,json,sys\nfor code in json.load(sys.stdin): ast.parse(code)\nprint("ok")';
  expect(execFileSync('python3', ['-c', program], { input: JSON.stringify(codes), encoding: 'utf8' })).toBe(
    'ok\n',
  );
});

test('words of the spec, prose and keys do not get into a pattern', () => {
  const text = FIXTURES.flatMap(({ file, name }) => patternsIn(componentSource(file), name))
    .map(({ title, code }) => `${title}\n${code}`)
    .join('\n');
  for (const own of [
    'latitude',
    'temperature_2m',
    'OpenMeteo',
    'tickets',
    'passage',
    'warehouse',
    '/api/',
    'open_meteo_default',
  ]) {
    expect(text).not.toContain(own);
  }
});

test('a literal that could be a key does not get into a pattern', () => {
  const source = componentSource('ticket_desk_hook').replace(
    'f"Bearer {connection.password}"',
    '"hunter2abcdef"',
  );
  const text = JSON.stringify(patternsIn(source, 'TicketDeskHook'));
  expect(text).not.toContain('hunter2');
});

test('a module without the class of the spec teaches nothing', () => {
  expect(patternsIn('class Other:\n    pass\n', 'MissingOperator')).toEqual([]);
  expect(patternsIn('', 'MissingOperator')).toEqual([]);
});
