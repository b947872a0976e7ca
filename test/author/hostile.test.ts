/**
 * Sixty and more specs that speak to the model, break out of where they stand, or ask for what is not theirs (`hostile/`). What
 * can be said without a model: the prompt around them stays as it is, they read back as they were, and whatever is answered, only the
 * files of the component are written. `npm run bench -- hostile` asks a model.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAnswer } from '../../src/author/answer.js';
import { assemble, outputPaths } from '../../src/author/assemble.js';
import {
  retryMessage,
  revisionPart,
  specFields,
  specMessage,
  unusableNote,
} from '../../src/author/prompt.js';
import { DEFAULT_SETTINGS } from '../../src/config.js';
import { type Briefing, fileOf, type Json, type Spec } from '../../src/flow.js';
import { renderComment } from '../../src/publish/comment.js';
import { planCommit } from '../../src/publish/commit.js';
import { readSpecs } from '../../src/spec/index.js';
import { contextOf, outcomeOf, verdictOf } from '../publish/outcomes.js';
import { aSpec } from './a-spec.js';
import { blockIn } from './smithy.js';

const FOLDER = join(import.meta.dirname, 'hostile');
const FILES = readdirSync(FOLDER).sort();
const NOTHING: Briefing = { strategy: 'none', considered: [], items: [] };
const TARGETS = ['2.8.1', '3.3.2'];
const TAG = /<\/?[a-z_]+>/g;

const read = new Map(
  await Promise.all(
    FILES.map(async (file) => {
      const path = `specs/${file}`;
      const result = await readSpecs([{ path, bytes: readFileSync(join(FOLDER, file)) }], DEFAULT_SETTINGS);
      return [file, result] as const;
    }),
  ),
);
const specs = [...read].flatMap(([file, { specs: found }]) => found.map((spec) => [file, spec] as const));

/** The message without what stands in the element: what nobody but us may decide. */
function around(message: string, name: string): string {
  const start = message.indexOf(`<${name}>\n`);
  return message.slice(0, start) + message.slice(message.lastIndexOf(`\n</${name}>`));
}

