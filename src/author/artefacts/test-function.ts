/** A generated test function and what it needs. */

import { atom, type Expression, list, literal, statement, tuple } from './python.js';

/** What a test uses beside the component; each stands for an import. */
export type Need = 'inspect' | 'runpy' | 'pytest' | 'AirflowException' | 'DAG' | 'base';

export interface GeneralTest {
  /** `test_…`; or the name of what the tests share. */
  readonly name: string;
  readonly source: string;
  readonly needs: readonly Need[];
}

/** Cells of a table; text stands for itself. */
export function row(...cells: readonly (string | Expression)[]): Expression[] {
  return cells.map((cell) => (typeof cell === 'string' ? literal(cell) : cell));
}

/** A test without parameters. */
export function plain(name: string, needs: readonly Need[], body: readonly string[]): GeneralTest {
  return { name, needs, source: [`def ${name}():`, ...body.map((line) => `    ${line}`)].join('\n') };
}

/** A parametrized test, or none where there are no rows. */
export function table(
  name: string,
  columns: readonly string[],
  rows: readonly (readonly Expression[])[],
  test: { readonly needs: readonly Need[]; readonly body: readonly string[] },
): GeneralTest[] {
  if (rows.length === 0) return [];
  const [only] = columns;
  const names = columns.length === 1 ? literal(only ?? '') : tuple(columns.map((column) => literal(column)));
  const cells = list(rows.map((cells) => (cells.length === 1 ? (cells[0] ?? atom('None')) : tuple(cells))));
  const decorator = statement(0, '', {
    kind: 'group',
    open: '@pytest.mark.parametrize(',
    close: ')',
    items: [{ value: names }, { value: cells }],
  });
  const body = test.body.map((line) => `    ${line}`);
  const source = [decorator, `def ${name}(${columns.join(', ')}):`, ...body].join('\n');
  return [{ name, needs: ['pytest', ...test.needs], source }];
}
