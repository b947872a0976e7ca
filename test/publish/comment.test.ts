/** The one comment, as a reviewer reads it. Golden files stand in `fixtures/`; `npx vitest run test/publish -u` renews them. */

import { describe, expect, test } from 'vitest';
import { COMMENT_MARKER, headline, renderComment, renderSummary } from '../../src/publish/comment.js';
import { contextOf, outcomeOf, verdictOf } from './outcomes.js';

const AIRFLOWS = ['2.8.1', '2.11.2', '3.3.2'];
const fine = (total: number) => AIRFLOWS.map((airflow) => verdictOf(airflow, total, total));

const forecast = outcomeOf({
  name: 'OpenMeteoForecastOperator',
  path: 'specs/open_meteo_forecast.airsmith.yaml',
  examples: ['daily', 'hourly', 'no such place'],
  environments: fine(3),
  cost: 4_000,
  assumptions: ['An empty list of variables asks for all of them.'],
  considered: [
    {
      id: 'p1',
      title: 'Dual import of BaseHook',
      type: 'import',
      chosen: true,
      reason: 'the range spans both majors',
      confidence: 850,
      margin: 60,
    },
    {
      id: 'p2',
      title: 'Defer to a trigger',
      type: 'deferral',
      chosen: false,
      reason: 'the spec is not deferrable',
      confidence: 700,
      margin: 120,
    },
  ],
  items: [
    {
      what: 'dual import of BaseHook',
      kind: 'pattern',
      change: 'new',
      path: 'learning/patterns/import/dual-import-basehook-0123456789abcdef.json',
      note: 'quarantined, 1 run',
    },
    {
      what: 'moved import',
      kind: 'fix',
      change: 'strengthened',
      before: { confidence: 820, margin: 70 },
      after: { confidence: 850, margin: 60 },
    },
  ],
});

const ticket = outcomeOf({
  name: 'TicketDeskHook',
  path: 'specs/ticket_hook.airsmith.md',
  examples: ['opens', 'follows the pages'],
  environments: [
    verdictOf('2.8.1', 2, 2),
    verdictOf('2.11.2', 2, 2),
    verdictOf('3.3.2', 1, 2, [
      {
        code: 'AS4101',
        severity: 'error',
        tier: 'examples',
        message: 'returns something else',
        example: 'follows the pages',
        expectation: 'returns',
        expected: [{ id: 1 }, { id: 2 }],
        actual: [{ id: 1 }],
        traceback:
          'plugins/hooks/ticket_desk_hook.py", line 41, in iter_tickets\n    yield from page["items"]',
      },
    ]),
  ],
  earlier: 3,
  cost: 5_250,
});

describe('the comment', () => {
  test('shows what is proven and what needs a person', async () => {
    const again = outcomeOf({
      name: 'TableRowCountSensor',
      path: 'specs/table_row_count_sensor.airsmith.yaml',
      examples: ['a', 'b', 'c', 'd'],
      environments: fine(4),
      again: true,
    });
    const text = renderComment([forecast, again, ticket], contextOf());
    await expect(text).toMatchFileSnapshot('fixtures/mixed.md');
    expect(text.split('\n').slice(0, 2)).toEqual([COMMENT_MARKER, '### airsmith · 2 proven, 1 needs you']);
  });

  test('shows a mistake in a spec with its line and the way out', async () => {
    const position = { path: 'specs/orders.airsmith.yaml', line: 14, column: 11, endColumn: 16 };
    const mistake = {
      code: 'AS1007',
      severity: 'error',
      message: 'input `label` is a property of every Airflow operator',
      cause: "Airflow's BaseOperator defines it without a setter, so no operator can store it.",
      remedy: 'Rename it, for example `record_label`',
      position,
      excerpt: '  - {name: label, type: str, template: true}',
    } as const;
    await expect(renderComment([], contextOf({ problems: [mistake], spent: 0 }))).toMatchFileSnapshot(
      'fixtures/mistake.md',
    );
  });

  test('never calls proven what was not run everywhere', async () => {
    const problem = {
      code: 'AS3004',
      severity: 'error',
      message: 'no Python for Airflow 2.8.1 was found',
      remedy: 'Install Python 3.11',
    } as const;
    const missing = { ...verdictOf('2.8.1', 0, 3), state: 'not-run', problem } as const;
    const outcome = outcomeOf({
      name: 'OrdersOperator',
      path: 'specs/orders.airsmith.yaml',
      examples: ['a', 'b', 'c'],
      environments: [missing, verdictOf('3.3.2', 3, 3)],
    });
    const text = renderComment([outcome], contextOf());
    await expect(text).toMatchFileSnapshot('fixtures/not-run.md');
    expect(text).toContain('### airsmith · 1 needs you\n');
  });

  test('says what becomes of renamed and deleted specs', async () => {
    const context = contextOf({
      deleted: ['specs/old.airsmith.yaml'],
      renamed: [{ from: 'specs/a.airsmith.yaml', to: 'specs/b.airsmith.yaml' }],
      spent: 0,
    });
    await expect(renderComment([], context)).toMatchFileSnapshot('fixtures/renamed.md');
  });

  test('says to a fork what was done and what was not', async () => {
    const { commit: _, ...context } = contextOf({ fork: { checked: 2 }, environments: [], spent: 0 });
    await expect(renderComment([], context)).toMatchFileSnapshot('fixtures/fork.md');
  });

  test('is the same for the same run, so that an update that changes nothing is none', () => {
    expect(renderComment([forecast, ticket], contextOf())).toBe(
      renderComment([forecast, ticket], contextOf()),
    );
  });
});

describe('a comment that would be too long', () => {
  const long = (at: number) =>
    outcomeOf({
      name: `Component${at}Operator`,
      path: `specs/${'deep/'.repeat(10)}${at}.airsmith.yaml`,
      examples: ['one'],
      environments: [
        verdictOf('3.3.2', 0, 1, [
          {
            code: 'AS4101',
            severity: 'error',
            tier: 'examples',
            message: `${'wörds '.repeat(200)}${at}`,
            example: 'one',
            expected: 'x'.repeat(5_000),
            actual: '`'.repeat(4_000),
            traceback: `${'frame\n'.repeat(400)}`,
          },
        ]),
      ],
      items: Array.from({ length: 30 }, (_, item) => ({
        what: `pattern ${at} ${item} ${'x'.repeat(300)}`,
        kind: 'pattern' as const,
        change: 'new' as const,
      })),
    });

  test.each([40, 300])('is cut with a count of what is missing: %d unproven specs', (specs) => {
    const outcomes = Array.from({ length: specs }, (_, at) => long(at));
    const text = renderComment(outcomes, contextOf());
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
    expect(text).toContain(`### airsmith · ${specs} need you`);
    expect(text).toMatch(/… and \d+ more (components|that need you): see the job summary\./);
    expect(text.trimEnd().endsWith('</sub>')).toBe(true);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    expect(Buffer.byteLength(renderSummary(outcomes, contextOf()))).toBeLessThanOrEqual(1_000_000);
  });

  test('shows what needs a person before what does not', () => {
    const many = Array.from({ length: 900 }, (_, at) =>
      outcomeOf({ name: `Fine${at}Operator`, path: `specs/${at}.airsmith.yaml`, environments: fine(0) }),
    );
    const text = renderComment([...many, ticket], contextOf());
    expect(text).toContain('TicketDeskHook</code> | ✅ | ✅ | ❌');
  });
});

test('the headline is plain text', () => {
  expect(headline([], { problems: [] })).toBe('nothing to do');
  expect(headline([forecast, ticket], { problems: [] })).toBe('1 proven, 1 needs you');
});
