/** What a spec leaves open, in the order of its fields. Notices: it can be built all the same, and its author decides then. */

import type { Example, Input, Json, Problem, Spec } from '../flow.js';
import { didYouMean, nearest } from '../nearest.js';

type Code = `AS205${number}`;

/** Everything that is unclear; `libraries` are names of distributions that an Airflow brings. */
export function unclearIn(spec: Spec, libraries: ReadonlySet<string>): readonly Problem[] {
  const note = (code: Code, pointer: string, message: string, remedy: string): Problem => {
    const position = spec.positions[pointer] ?? spec.positions['/name'];
    return { code, severity: 'notice', message, remedy, ...(position ? { position } : {}) };
  };
  return [
    ...spec.inputs.flatMap((input, index) => inputNotes(input, `/inputs/${index}`, spec, note)),
    ...spec.raises.flatMap(({ exception, when }, index) =>
      spec.examples.some((example) => raisedBy(example) === exception)
        ? []
        : [
            note(
              'AS2051',
              `/raises/${index}`,
              `no example raises ${exception} (${short(when)})`,
              'Add an example with `raises`.',
            ),
          ],
    ),
    ...(spec.examples.length > 0 && !spec.examples.some((example) => raisedBy(example) !== undefined)
      ? [
          note(
            'AS2052',
            '/examples',
            'no example shows what fails',
            'Add one with `raises`: what a wrong input or a refused request ends in.',
          ),
        ]
      : []),
    ...(spec.returns !== undefined && !spec.examples.some((example) => 'returns' in example)
      ? [
          note(
            'AS2055',
            '/returns',
            '`returns` is described, and no example shows a result',
            'Add `returns` to an example.',
          ),
        ]
      : []),
    ...(spec.deferrable && !spec.examples.some(({ defers }) => defers === true)
      ? [
          note(
            'AS2057',
            '/deferrable',
            'it is deferrable, and no example defers',
            'Add an example with `defers: true`.',
          ),
        ]
      : []),
    ...proseNotes(spec, libraries, note),
  ];
}

type Note = (code: Code, pointer: string, message: string, remedy: string) => Problem;

function inputNotes(input: Input, pointer: string, { examples }: Spec, note: Note): readonly Problem[] {
  if (examples.length === 0) return [];
  const { name, template } = input;
  const values = examples.flatMap((example) => given(example, name));
  if (values.length === 0)
    return [
      note(
        'AS2050',
        pointer,
        `no example gives the input ${name}`,
        'Give it in an example, with a value other than its default.',
      ),
    ];
  const bounded = ['enum', 'minimum', 'maximum', 'pattern'].find((bound) => bound in input);
  const refused = examples.some(
    (example) => raisedBy(example) !== undefined && given(example, name).length > 0,
  );
  return [
    ...(bounded !== undefined && !refused
      ? [
          note(
            'AS2056',
            pointer,
            `no example shows what happens outside the ${bounded} of ${name}`,
            'Add an example with such a value and `raises`.',
          ),
        ]
      : []),
    ...(template && !values.some((value) => JSON.stringify(value).includes('{{'))
      ? [
          note(
            'AS2058',
            pointer,
            `${name} is templated, and no example gives it as Jinja`,
            'Give it as `"{{ ds }}"` in an example with a `context`.',
          ),
        ]
      : []),
  ];
}

function given({ inputs }: Example, name: string): readonly Json[] {
  const value = (inputs as { readonly [input: string]: Json } | undefined)?.[name];
  return value === undefined ? [] : [value];
}

function raisedBy({ raises }: Example): string | undefined {
  if (typeof raises === 'string') return raises;
  const type = (raises as { readonly type?: Json } | undefined)?.type;
  return typeof type === 'string' ? type : undefined;
}

/** Only what is marked as a name counts: in backticks, with a word beside it that says what it is, or nearly an input's. */
function proseNotes(spec: Spec, libraries: ReadonlySet<string>, note: Note): readonly Problem[] {
  const prose = [spec.summary, spec.description, ...spec.hints].join('\n').slice(0, 100_000);
  const declared = new Set(spec.dependencies.map((one) => plain(/^[\w.-]+/.exec(one.trim())?.[0] ?? '')));
  const names = new Set([
    ...spec.inputs.map(({ name }) => name),
    ...spec.params.map(({ name }) => name),
    ...spec.methods.flatMap(({ name, inputs }) => [name, ...inputs.map((one) => one.name)]),
    ...(spec.connection ? [spec.connection.input] : []),
  ]);
  const known = JSON.stringify([spec.examples, spec.returns ?? '']);
  const notes = new Map<string, Problem>();
  for (const [, before = '', name = '', after = ''] of prose.matchAll(
    /(\w*)[ \t]*`([A-Za-z_][\w.-]{0,60})`[ \t]*(\w*)/g,
  )) {
    const says = (pattern: RegExp) => pattern.test(before) || pattern.test(after);
    const isLibrary = libraries.has(plain(name)) || says(/^(library|package|module|client)$/i);
    if (
      isLibrary &&
      !declared.has(plain(name)) &&
      says(/^(library|package|module|with|using|use|uses|client)$/i)
    ) {
      notes.set(
        name,
        note(
          'AS2053',
          '/description',
          `the prose names the library ${name}, which \`dependencies\` does not`,
          'Declare it, or say that it must not be used.',
        ),
      );
    } else if (
      !names.has(name) &&
      !known.includes(name) &&
      (says(/^(inputs?|arguments?|parameters?)$/i) || nearly(name, names))
    ) {
      notes.set(
        name,
        note(
          'AS2054',
          '/description',
          `the prose names an input ${name}, which is not declared`,
          `${didYouMean(name, names)}Declare it under \`inputs\`, or name the one that is meant.`,
        ),
      );
    }
  }
  return [...notes.values()];
}

/** Short names are near to everything. */
function nearly(name: string, names: ReadonlySet<string>): boolean {
  return name.length >= 6 && name.includes('_') && nearest(name, names) !== undefined;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
