/** A checked file becomes a `Spec`: every default filled in, every field placed. */

import type { Example, Input, Json, Position, Spec } from '../flow.js';
import type { SpecExample, SpecFile, SpecInput } from '../generated/spec-file.js';
import { connectionInput } from './check-component.js';
import { paramType } from './check-params.js';
import { placeAt } from './source.js';
import { pointerTo, type Tree } from './tree.js';

/** Fills defaults in. `body` is the Markdown behind the front matter. */
export function normalise(tree: Tree, defaultRange: string, body = ''): Spec {
  const file = tree.value as unknown as SpecFile;
  const { source } = tree;
  const description = [file.description?.trim() ?? '', body].filter((text) => text !== '').join('\n\n');
  return {
    path: source.path,
    fingerprint: source.fingerprint,
    name: file.name,
    kind: file.kind,
    language: file.language ?? 'python',
    category: file.category,
    summary: file.summary.trim(),
    description,
    airflow: file.airflow?.trim() ?? defaultRange,
    dependencies: (file.dependencies ?? []).map((requirement) => requirement.trim()),
    inputs: (file.inputs ?? []).map(normaliseInput),
    ...(file.connection
      ? {
          connection: {
            type: file.connection.type,
            default_id: file.connection.default_id,
            input: connectionInput(file.connection),
          },
        }
      : {}),
    methods: (file.methods ?? []).map((method) => ({
      name: method.name,
      inputs: (method.inputs ?? []).map(normaliseInput),
      ...(method.returns === undefined ? {} : { returns: method.returns as string }),
    })),
    deferrable: file.deferrable ?? false,
    ...(file.returns === undefined ? {} : { returns: file.returns as string }),
    raises: file.raises ?? [],
    hints: file.hints ?? [],
    params: (file.params ?? []).map(({ enum: options, type, ...param }) => ({
      ...(param as { name: string; description: string; default?: Json }),
      type: paramType(type),
      ...(options ? { enum: options as Json[] } : {}),
    })),
    ...(file.ui_color === undefined ? {} : { ui_color: file.ui_color }),
    ...(file.ui_fgcolor === undefined ? {} : { ui_fgcolor: file.ui_fgcolor }),
    examples: (file.examples ?? []).map((example, index) => normaliseExample(example, index, tree)),
    ...(file['x-legacy'] ? { legacy: file['x-legacy'] as { [key: string]: Json } } : {}),
    positions: positionsOf(tree),
  };
}

function normaliseInput(input: SpecInput): Input {
  const { default: fallback, enum: options, minimum, maximum, pattern } = input;
  return {
    name: input.name,
    type: input.type.trim(),
    description: input.description.trim(),
    ...('default' in input ? { default: fallback as Json } : {}),
    template: input.template ?? false,
    ...(options ? { enum: options as Json[] } : {}),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(pattern === undefined ? {} : { pattern }),
  };
}

/** Where an example holds text that travels: there `page: 2` means the text "2", as it is written. */
const WIRE = [
  /^\/given\/http\/\d+\/request\/(?:query|headers|form)\//,
  /^\/given\/http\/\d+\/response\/headers\//,
  /^\/given\/env\//,
  /^\/given\/connection\/(?:login|password|schema|host)$/,
  /^\/(?:logs|not_in_logs)\//,
];

function normaliseExample(example: SpecExample, index: number, tree: Tree): Example {
  const root = `/examples/${index}`;
  const walk = (value: Json, pointer: string): Json => {
    if (typeof value === 'number' || typeof value === 'boolean') {
      const inside = pointer.slice(root.length);
      return WIRE.some((place) => place.test(inside))
        ? (tree.places.get(pointer)?.plain ?? String(value))
        : value;
    }
    if (value === null || typeof value === 'string') return value;
    if (Array.isArray(value)) return value.map((item, at) => walk(item, pointerTo(pointer, at)));
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, walk(item, pointerTo(pointer, key))]),
    );
  };
  return walk(example as unknown as Json, root) as Example;
}

/** Values under their JSON pointer, keys under `key:` and the pointer of their value. */
function positionsOf(tree: Tree): { readonly [pointer: string]: Position } {
  const positions: { [pointer: string]: Position } = {};
  for (const [pointer, place] of tree.places) {
    positions[pointer] = placeAt(tree.source, place.start, place.end).position;
    if (place.key)
      positions[`key:${pointer}`] = placeAt(tree.source, place.key.start, place.key.end).position;
  }
  return positions;
}