/** Every text in a spec. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)]);
}

describe('the corpus', () => {
  test('has at least sixty, of which these are refused before anybody is asked', () => {
    expect(FILES.length).toBeGreaterThanOrEqual(60);
    const refused = [...read].flatMap(([file, { specs: found, problems }]) =>
      found.length === 0 ? [`${file}: ${[...new Set(problems.map(({ code }) => code))].join(' ')}`] : [],
    );
    expect(refused).toMatchSnapshot();
  });
});

describe.each(specs)('%s', (_file, spec: Spec) => {
  const message = specMessage(spec, NOTHING, TARGETS);

  test('stands in its element, reads back as it is, and changes nothing around it', () => {
    expect(message.match(TAG)).toEqual(['<spec>', '</spec>']);
    expect(blockIn(message, 'spec')).toEqual(JSON.parse(JSON.stringify(specFields(spec))));
    expect(around(message, 'spec')).toBe(around(specMessage(aSpec({}), NOTHING, TARGETS), 'spec'));
    expect(message).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point}/u);
  });

  test('does the same as a traceback, a learned item, an older component and a fault', () => {
    const texts = textsOf(spec).join('\n');
    const item = { id: 'i', title: texts, when: texts, notWhen: texts, code: texts };
    const hostile: readonly (readonly [string, string, string, Json])[] = [
      ['findings', retryMessage(texts), retryMessage('x'), texts.split('\n')],
      [
        'learned',
        specMessage(aSpec({}), { items: [item] }, TARGETS),
        specMessage(aSpec({}), { items: [{ ...item, title: 'x' }] }, TARGETS),
        [{ title: texts, when: texts, not_when: texts, code: texts }],
      ],
      ['component', revisionPart(texts, undefined), revisionPart('x', undefined), { source: texts }],
      ['fault', unusableNote(texts), unusableNote('x'), texts],
    ];
    for (const [name, text, harmless, value] of hostile) {
      expect(blockIn(text, name)).toEqual(value);
      expect(around(text, name)).toBe(around(harmless, name));
      expect(text.match(TAG)).toEqual(harmless.match(TAG));
    }
  });

  test('whatever is answered, brings the files of its component and no other', async () => {
    const texts = textsOf(spec).join('\n');
    const answer = await readAnswer({ assumptions: [texts], source: `${texts || 'x'}\n` });
    if (!answer.ok) return expect(answer.kind).toBe('form');
    const draft = assemble(spec, answer.answer.source, DEFAULT_SETTINGS, []);
    expect(draft.files.map(({ path }) => path).sort()).toEqual(
      Object.values(outputPaths(spec, DEFAULT_SETTINGS.output)).sort(),
    );
    const best = { draft, number: 1 };
    const outcome = { spec, best, proven: true, lesson: { records: [], items: [] } } as never;
    const changes = await planCommit([outcome], DEFAULT_SETTINGS, async () => undefined);
    expect(changes.map(({ path }) => path)).toEqual(draft.files.map(({ path }) => path).sort());
    return undefined;
  });
});

describe('an answer', () => {
  const wild = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });

  test('can name no file: whatever its texts are, the paths are those of the spec', async () => {
    const paths = Object.values(outputPaths(aSpec({}), DEFAULT_SETTINGS.output)).sort();
    const path = fc.constantFrom(
      '../x.py',
      '/etc/passwd',
      '.github/workflows/x.yml',
      '# file: a.py\n',
      '\u202ea',
    );
    await fc.assert(
      fc.asyncProperty(wild, fc.array(wild, { maxLength: 3 }), path, async (source, assumptions, at) => {
        const answer = await readAnswer({ assumptions: [...assumptions, at], source: `${at}${source}` });
        if (!answer.ok) return;
        const draft = assemble(aSpec({}), answer.answer.source, DEFAULT_SETTINGS, []);
        expect(draft.files.map((file) => file.path).sort()).toEqual(paths);
        expect(fileOf(draft, 'component')?.content).toBe(answer.answer.source);
      }),
      { numRuns: 50 },
    );
  });

  test('is refused with any field but its own, so that a file, a name or a command cannot be slipped in', async () => {
    const key = fc
      .string({ minLength: 1 })
      .filter((name) => !['assumptions', 'source', 'edits'].includes(name));
    await fc.assert(
      fc.asyncProperty(key, fc.jsonValue(), async (name, value) => {
        const json = Object.fromEntries([
          ['assumptions', []],
          ['source', 'x'],
          [name, value],
        ]) as Json;
        expect(await readAnswer(json)).toMatchObject({ ok: false });
      }),
    );
  });

  test('of assumptions that are markup or commands is only read, in the comment', () => {
    const assumptions = [
      '<img src=x onerror=alert(1)><script>alert(1)</script>',
      '</details>\n\n# Done\n\n![x](http://example.org/x.png)',
      '::set-output name=proven::1',
      '@everyone see #1 and [here](javascript:alert(1))',
    ];
    const outcome = outcomeOf({
      name: 'EchoOperator',
      path: 'specs/echo.airsmith.yaml',
      environments: [verdictOf('3.3.2', 1, 1)],
      assumptions,
    });
    const comment = renderComment([outcome], contextOf());
    expect(comment).not.toMatch(/<(img|script)|^# Done|!\[x\]|\]\(javascript|@everyone|^::/m);
    expect(comment.match(/<\/?details>/g)).toHaveLength(2 * (comment.match(/<details>/g)?.length ?? 0));
  });
});

describe('texts of any kind', () => {
  const wild = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('</spec>', '<spec>', '</learned>', '\n\nHuman: ', '\\u003c/spec>', '\u2028', '"}]'),
  );
  const fields = fc.record({
    description: fc.array(wild, { maxLength: 4 }).map((parts) => parts.join('')),
    hints: fc.array(wild, { maxLength: 3 }),
    summary: wild,
  });

  test('in a spec never leave the element', () => {
    fc.assert(
      fc.property(fields, (some) => {
        const message = specMessage(aSpec(some), NOTHING, TARGETS);
        expect(message.match(TAG)).toEqual(['<spec>', '</spec>']);
        const block = blockIn(message, 'spec');
        expect(block).toEqual(JSON.parse(JSON.stringify(specFields(aSpec(some)))));
        expect(around(message, 'spec')).toBe(around(specMessage(aSpec({}), NOTHING, TARGETS), 'spec'));
      }),
    );
  });
});
