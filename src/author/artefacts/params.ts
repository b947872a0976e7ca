/** DAG params: what a person fills in when the example DAG is triggered from Airflow's form. */

import type { DagParam, Json, Spec } from '../../flow.js';
import { atom, call, type Expression, floatLiteral, list, literal } from './python.js';
import type { Sample } from './sample.js';
import { oneLine } from './text.js';
import { type FormType, formType, formTypeOf } from './types.js';

/** Params of the spec, then those that the sample's templates use and the spec does not name. */
export function dagParams(spec: Spec, sample: Sample): readonly (readonly [string, Expression])[] {
  const named = spec.params.map((param) => [param.name, paramCall(param)] as const);
  const taken = new Set(spec.params.map((param) => param.name));
  const text = JSON.stringify([...sample.arguments.values()]);
  const used = [...sample.params].filter(([name]) => !taken.has(name) && refersTo(text, name));
  return [...named, ...used.map(([name, value]) => [name, inferred(value)] as const)];
}

function paramCall(param: DagParam): Expression {
  const nullable = param.default === null;
  const form = formType(param.type);
  const choices = param.enum === undefined || !nullable ? param.enum : [...new Set([...param.enum, null])];
  const positional = param.default === undefined ? [] : [defaultOf(param.default, form)];
  return call('Param', positional, [
    ...(form === undefined ? [] : formArguments({ ...form, nullable: form.nullable || nullable })),
    ...(choices === undefined ? [] : [['enum', literal(choices)] as const]),
    ['description', literal(oneLine(param.description))],
  ]);
}

function inferred(value: Json): Expression {
  const form = formTypeOf(value);
  return call('Param', [literal(value)], form === undefined ? [] : formArguments(form));
}

function formArguments(form: FormType): readonly (readonly [string, Expression])[] {
  const type = form.nullable ? list([literal('null'), literal(form.type)]) : literal(form.type);
  const items = form.items === undefined ? undefined : literal({ type: form.items });
  return items === undefined
    ? [['type', type]]
    : [
        ['type', type],
        ['items', items],
      ];
}

function defaultOf(value: Json, form: FormType | undefined): Expression {
  return form?.type === 'number' ? floatLiteral(value) : literal(value);
}

function refersTo(text: string, name: string): boolean {
  return text.includes('params') && text.includes(name);
}

/** `{{ params.name }}`. */
export function fromTemplate(name: string): Expression {
  return literal(`{{ params.${name} }}`);
}

/** Inside a task function: the value a person gave. */
export function fromContext(name: string): Expression {
  return atom(`context["params"]["${name}"]`);
}
