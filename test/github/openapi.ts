/** GitHub's published API description, as a judge of requests and of our own double's answers. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

type Schema = { readonly [key: string]: unknown };

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: Body | { readonly $ref: string };
  readonly responses: { readonly [status: string]: Body | { readonly $ref: string } };
}

interface Body {
  readonly required?: boolean;
  readonly content?: { readonly 'application/json'?: { readonly schema: Schema } };
}

interface Description {
  readonly paths: { readonly [template: string]: { readonly [method: string]: Operation } };
  readonly components: Schema;
}

const require = createRequire(import.meta.url);
const text = readFileSync(require.resolve('@octokit/openapi/generated/api.github.com.json'), 'utf8');
const description: Description = JSON.parse(text);
const components: Schema = JSON.parse(text.replaceAll('"#/components/', '"github#/components/')).components;

const ajv = new Ajv.default({ strict: false, allErrors: true, coerceTypes: false });
addFormats.default(ajv);
ajv.addSchema({ $id: 'github', components });

interface Route {
  readonly template: string;
  readonly pattern: RegExp;
  readonly operations: { readonly [method: string]: Operation };
  readonly literal: number;
}

const routes: readonly Route[] = Object.entries(description.paths)
  .map(([template, operations]) => ({
    template,
    operations,
    pattern: new RegExp(`^${template.replace(/[.+]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
    literal: template.split('/').filter((part) => part !== '' && !part.includes('{')).length,
  }))
  .sort((one, other) => other.literal - one.literal);

const compiled = new Map<string, ValidateFunction>();

function validator(key: string, schema: Schema): ValidateFunction {
  const known = compiled.get(key);
  if (known) return known;
  const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"github#/components/'));
  const made = ajv.compile(local);
  compiled.set(key, made);
  return made;
}

function resolve<T>(value: T | { readonly $ref: string }): T {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value as T;
  const found = value.$ref
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Schema)[key], description);
  return resolve(found as T);
}

export interface Judged {
  readonly operation?: Operation;
  readonly complaints: readonly string[];
}

/** Every way in which a request departs from the description: path, parameters, body, and fields it does not know. */
export function judgeRequest(method: string, path: string, query: URLSearchParams, body: unknown): Judged {
  const verb = method.toLowerCase();
  const route = routes.find(({ pattern, operations }) => pattern.test(path) && operations[verb]);
  const operation = route?.operations[verb];
  if (!route || !operation) return { complaints: [`no such operation: ${method} ${path}`] };
  const complaints: string[] = [];
  const values = route.pattern.exec(path)?.groups ?? {};
  const parameters = (operation.parameters ?? []).map((parameter) => resolve<Parameter>(parameter));
  for (const name of query.keys()) {
    if (!parameters.some((parameter) => parameter.in === 'query' && parameter.name === name)) {
      complaints.push(`unknown query parameter ${name}`);
    }
  }
  for (const parameter of parameters) {
    const given = parameter.in === 'path' ? values[parameter.name] : query.get(parameter.name);
    if (parameter.in === 'header' || given === undefined || given === null) {
      if (parameter.required && parameter.in === 'query') complaints.push(`missing ${parameter.name}`);
      continue;
    }
    const value = typed(decodeURIComponent(given), resolve(parameter.schema));
    const check = validator(`${operation.operationId} ${parameter.in} ${parameter.name}`, parameter.schema);
    if (!check(value)) complaints.push(`${parameter.name}: ${ajv.errorsText(check.errors)}`);
  }
  complaints.push(...judgeBody(operation, body));
  return { operation, complaints };
}

function judgeBody(operation: Operation, body: unknown): readonly string[] {
  const expected = operation.requestBody && resolve<Body>(operation.requestBody);
  const schema = expected?.content?.['application/json']?.schema;
  if (!schema) return body === undefined ? [] : ['a body where none is documented'];
  if (body === undefined) return expected?.required ? ['no body'] : [];
  const check = validator(`${operation.operationId} body`, schema);
  const known = Object.keys((resolve<Schema>(schema)['properties'] ?? {}) as Schema);
  const unknown = Object.keys(body as Schema).filter((field) => known.length > 0 && !known.includes(field));
  return [
    ...(check(body) ? [] : [`body ${ajv.errorsText(check.errors)}`]),
    ...unknown.map((field) => `unknown field ${field}`),
  ];
}

/** Every way in which an answer of the double departs from what GitHub would answer. */
export function judgeResponse(operation: Operation, status: number, body: unknown): readonly string[] {
  const documented = operation.responses[String(status)];
  if (!documented) return [`${operation.operationId} documents no status ${status}`];
  const schema = resolve<Body>(documented).content?.['application/json']?.schema;
  if (!schema) return [];
  const check = validator(`${operation.operationId} ${status}`, schema);
  return check(body)
    ? []
    : [`${operation.operationId} ${status}: ${ajv.errorsText(check.errors).slice(0, 600)}`];
}

/** The smallest answer of this operation that the description allows, for the double to fill in. */
export function sampleResponse(operationId: string, status: number): unknown {
  for (const { operations } of routes) {
    const operation = Object.values(operations).find((one) => one.operationId === operationId);
    const body = operation && resolve<Body>(operation.responses[String(status)] ?? {});
    const schema = body?.content?.['application/json']?.schema;
    if (schema) return sample(schema);
  }
  throw new Error(`${operationId} documents no body for ${status}`);
}

/** The smallest item of an operation that lists. */
export function sampleItem(operationId: string): unknown {
  for (const { operations } of routes) {
    const operation = Object.values(operations).find((one) => one.operationId === operationId);
    const schema =
      operation && resolve<Body>(operation.responses['200'] ?? {}).content?.['application/json']?.schema;
    if (schema) return sample(resolve<Schema>(schema)['items'] as Schema);
  }
  throw new Error(`${operationId} documents no list`);
}

function sample(given: Schema): unknown {
  const schema = resolve<Schema>(given);
  if (schema['nullable'] === true) return null;
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  const alternatives = (schema['oneOf'] ?? schema['anyOf']) as readonly Schema[] | undefined;
  if (alternatives?.[0]) return sample(alternatives[0]);
  if (Array.isArray(schema['allOf'])) {
    return Object.assign({}, ...schema['allOf'].map((part: Schema) => sample(part)));
  }
  const properties = schema['properties'] as { readonly [name: string]: Schema } | undefined;
  if (schema['type'] === 'object' || properties) {
    const required = (schema['required'] ?? []) as readonly string[];
    return Object.fromEntries(required.map((name) => [name, sample(properties?.[name] ?? {})]));
  }
  if (schema['type'] === 'array') return [];
  if (schema['type'] === 'string') return sampleText(schema['format']);
  if (schema['type'] === 'integer' || schema['type'] === 'number') return 1;
  if (schema['type'] === 'boolean') return false;
  return null;
}

function sampleText(format: unknown): string {
  if (format === 'date-time') return '2026-01-02T03:04:05Z';
  if (format === 'uri') return 'https://example.org/';
  return 'text';
}

function typed(value: string, schema: Schema): unknown {
  const type = schema['type'];
  if (type === 'integer' || type === 'number') return value.trim() === '' ? value : Number(value);
  return type === 'boolean' ? value === 'true' : value;
}
