/** The form of the model's answer. Structured output asks for it; this checks it again, for an endpoint may ignore the wish. */

import type { ValidateFunction } from 'ajv';
import type { Json } from '../flow.js';
import { editedSource, type SourceEdit } from './edits.js';

export interface Answer {
  /** The whole Python file. */
  readonly source: string;
  /** What the spec left open and how it was decided, one sentence each; shown to the reviewer. */
  readonly assumptions: readonly string[];
}

/**
 * JSON Schema of the answer, in the subset that structured output accepts. One for every question, since another schema would be
 * another prefix for the cache: that an answer has either a source or edits is checked here.
 */
export const ANSWER_SCHEMA = {
  type: 'object',
  properties: {
    assumptions: {
      type: 'array',
      items: { type: 'string' },
      description:
        'What the spec leaves open and how you decided it, one sentence each. Empty when nothing was open.',
    },
    source: { type: 'string', description: 'The complete Python source file of the component.' },
    edits: {
      type: 'array',
      description: 'Instead of `source`: changes to the file that is there already.',
      items: {
        type: 'object',
        properties: {
          before: { type: 'string', description: 'A part of the file that stands in it exactly once.' },
          after: { type: 'string', description: 'What takes its place.' },
        },
        required: ['before', 'after'],
        additionalProperties: false,
      },
    },
  },
  required: ['assumptions'],
  additionalProperties: false,
} as const;

/** Larger than any component that a person would review; a longer one is a flood, not an answer. */
const MAXIMUM_SOURCE = 200_000;
const MAXIMUM_EDITS = 200;

export type Read =
  | {
      readonly ok: true;
      readonly answer: Answer;
      /** Those that made the source, where it was not written as a whole. */
      readonly edits?: readonly SourceEdit[];
    }
  /** `edits`: the form is right, but they do not fit the file. */
  | { readonly ok: false; readonly kind: 'form' | 'edits'; readonly fault: string };

/** The answer in `json`, or what is wrong with it in a few words. `base` is the file that edits are of, if there is one. */
export async function readAnswer(json: Json, base?: string): Promise<Read> {
  const validate = await validator();
  if (!validate(json)) {
    const [error] = validate.errors ?? [];
    return wrong(`${error?.instancePath.slice(1) || 'it'} ${error?.message ?? 'does not fit the schema'}`);
  }
  const {
    source = '',
    edits = [],
    assumptions,
  } = json as unknown as Partial<Answer> & {
    readonly assumptions: readonly string[];
    readonly edits?: readonly SourceEdit[];
  };
  if (edits.length > 0 && source.trim() !== '') return wrong('it has both source and edits');
  if (edits.length === 0) return whole(source, assumptions);
  if (edits.length > MAXIMUM_EDITS) return wrong(`it has ${edits.length} edits`);
  if (base === undefined) return wrong('it has edits, and there is no file to edit');
  const edited = editedSource(normalise(base), edits);
  if (!edited.ok) return { ok: false, kind: 'edits', fault: edited.fault };
  const read = whole(edited.source, assumptions);
  return read.ok ? { ...read, edits } : read;
}

function whole(source: string, assumptions: readonly string[]): Read {
  if (source.trim() === '') return wrong('source is empty');
  if (source.length > MAXIMUM_SOURCE) return wrong(`source has ${source.length} characters`);
  if (source.includes('\0')) return wrong('source holds a null character');
  return { ok: true, answer: { source: normalise(source), assumptions: assumptions.slice(0, 20) } };
}

let compiled: Promise<ValidateFunction> | undefined;

function validator(): Promise<ValidateFunction> {
  compiled ??= import('ajv').then((imported) => {
    // A bundler may wrap the class in `default` once more than Node does.
    const { default: inner } = imported.default as unknown as { default?: typeof imported.Ajv };
    const Ajv = inner ?? imported.Ajv ?? imported.default;
    return new Ajv({ strict: true }).compile(ANSWER_SCHEMA);
  });
  return compiled;
}

function wrong(fault: string): Read {
  return { ok: false, kind: 'form', fault };
}

/** LF and one final newline: the bytes are hashed, compared and committed, on every platform. */
export function normalise(source: string): string {
  return `${source.replace(/\r\n?/g, '\n').trimEnd()}\n`;
}
