import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patternOf } from '../../src/repair/pattern.js';

/** Messages of real programs, with holes for what is particular. */
const SHAPES: readonly ((name: string, number: number, path: string, text: string) => string)[] = [
  (name) => `AttributeError: 'Fetch' object has no attribute '${name}'`,
  (name) => `NameError: name '${name}' is not defined`,
  (name, number) => `TypeError: ${name}() takes ${number} positional arguments but ${number + 1} were given`,
  (name) => `TypeError: Fetch.${name}.<locals>.<lambda>() got an unexpected keyword argument '${name}'`,
  (name) => `KeyError: '${name}'`,
  (_, __, path) => `FileNotFoundError: [Errno 2] No such file or directory: '${path}'`,
  (_, number, path) => `OSError: cannot read ${path} after ${number} bytes`,
  (_, number) => `ValueError: expected ${number} columns, got ${number + 3}`,
  (_, number, path) => `ConnectionError: http://127.0.0.1:${number + 1024}${path} refused`,
  (_, __, ___, text) => `ValueError: time data '${text}' does not match format '%Y'`,
  (name) => `OperationalError: no such table: ${name}`,
  (name, number) => `QuotaError: ${name}_total is over by ${number}`,
  (name, number) => `RuntimeError: <${name}.Client object at 0x${(number + 4096).toString(16)}> is closed`,
];

const name = fc.stringMatching(/^[a-z]{2,8}_[a-z]{2,8}$/);
const number = fc.nat({ max: 40_000 });
const path = fc
  .array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 4 })
  .map((parts) => `/${parts.join('/')}`);
const text = fc.stringMatching(/^[a-z0-9]{1,6} [a-z0-9 ]{1,12}x$/);

describe('a pattern', () => {
  test.each(SHAPES.map((shape) => [shape('some_name', 7, '/a/b', 'x y z'), shape] as const))(
    'is the same for %s with other names, numbers, paths and texts',
    (_, shape) => {
      fc.assert(
        fc.property(name, number, path, text, name, number, path, text, (...all) => {
          const [a, b] = [all.slice(0, 4), all.slice(4)] as [
            Parameters<typeof shape>,
            Parameters<typeof shape>,
          ];
          expect(patternOf(shape(...a), 'Fetch')).toBe(patternOf(shape(...b), 'Fetch'));
        }),
      );
    },
  );

  test('is the same whatever the class of the component is called', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z][a-z]{1,8}([A-Z][a-z]{1,8}){0,3}$/), (className) => {
        const message = (other: string) =>
          `TypeError: Invalid arguments were passed to ${other} (task_id: t). Invalid arguments were:\n**kwargs: {'a': 'x'}`;
        expect(patternOf(message(className), className)).toBe(patternOf(message('Fetch'), 'Fetch'));
      }),
    );
  });

  test('does not depend on where lines break, and is bounded', () => {
    expect(patternOf('E: a\n  b', '')).toBe(patternOf('E: a b', ''));
    expect(patternOf(`E: ${'word '.repeat(5_000)}`, '').length).toBeLessThanOrEqual(300);
  });

  test('ends soon, whatever a component prints', () => {
    for (const unit of ["'", '"\\', '{[', '(/', 'a.', '/a', '`x', "','", '<name>, '])
      expect(patternOf(unit.repeat(20_000), 'C').length).toBeLessThanOrEqual(300);
  });

  test('of an import keeps what was imported from Airflow', () => {
    expect(
      patternOf("ImportError: cannot import name 'X' from 'airflow.models' (/opt/a/models/__init__.py)", 'C'),
    ).toBe("ImportError: cannot import name 'X' from 'airflow.models' (<path>)");
    expect(patternOf("ModuleNotFoundError: No module named 'airflow.sdk'", 'C')).toContain("'airflow.sdk'");
    expect(patternOf("ModuleNotFoundError: No module named 'nemo'", 'C')).toContain("'<name>'");
  });

  test('keeps the words, and an apostrophe that is no quote', () => {
    expect(patternOf("E: it isn't so, and won't be", '')).toBe("E: it isn't so, and won't be");
    expect(patternOf("E: the conn_id `a_b` isn't defined", '')).toBe("E: the <name> `<name>` isn't defined");
  });

  test('says one or several names alike', () => {
    const missing = (names: string) => patternOf(`TypeError: missing keyword arguments ${names}`, '');
    expect(missing("'a', 'b'")).toBe(missing("'a', 'b', 'c'"));
  });

  test('does not take a short class name for a part of other words', () => {
    expect(patternOf('ConnectionError: Can not do it', 'C')).toBe('ConnectionError: Can not do it');
  });
});
