/** Names that are used but not known, and imports of what is not there. */

import type { Edit } from '../../flow.js';
import { nearest } from '../../nearest.js';
import { importing, isStandard, type PythonModule, removal, replacement } from '../../python/index.js';
import type { Fix } from './fix.js';
import { allInReach, allOf, assignmentsIn, classFix, functionOn, moduleFix, namesAs } from './site.js';

/** Names that nearly every module means in one way. */
const USUAL: { readonly [name: string]: string } = {
  Path: 'pathlib',
  Any: 'typing',
  Optional: 'typing',
  Union: 'typing',
  Callable: 'collections.abc',
  Sequence: 'collections.abc',
  Mapping: 'collections.abc',
  Iterable: 'collections.abc',
  Iterator: 'collections.abc',
  AsyncIterator: 'collections.abc',
  Decimal: 'decimal',
  timedelta: 'datetime',
  timezone: 'datetime',
  defaultdict: 'collections',
  Counter: 'collections',
  cached_property: 'functools',
  cache: 'functools',
  partial: 'functools',
  contextmanager: 'contextlib',
  suppress: 'contextlib',
  dataclass: 'dataclasses',
  HTTPError: 'urllib.error',
  URLError: 'urllib.error',
  urlopen: 'urllib.request',
  urlencode: 'urllib.parse',
  urljoin: 'urllib.parse',
  urlparse: 'urllib.parse',
  quote: 'urllib.parse',
};

/** The name that a finding says is not defined. */
export function undefinedName({ message }: { readonly message: string }): string | undefined {
  return /Undefined name `(\w+)`/.exec(message)?.[1] ?? /name '(\w+)' is not defined/.exec(message)?.[1];
}

export const MISSING_IMPORT: Fix = moduleFix(
  {
    id: 'missing-import',
    classes: ['name.undefined'],
    title: 'Import a module that is used',
    prompt: 'Import every module that the file uses.',
  },
  (finding, { module, spec }) => {
    const name = undefinedName(finding);
    if (name === undefined) return undefined;
    const uses = namesAs(module.tree, name);
    const attributes = allOf(module.tree, 'Attribute').filter(
      ({ value }) => value.nodeType === 'Name' && value.id === name,
    );
    const own = Object.hasOwn(USUAL, name) ? USUAL[name] : undefined;
    if (own !== undefined) return importing(module, { module: own, name });
    if (name === 'datetime')
      return dated(
        module,
        attributes.map(({ attr }) => attr),
        uses.length,
      );
    const installed = spec.dependencies.some((one) => /^[\w-]+/.exec(one)?.[0] === name);
    const whole = (isStandard(name) && !name.startsWith('_')) || installed;
    if (!whole || attributes.length !== uses.length || uses.length === 0) return undefined;
    const inner = new Set(
      allOf(module.tree, 'Attribute').flatMap(
        (node) => new RegExp(`^${name}\\.(request|parse|error)\\b`).exec(module.slice(node))?.[1] ?? [],
      ),
    );
    if (name === 'urllib')
      return inner.size === 1 ? importing(module, { module: `urllib.${[...inner][0]}` }) : undefined;
    return importing(module, { module: name });
  },
);

/** The class, or the module of the same name. */
function dated(
  module: PythonModule,
  attributes: readonly string[],
  uses: number,
): readonly Edit[] | undefined {
  const whole =
    attributes.length === uses &&
    attributes.every((one) => ['datetime', 'timedelta', 'timezone', 'date', 'time'].includes(one));
  return importing(module, whole ? { module: 'datetime' } : { module: 'datetime', name: 'datetime' });
}

