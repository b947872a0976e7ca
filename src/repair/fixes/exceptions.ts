/** Exceptions: the class that the spec promises, and what is caught. */

import type { Edit, Spec } from '../../flow.js';
import { importing, type Node, type PythonModule, replacement } from '../../python/index.js';
import type { Fix } from './fix.js';
import { allInReach, allOf, classFix, moduleFix, type Site } from './site.js';

export const BARE_EXCEPT: Fix = moduleFix(
  {
    id: 'bare-except',
    classes: ['example.defers', 'example.not-raised', 'timeout', 'deferral', 'example.kill'],
    title: 'Catch exceptions, not everything',
    prompt:
      'Write `except Exception:` or narrower: a bare `except:` also catches the deferral and the end of a task.',
  },
  (finding, site) => {
    const { module } = site;
    const line = finding.code === 'AS4003' ? finding.position?.line : undefined;
    return allInReach(site, 'ExceptHandler').flatMap((handler) => {
      const span = module.span(handler);
      if (handler.type || span === undefined || (line !== undefined && span.line !== line)) return [];
      const end = { line: span.line, column: span.column + 'except'.length };
      return [{ start: end, end, text: ' Exception' }];
    });
  },
);

export const EXCEPTION_CLASS: Fix = classFix(
  {
    id: 'exception-class',
    classes: ['raises.missing', 'example.exception'],
    title: 'Raise the class that the spec names',
    prompt: 'Raise exactly the classes under `raises` of the spec.',
  },
  (finding, site) => {
    const { module, main, spec } = site;
    const promised = promisedBy(spec);
    const wanted =
      finding.code === 'AS4127'
        ? /^(\w+), which the spec promises/.exec(finding.message)?.[1]
        : expectedType(finding.expected);
    if (wanted === undefined || !promised.includes(wanted)) return undefined;
    const raises = allOf(main.node, 'Raise').flatMap(({ exc }) => {
      const name = exc?.nodeType === 'Call' ? exc.func : exc;
      return exc && name?.nodeType === 'Name' ? [{ exc, name }] : [];
    });
    const actual = raisedIn(finding.actual);
    const wrong =
      finding.code === 'AS4127'
        ? raises.filter(({ name }) => !promised.includes(name.id) && isPlain(name.id))
        : raises.filter(({ exc, name }) => name.id === actual?.type && says(exc, actual.message));
    const [one] = wrong;
    if (wrong.length !== 1 || one === undefined || one.name.id === wanted) return undefined;
    const bound = bringing(wanted, site);
    return bound && [...bound, replacement(module, one.name, wanted)];
  },
);

function expectedType(expected: unknown): string | undefined {
  const type =
    typeof expected === 'object' && expected !== null && 'type' in expected ? expected.type : expected;
  return typeof type === 'string' && /^[\w.]+$/.test(type) ? type.split('.').at(-1) : undefined;
}

function raisedIn(actual: unknown): { readonly type: string; readonly message: string } | undefined {
  if (typeof actual !== 'object' || actual === null || !('type' in actual)) return undefined;
  const message = 'message' in actual ? String(actual.message) : '';
  return { type: String(actual.type).split('.').at(-1) ?? '', message };
}

/** What the spec says is raised: in words, and by its examples. */
function promisedBy({ raises, examples }: Spec): readonly string[] {
  const named = raises.map(({ exception }) => exception.split('.').at(-1) ?? exception);
  return [...named, ...examples.flatMap((one) => expectedType(one['raises']) ?? [])];
}

/** Places of values in a text that is a format: `%s`, `{}`. */
const VALUES = /%[-+ #0]*\d*(?:\.\d+)?[sdrfgxi]|\{\w*(?:![rsa])?(?::[^{}]*)?\}/;

/** Whether a message may come from this line: it holds the texts that stand there, but for the values in them. */
function says(exc: Node, message: string): boolean {
  return allOf(exc, 'Constant').every(
    ({ value }) => typeof value !== 'string' || value.split(VALUES).every((text) => message.includes(text)),
  );
}

/** A class that means nothing in particular, or an Airflow one in another's place. */
function isPlain(name: string): boolean {
  return /^(Exception|RuntimeError|ValueError|TypeError|KeyError|OSError|IOError|AssertionError|Airflow\w*Exception)$/.test(
    name,
  );
}

/** Edits that make an exception known: nothing for Python's own. */
export function bringing(
  name: string,
  { module }: { readonly module: PythonModule },
): readonly Edit[] | undefined {
  if (!name.startsWith('Airflow')) return /^[A-Z]\w*(Error|Exception)$/.test(name) ? [] : undefined;
  if (module.imports.some(({ bound, topLevel }) => bound === name && topLevel)) return [];
  return importing(module, { module: 'airflow.exceptions', name });
}

export const LIBRARY_ERROR: Fix = classFix(
  {
    id: 'library-error',
    classes: ['example.exception'],
    title: 'Turn the error of a library into the one that the spec names',
    prompt:
      'Where a library raises its own error, catch it and raise the class of the spec, with its message.',
  },
  (finding, site) => {
    const { module, spec, main } = site;
    const wanted = expectedType(finding.expected);
    const raised = raisedIn(finding.actual)?.type;
    if (wanted === undefined || raised === undefined) return undefined;
    if (!spec.raises.some(({ exception }) => exception.split('.').at(-1) === wanted)) return undefined;
    const caught = caughtAs(raised, site);
    const statements = allOf(main.node, 'Expr').filter(
      ({ value }) =>
        value.nodeType === 'Call' &&
        value.func.nodeType === 'Attribute' &&
        value.func.attr === 'raise_for_status',
    );
    const [statement] = statements;
    const span = statement && module.span(statement);
    if (caught === undefined || span === undefined || statement === undefined || statements.length > 1)
      return undefined;
    if (module.slice(statement).includes('\n') || insideTry(statement, main.node)) return undefined;
    const indent = ' '.repeat(span.column - 1);
    const bound = bringing(wanted, site);
    const text = `try:\n${indent}    ${module.slice(statement)}\n${indent}except ${caught} as error:\n${indent}    raise ${wanted}(str(error)) from error`;
    return bound && [...bound, replacement(module, statement, text)];
  },
);

/** Somebody thought about its errors already. */
function insideTry(statement: Node, holder: Node): boolean {
  return allOf(holder, 'Try').some((node) => allOf(node, 'Expr').some((inner) => inner === statement));
}

/** How the module can name the error of a failed answer. */
function caughtAs(raised: string, { module }: Site): string | undefined {
  const plain = module.imports.some(
    ({ module: from, bound, topLevel }) => from === 'requests' && bound === 'requests' && topLevel,
  );
  return plain && raised === 'HTTPError' ? 'requests.exceptions.HTTPError' : undefined;
}
