/** Tests of what a spec promises without any example: the class, its constructor, its template fields, its DAG. */

import type { Input, Json, Spec } from '../../flow.js';
import { inputLiteral, type Places } from './component.js';
import { atom, dict, type Expression, list, literal, statement, tuple } from './python.js';
import type { Sample } from './sample.js';

/** What a test uses beside the component; each stands for an import. */
export type Need = 'inspect' | 'runpy' | 'pytest' | 'AirflowException' | 'DAG' | 'base';

export interface GeneralTest {
  /** `test_…`; or the name of what the tests share. */
  readonly name: string;
  readonly source: string;
  readonly needs: readonly Need[];
}

/** The class that a component of each kind extends. */
export const BASES = { operator: 'BaseOperator', sensor: 'BaseSensorOperator', hook: 'BaseHook' } as const;

export type PythonKind = keyof typeof BASES;

/**
 * Tests in reading order. Those that need an object are left out where the spec does not let us find arguments
 * that the component must take.
 */
export function generalTests(
  spec: Spec,
  kind: PythonKind,
  places: Places,
  sample: Sample,
): readonly GeneralTest[] {
  const object = sample.certain
    ? [...construction(spec, kind, sample), ...templating(spec), ...refusals(spec)]
    : [];
  return [
    baseTest(spec, kind),
    ...object,
    ...signature(spec),
    ...colours(spec),
    exampleDag(spec, kind, places),
  ];
}

function baseTest(spec: Spec, kind: PythonKind): GeneralTest {
  const base = BASES[kind];
  return plain(`test_is_a_${kind}`, ['base'], [`assert issubclass(${spec.name}, ${base})`]);
}

function construction(spec: Spec, kind: PythonKind, sample: Sample): GeneralTest[] {
  const entries = [...sample.arguments].map(([name, value]) => [name, literalOf(spec, name, value)] as const);
  const required = spec.inputs.filter((input) => input.default === undefined).map((input) => input.name);
  const build =
    kind === 'hook'
      ? ['def build(arguments):', `    return ${spec.name}(**arguments)`]
      : [
          'def build(arguments):',
          '    with DAG(dag_id="airsmith_test", schedule=None):',
          `        return ${spec.name}(task_id="under_test", **arguments)`,
        ];
  const constant = statement(0, 'ARGUMENTS = ', dict(entries));
  const proof =
    kind === 'hook'
      ? [`assert isinstance(build(ARGUMENTS), ${spec.name})`]
      : ['task = build(ARGUMENTS)', 'assert task.dag.task_ids == ["under_test"]'];
  const missing = table(
    'test_requires',
    ['name'],
    required.map((name) => [literal(name)]),
    {
      needs: ['AirflowException'],
      body: [
        'arguments = {key: value for key, value in ARGUMENTS.items() if key != name}',
        'with pytest.raises((AirflowException, TypeError), match=name):',
        '    build(arguments)',
      ],
    },
  );
  return [
    { name: 'build', source: [constant, '', '', ...build].join('\n'), needs: kind === 'hook' ? [] : ['DAG'] },
    plain('test_takes_its_arguments', [], proof),
    ...missing,
  ];
}

/** Airflow renders a field by its attribute, so the constructor keeps Jinja text as it is, whatever the type. */
function templating(spec: Spec): GeneralTest[] {
  const names = spec.inputs.filter((input) => input.template).map((input) => literal(input.name));
  return table(
    'test_renders',
    ['name'],
    names.map((name) => [name]),
    {
      needs: [],
      body: [
        `assert name in ${spec.name}.template_fields`,
        'task = build({**ARGUMENTS, name: "{{ params.later }}"})',
        'assert getattr(task, name) == "{{ params.later }}"',
      ],
    },
  );
}

