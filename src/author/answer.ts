/** The form of the model's answer. Structured output asks for it; this checks it again, for an endpoint may ignore the wish. */

import type { ValidateFunction } from 'ajv';
import type { Json } from '../flow.js';

export interface Answer {
  /** The whole Python file. */
  readonly source: string;
  /** What the spec left open and how it was decided, one sentence each; shown to the reviewer. */
  readonly assumptions: readonly string[];
}

/** JSON Schema of {@link Answer}, in the subset that structured output accepts. */
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
  },
  required: ['assumptions', 'source'],
  additionalProperties: false,
} as const;

/** Larger than any component that a person would review; a longer one is a flood, not an answer. */
const MAXIMUM_SOURCE = 200_000;

type Read = { ok: true; answer: Answer } | { ok: false; fault: string };

/** The answer in `json`, or what is wrong with it in a few words. */
export async function readAnswer(json: Json): Promise<Read> {
  const validate = await validator();
  if (!validate(json)) {
    const [error] = validate.errors ?? [];
    return fault(`${error?.instancePath.slice(1) || 'it'} ${error?.message ?? 'does not fit the schema'}`);
  }
  const { source, assumptions } = json as unknown as Answer;
  if (source.trim() === '') return fault('source is empty');
  if (source.length > MAXIMUM_SOURCE) return fault(`source has ${source.length} characters`);
  if (source.includes('\0')) return fault('source holds a null character');
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

function fault(text: string): { ok: false; fault: string } {
  return { ok: false, fault: text };
}

/** LF and one final newline: the bytes are hashed, compared and committed, on every platform. */
function normalise(source: string): string {
  return `${source.replace(/\r\n?/g, '\n').trimEnd()}\n`;
}
