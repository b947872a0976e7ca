/** Where a mistake was met, as evidence keeps it: the statements around it, without the component's own names and values. */

import { describe, expect, test } from 'vitest';
import type { Attempt, DiagnosedError } from '../../src/flow.js';
import { contextOf } from '../../src/learn/surroundings.js';
import { specOf } from '../repair/spec.js';

const PATH = 'plugins/operators/forecast_operator.py';
const SOURCE = `from __future__ import annotations

import requests

from airflow.models import BaseOperator


class ForecastOperator(BaseOperator):
    template_fields = ("city",)

    def __init__(self, *, city: str, secret_token: str = "hunter2", **kwargs) -> None:
        super().__init__(**kwargs)
        self.city = city
        self.secret_token = secret_token

    def execute(self, context):
        # Ask for it.
        temperatures = requests.get(f"https://weather.example/{self.city}", timeout=5).json()
        if not temperatures:
            raise ValueError("nothing for Berlin")
        hottest = max(temperatures["celsius"])
        return hottest
`;

function attemptOf(content: string): Attempt {
  const author = { model: 'm', promptFingerprint: '', replayed: false };
  const usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, cost: 0 };
  const files = [{ role: 'component', path: PATH, content } as const];
  const draft = { className: 'ForecastOperator', module: 'm', pythonRoot: 'plugins', files };
  return { number: 1, author, usage, ms: 0, draft };
}

function errorAt(line?: number): DiagnosedError {
  const finding = { code: 'AS4302', severity: 'error', tier: 'examples', message: '' } as const;
  const error = { errorClass: 'key.missing', pattern: '', rootCause: '', airflow: [], finding };
  return line === undefined ? error : { ...error, at: { path: PATH, line, column: 1 } };
}

const inputs = [{ name: 'city', type: 'str', description: '', template: true }];
const context = (line?: number, source = SOURCE) =>
  contextOf(errorAt(line), attemptOf(source), specOf([], inputs));
const lineOf = (text: string) => SOURCE.split('\n').findIndex((line) => line.includes(text)) + 1;

describe('the context of a mistake', () => {
  test('is the statement with those around it, what they hold aside', () => {
    const text = context(lineOf('hottest = max'));
    expect(text?.split('\n')).toHaveLength(4);
    expect(text).toContain('= max(');
    expect(text).toMatch(/return \w+$/);
  });

  test('holds no name or value of the component', () => {
    const texts = SOURCE.split('\n').map((_, index) => context(index + 1) ?? '');
    expect(texts.join('\n')).toContain('requests.get(');
    for (const word of [
      'hunter2',
      'Berlin',
      'Forecast',
      'city',
      'secret_token',
      'temperatures',
      'hottest',
      'weather',
    ])
      expect(texts.join('\n')).not.toContain(word);
  });

  test('is the same for another component with the same mistake', () => {
    const other = SOURCE.replaceAll('temperatures', 'rows')
      .replaceAll('hottest', 'most')
      .replaceAll('celsius', 'kelvin');
    expect(context(lineOf('hottest = max'), other)).toBe(context(lineOf('hottest = max')));
  });

  test('is absent where the place is not known, elsewhere, or in a file that does not parse', () => {
    expect(context()).toBeUndefined();
    expect(context(999)).toBeUndefined();
    expect(context(3, 'def f(:\n')).toBeUndefined();
    const elsewhere = { ...errorAt(3), at: { path: 'specs/a.yaml', line: 3, column: 1 } };
    expect(contextOf(elsewhere, attemptOf(SOURCE), specOf())).toBeUndefined();
  });
});