export const USUAL_IMPORT: Fix = moduleFix(
  {
    id: 'usual-import',
    classes: ['dependency.missing', 'import.name'],
    title: 'Import a name from the module of Python that has it',
    prompt: 'Import names of Python’s own library from the modules that define them.',
  },
  (finding, { module, spec }) => {
    const missing = /No module named '([\w.]+)'/.exec(finding.message)?.[1];
    const from = missing ?? /cannot import name '\w+' from '([\w.]+)'/.exec(finding.message)?.[1];
    const [node, ...others] = module.tree.body.filter(
      (one) => one.nodeType === 'ImportFrom' && one.module === from && (one.level ?? 0) === 0,
    );
    if (from === undefined || node?.nodeType !== 'ImportFrom' || others.length > 0) return undefined;
    const bound = node.names.map(({ name, asname }) => asname ?? name);
    const places = new Set(bound.map((name) => (Object.hasOwn(USUAL, name) ? USUAL[name] : undefined)));
    const [place] = places;
    if (place === undefined || places.size !== 1 || /[#\n]/.test(module.slice(node))) return undefined;
    // Somebody else's library may have a class of the same name.
    const meant =
      missing === undefined ? from === place : from.includes(place) || nearest(from, [place]) === place;
    const installed = spec.dependencies.some((one) => /^[\w-]+/.exec(one)?.[0] === from.split('.')[0]);
    return meant && !installed
      ? [replacement(module, node, `from ${place} import ${bound.join(', ')}`)]
      : undefined;
  },
);

export const INPUT_ATTRIBUTE: Fix = classFix(
  {
    id: 'input-attribute',
    classes: ['name.undefined'],
    title: 'Read an input from `self`',
    prompt: 'Outside of the constructor an input is `self.<name>`.',
  },
  (finding, site) => {
    const { module, main } = site;
    const name = undefinedName(finding);
    const line = finding.position?.line;
    const found = line === undefined ? undefined : functionOn(line, site);
    if (name === undefined || found?.of !== main || found.fn.name === '__init__' || main.init === undefined)
      return undefined;
    if (!assignmentsIn(main.init).some((one) => one.name === name)) return undefined;
    const uses = namesAs(found.fn.node, name);
    if (found.fn.node.args.args[0]?.arg !== 'self' || uses.some(({ ctx }) => ctx.nodeType !== 'Load'))
      return undefined;
    return uses.map((node) => replacement(module, node, `self.${name}`));
  },
);

export const AIRSMITH_IMPORT: Fix = moduleFix(
  {
    id: 'airsmith-import',
    classes: ['import.airsmith'],
    title: 'Import nothing of airsmith',
    prompt: 'airsmith is not there when a component runs: import nothing of it.',
  },
  (_finding, { module }) => {
    const own = module.tree.body.filter((node) =>
      node.nodeType === 'ImportFrom'
        ? /^airsmith(_world)?(\.|$)/.test(node.module ?? '')
        : node.nodeType === 'Import' && node.names.every(({ name }) => /^airsmith(_world)?(\.|$)/.test(name)),
    );
    const bound = module.imports
      .filter(({ module: from }) => /^airsmith(_world)?(\.|$)/.test(from))
      .map((one) => one.bound);
    if (bound.some((name) => namesAs(module.tree, name).length > 0)) return undefined;
    return own.map((node) => removal(module, module.tree.body, node));
  },
);

export const ABSOLUTE_IMPORT: Fix = moduleFix(
  {
    id: 'absolute-import',
    classes: ['dependency.missing', 'import.moved', 'import.name'],
    title: 'Import Airflow from Airflow, not from the folder of the component',
    prompt: 'Write imports of Airflow without leading dots.',
  },
  (_finding, site) =>
    allInReach(site, 'ImportFrom').flatMap((node) => {
      const { module } = site;
      const text = module.slice(node);
      const dots = /^from\s+(\.+)(?=airflow\b)/.exec(text);
      const span = module.span(node);
      if (dots === null || span === undefined) return [];
      const column = span.column + dots[0].length;
      const start = { line: span.line, column: column - (dots[1] ?? '').length };
      return [{ start, end: { line: span.line, column }, text: '' }];
    }),
);
