/** The form of the model's answer. Structured output asks for it; this checks it again, for an endpoint may ignore the wish. */

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

/** The answer in `json`, or what is wrong with it in a few words. */
export function readAnswer(json: Json): { ok: true; answer: Answer } | { ok: false; fault: string } {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return fault('it is not an object');
  const { source, assumptions } = json as { source?: Json; assumptions?: Json };
  if (typeof source !== 'string' || source.trim() === '') return fault('`source` is missing or empty');
  if (source.length > MAXIMUM_SOURCE) return fault(`\`source\` has ${source.length} characters`);
  if (source.includes('\0')) return fault('`source` holds a null character');
  if (!isStrings(assumptions)) return fault('`assumptions` is not a list of strings');
  return { ok: true, answer: { source: normalise(source), assumptions: assumptions.slice(0, 20) } };
}

function fault(text: string): { ok: false; fault: string } {
  return { ok: false, fault: text };
}

function isStrings(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** LF and one final newline: the bytes are hashed, compared and committed, on every platform. */
function normalise(source: string): string {
  return `${source.replace(/\r\n?/g, '\n').trimEnd()}\n`;
}
