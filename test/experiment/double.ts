/** An author that is no model: it answers with the reference of a spec, or with what a test puts in its place, and says that it is a double. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Endpoint, message, messagesEndpoint } from '../author/endpoint.js';

export const SET = join(import.meta.dirname, 'fixtures/specs');

export interface Question {
  /** Id of the spec. */
  readonly spec: string;
  /** Everything that was sent. */
  readonly text: string;
  /** How often this spec was asked for before. */
  readonly before: number;
}

export interface Author extends Endpoint {
  readonly questions: readonly Question[];
}

/** `write` gives the source of an answer from the reference. */
export async function author(
  write: (reference: string, question: Question) => string = (reference) => reference,
  model = 'double/1',
): Promise<Author> {
  const questions: Question[] = [];
  const endpoint = await messagesEndpoint((response, request) => {
    const text = JSON.stringify(endpoint.asked.at(-1)?.body);
    const spec = readdirSync(SET).find((id) => text.includes(classIn(id)));
    if (spec === undefined) throw new Error('asked for no spec of the set');
    const before = questions.filter((question) => question.spec === spec).length;
    const question = { spec, text, before };
    questions.push(question);
    const source = write(referenceOf(spec), question);
    message(JSON.stringify({ assumptions: [], source }), 'end_turn', {}, model)(response, request);
  });
  return Object.assign(endpoint, { questions });
}

export function referenceOf(id: string): string {
  return readFileSync(join(SET, id, 'reference.py'), 'utf8');
}

function classIn(id: string): string {
  return /class (\w+)\(/.exec(referenceOf(id))?.[1] ?? '';
}
