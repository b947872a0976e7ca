/** Tests of the arguments that the constructor and the methods declare. */

import type { Input, Spec } from '../../flow.js';
import { inputLiteral } from './component.js';
import { type Expression, list, literal } from './python.js';
import { type GeneralTest, plain, row, table } from './test-function.js';

/** The constructor's and the methods' arguments, by their declared defaults. */
export function signatureTests(spec: Spec): GeneralTest[] {
  const connection = spec.connection;
  const own = spec.inputs.some((input) => input.name === connection?.input);
  const connect: Parameter[] =
    connection === undefined || own
      ? []
      : [{ name: connection.input, default: literal(connection.default_id), fresh: false }];
  const declared = [...connect, ...parameters(spec.inputs)];
  const methods = spec.methods.map((method) =>
    row(method.name, list(method.inputs.map(({ name }) => literal(name)))),
  );
  const ofMethods = spec.methods.flatMap((method) => parameters(method.inputs, method.name));
  const deferrable = [`assert "deferrable" in inspect.signature(${spec.name}.__init__).parameters`];
  return [
    ...defaults('', declared, `parameters = inspect.signature(${spec.name}.__init__).parameters`),
    ...table('test_has_method', ['method', 'names'], methods, {
      needs: ['inspect'],
      body: [methodParameters(spec), 'assert set(names) <= set(parameters)'],
    }),
    ...defaults('_of_method', ofMethods, methodParameters(spec)),
    ...(spec.deferrable ? [plain('test_can_defer', ['inspect'], deferrable)] : []),
  ];
}

interface Parameter {
  readonly method?: string;
  readonly name: string;
  readonly default: Expression;
  /** A list or a dict, of which each object gets its own: the signature may hold None or a tuple. */
  readonly fresh: boolean;
}

function parameters(inputs: readonly Input[], method?: string): Parameter[] {
  return inputs.flatMap((input) => {
    const value = input.default;
    if (value === undefined) return [];
    const fresh = typeof value === 'object' && value !== null;
    return [
      {
        ...(method === undefined ? {} : { method }),
        name: input.name,
        default: inputLiteral(input, value),
        fresh,
      },
    ];
  });
}

function methodParameters(spec: Spec): string {
  return `parameters = inspect.signature(getattr(${spec.name}, method)).parameters`;
}

/** `suffix` and a `method` column tell the tests of methods from those of the constructor. */
function defaults(suffix: string, all: readonly Parameter[], lookUp: string): GeneralTest[] {
  const columns = [...(suffix === '' ? [] : ['method']), 'name', 'default'];
  const cells = (one: Parameter) =>
    row(...(one.method === undefined ? [] : [one.method]), one.name, one.default);
  const needs = ['inspect'] as const;
  return [
    ...table(`test_default${suffix}`, columns, all.filter((one) => !one.fresh).map(cells), {
      needs,
      body: [lookUp, 'assert parameters[name].default == default'],
    }),
    ...table(`test_fresh_default${suffix}`, columns, all.filter((one) => one.fresh).map(cells), {
      needs,
      body: [
        lookUp,
        'value = parameters[name].default',
        'assert value is None or type(default)(value) == default',
      ],
    }),
  ];
}