/** Values outside a range or an enum; a templated input is checked after rendering, so not here. */
function refusals(spec: Spec): GeneralTest[] {
  const rows = spec.inputs
    .filter((input) => !input.template)
    .flatMap((input) => outside(input).map((value) => [literal(input.name), inputLiteral(input, value)]));
  return table('test_refuses', ['name', 'value'], rows, {
    needs: ['AirflowException'],
    body: ['with pytest.raises((AirflowException, ValueError)):', '    build({**ARGUMENTS, name: value})'],
  });
}

function outside(input: Input): Json[] {
  if (input.enum !== undefined) {
    return input.enum.every((value) => typeof value === 'string') ? [`not ${input.enum[0] ?? 'this'}`] : [];
  }
  const below = input.minimum === undefined ? [] : [input.minimum - 1];
  return input.maximum === undefined ? below : [...below, input.maximum + 1];
}

function signature(spec: Spec): GeneralTest[] {
  const connection = spec.connection;
  const own = spec.inputs.some((input) => input.name === connection?.input);
  const connect =
    connection === undefined || own
      ? []
      : [row('__init__', connection.input, literal(connection.default_id))];
  const inputs = [
    ...spec.inputs.map((input) => ['__init__', input] as const),
    ...spec.methods.flatMap((method) => method.inputs.map((input) => [method.name, input] as const)),
  ];
  const plainDefaults = inputs.flatMap(([method, input]) =>
    input.default === undefined || isEmpty(input.default)
      ? []
      : [row(method, input.name, inputLiteral(input, input.default))],
  );
  const fresh = inputs
    .filter(([, input]) => isEmpty(input.default))
    .map(([method, input]) => row(method, input.name));
  const parameters = `parameters = inspect.signature(getattr(${spec.name}, method)).parameters`;
  const methods = spec.methods.map((method) => [
    literal(method.name),
    list(method.inputs.map((input) => literal(input.name))),
  ]);
  return [
    ...table('test_has_method', ['method', 'names'], methods, {
      needs: ['inspect'],
      body: [parameters, 'assert set(names) <= set(parameters)'],
    }),
    ...table('test_default', ['method', 'name', 'default'], [...connect, ...plainDefaults], {
      needs: ['inspect'],
      body: [parameters, 'assert parameters[name].default == default'],
    }),
    // A fresh list or dict each time: the signature holds None or an empty one.
    ...table('test_default_is_empty', ['method', 'name'], fresh, {
      needs: ['inspect'],
      body: [parameters, 'assert not parameters[name].default'],
    }),
    ...(spec.deferrable
      ? [
          plain(
            'test_can_defer',
            ['inspect'],
            [`assert "deferrable" in inspect.signature(${spec.name}.__init__).parameters`],
          ),
        ]
      : []),
  ];
}

function row(...cells: readonly (string | Expression)[]): Expression[] {
  return cells.map((cell) => (typeof cell === 'string' ? literal(cell) : cell));
}

function isEmpty(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function colours(spec: Spec): GeneralTest[] {
  const asserts = (['ui_color', 'ui_fgcolor'] as const).flatMap((name) =>
    spec[name] === undefined ? [] : [statement(0, `assert ${spec.name}.${name} == `, literal(spec[name]))],
  );
  return asserts.length === 0 || spec.kind === 'hook' ? [] : [plain('test_colours', [], asserts)];
}

function exampleDag(spec: Spec, kind: PythonKind, places: Places): GeneralTest {
  const load = statement(4, 'dag = runpy.run_path(str(ROOT / ', literal(places.dag)).trimStart();
  const proof = kind === 'hook' ? 'dag.tasks' : `any(isinstance(task, ${spec.name}) for task in dag.tasks)`;
  return plain('test_example_dag', ['runpy'], [`${load}))["dag"]`, `assert ${proof}`]);
}

function literalOf(spec: Spec, name: string, value: Json): Expression {
  return inputLiteral(
    spec.inputs.find((input) => input.name === name),
    value,
  );
}

function plain(name: string, needs: readonly Need[], body: readonly string[]): GeneralTest {
  return { name, needs, source: [`def ${name}():`, ...body.map((line) => `    ${line}`)].join('\n') };
}

/** A parametrized test, or none where there are no rows. */
function table(
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
