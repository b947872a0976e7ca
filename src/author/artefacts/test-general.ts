/** Tests of what a spec promises without any example: the class, its constructor, its template fields, its DAG. */

import type { Input, Json, Spec } from '../../flow.js';
import { inputLiteral, type Places } from './component.js';
import { call, dict, type Expression, literal, statement } from './python.js';
import type { Sample } from './sample.js';
import { type GeneralTest, plain, table } from './test-function.js';
import { signatureTests } from './test-signature.js';

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
  const base = plain(
    'test_extends_the_base_class',
    ['base'],
    [`assert issubclass(${spec.name}, ${BASES[kind]})`],
  );
  const always = [...signatureTests(spec), ...colours(spec), exampleDag(spec, kind, places)];
  if (!sample.certain) return [base, ...always];
  const build = builder(spec, kind, sample);
  return [build, base, ...construction(spec, kind), ...templating(spec), ...refusals(spec), ...always];
}

/** `ARGUMENTS` and `build`, which the other tests use. */
function builder(spec: Spec, kind: PythonKind, sample: Sample): GeneralTest {
  const entries = [...sample.arguments].map(([name, value]) => [name, literalOf(spec, name, value)] as const);
  const constant = statement(0, 'ARGUMENTS = ', dict(entries));
  const body =
    kind === 'hook'
      ? [`    return ${spec.name}(**arguments)`]
      : [
          '    with DAG(dag_id="airsmith_test", schedule=None):',
          `        return ${spec.name}(task_id="under_test", **arguments)`,
        ];
  const source = [constant, '', '', 'def build(arguments):', ...body].join('\n');
  return { name: 'build', source, needs: kind === 'hook' ? [] : ['DAG'] };
}

function construction(spec: Spec, kind: PythonKind): GeneralTest[] {
  const required = spec.inputs.filter((input) => input.default === undefined).map((input) => input.name);
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
  return [plain('test_takes_its_arguments', [], proof), ...missing];
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

/** In any case, as a colour means the same in capitals; the contract compares in the same way. */
function colours(spec: Spec): GeneralTest[] {
  const asserts = (['ui_color', 'ui_fgcolor'] as const).flatMap((name) =>
    spec[name] === undefined
      ? []
      : [
          statement(
            4,
            `assert ${spec.name}.${name}.lower() == `,
            literal(spec[name].toLowerCase()),
          ).trimStart(),
        ],
  );
  return asserts.length === 0 || spec.kind === 'hook' ? [] : [plain('test_colours', [], asserts)];
}

function exampleDag(spec: Spec, kind: PythonKind, places: Places): GeneralTest {
  const path = statement(4, 'path = ', call('ROOT.joinpath', [literal(places.dag)], [])).trimStart();
  const proof = kind === 'hook' ? 'dag.tasks' : `any(isinstance(task, ${spec.name}) for task in dag.tasks)`;
  return plain(
    'test_example_dag',
    ['runpy'],
    [path, 'dag = runpy.run_path(str(path))["dag"]', `assert ${proof}`],
  );
}

function literalOf(spec: Spec, name: string, value: Json): Expression {
  return inputLiteral(
    spec.inputs.find((input) => input.name === name),
    value,
  );
}
