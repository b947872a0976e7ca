/** Rules for an example's template context. Airflow's own keys for dates hold dates; all others are the spec's business. */

import type { SpecExample } from '../generated/spec-file.js';
import { quote } from './quote.js';
import type { Report } from './report.js';
import { pointerTo } from './tree.js';

interface Form {
  readonly what: string;
  /** Year, month, day, and for a moment hour, minute and second. */
  readonly pattern: RegExp;
  readonly example: string;
}

const DATE: Form = { what: 'date', pattern: /^(\d{4})-(\d\d)-(\d\d)$/, example: '2026-03-01' };
const BARE: Form = {
  what: 'date without dashes',
  pattern: /^(\d{4})(\d\d)(\d\d)$/,
  example: '20260301',
};
/** ISO 8601, with or without dashes and colons, for both are read. */
const MOMENT: Form = {
  what: 'date',
  pattern:
    /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/,
  example: '2026-03-01T06:30:00+00:00',
};

const FORMS: { readonly [key: string]: Form } = {
  ds: DATE,
  ds_nodash: BARE,
  ts: MOMENT,
  logical_date: MOMENT,
  execution_date: MOMENT,
  data_interval_start: MOMENT,
  data_interval_end: MOMENT,
};

/** Reports dates of the context at `at` that are none. `null` stays: a run of Airflow 3 may have no date. */
export function checkContext(example: SpecExample, at: string, report: Report): void {
  for (const [key, form] of Object.entries(FORMS)) {
    const value = example.context?.[key];
    if (value === undefined || value === null || (typeof value === 'string' && isOf(form, value))) continue;
    report.at(
      pointerTo(`${at}/context`, key),
      'AS1052',
      `\`${key}\` is ${quote(value)}, which is no ${form.what}`,
      {
        remedy: `Write it like "${form.example}", in quotes.`,
      },
    );
  }
}

/** The form holds, and the calendar has that day. */
function isOf({ pattern }: Form, text: string): boolean {
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = pattern.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const real = !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
  return real && Number(year) > 0 && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}
