/** Faults of imports, bases, signatures, defaults and order. */

import { initOf, type Operator, replace, type Subject } from '../mutate.js';

function importsAtTop({ module }: Subject) {
  return module.tree.body.filter(
    (node) => node.nodeType === 'ImportFrom' && node.module !== '__future__' && (node.level ?? 0) === 0,
  );
}

/** The branch for Airflow 2, which a 2.x needs. */
function fallbacks({ module }: Subject) {
  return module.tree.body.flatMap((node) =>
    node.nodeType === 'Try'
      ? node.handlers.flatMap(({ body }) => body.filter(({ nodeType }) => nodeType === 'ImportFrom'))
      : [],
  );
}

/** A module that is not there: what was meant may be Airflow's, a provider's or a library's; what it would have defined is missing. */
const NO_MODULE = /^(import\.moved|provider\.missing|dependency\.missing|name\.undefined)$/;
const NO_NAME = /^(import\.(moved|name)|provider\.missing|dependency\.missing|name\.undefined)$/;
/** The same, and what CPython says of a dot too many. */
const RELATIVE = /^(import\.(moved|name)|dependency\.(missing|conflict))$/;

export const SIGNATURE_OPERATORS: readonly Operator[] = [
  {
    id: 'import from a module that is not there',
    family: 'imports',
    expects: NO_MODULE,
    sites: (subject) =>
      [...importsAtTop(subject), ...fallbacks(subject)].map((node) =>
        replace(node, subject.module.slice(node).replace(/from ([\w.]+)/, 'from $1_moved')),
      ),
  },
  {
    id: 'import a name that is not there',
    family: 'imports',
    expects: NO_NAME,
    sites: (subject) =>
      [...importsAtTop(subject), ...fallbacks(subject)].map((node) =>
        replace(node, subject.module.slice(node).replace(/import \(?\s*(\w+)/, 'import $1Classic as $1')),
      ),
  },
  {
    id: 'leave an import out',
    family: 'imports',
    expects: /^name\.undefined$/,
    sites: ({ module }) =>
      module.tree.body.filter(({ nodeType }) => nodeType === 'Import').map((node) => replace(node, 'pass')),
  },
  {
    id: 'import relative to the folder',
    family: 'imports',
    expects: RELATIVE,
    sites: (subject) =>
      fallbacks(subject)
        .slice(0, 1)
        .map((node) => replace(node, subject.module.slice(node).replace('from ', 'from .'))),
  },
  {
    id: 'derive from another base',
    family: 'base',
    expects: /^contract\.base-class$|^name\.undefined$|^method\./,
    sites: ({ main, spec }) =>
      main.node.bases.slice(0, 1).map((base) => replace(base, spec.kind === 'hook' ? 'dict' : 'object')),
  },
  {
    id: 'name the class otherwise',
    family: 'base',
    expects: /^contract\.class$/,
    sites: ({ main, module }) => [
      replace(main.node, module.slice(main.node).replace(`class ${main.name}`, `class Other${main.name}`)),
    ],
  },
  {
    id: 'change a default',
    family: 'defaults',
    expects: /^contract\.default$/,
    sites: (subject) =>
      promisedDefaults(subject).flatMap((value) => {
        if (value.nodeType !== 'Constant' || value.value === null) return [];
        const other = typeof value.value === 'string' ? '"another"' : value.value === true ? 'False' : '77';
        return [replace(value, other)];
      }),
  },
  {
    id: 'give a required input a default',
    family: 'defaults',
    expects: /^contract\.default$/,
    sites: (subject) => required(subject).map((arg) => replace(arg, `${subject.module.slice(arg)} = None`)),
  },
  {
    id: 'share a list as default',
    family: 'defaults',
    expects: /^mutable\.default$|^contract\.default$/,
    sites: (subject) =>
      promisedDefaults(subject).flatMap((value) =>
        value.nodeType === 'Constant' && value.value === null ? [replace(value, '{}')] : [],
      ),
  },
  {
    id: 'rename an input',
    family: 'signature',
    expects: /^contract\.(parameter|extra-parameter)$|^name\.undefined$/,
    sites: (subject) =>
      inputArguments(subject).map((arg) =>
        replace(
          arg,
          subject.module.slice(arg).replace(/^\w+/, (name) => `${name}_value`),
        ),
      ),
  },
  {
    id: 'demand one more argument',
    family: 'signature',
    expects: /^contract\.extra-parameter$|^argument\.missing$|^syntax\.parameter-order$/,
    sites: (subject) =>
      inputArguments(subject)
        .slice(0, 1)
        .map((arg) => replace(arg, `surprise, ${subject.module.slice(arg)}`)),
  },
  {
    id: 'put a required input behind an optional one, by position',
    family: 'order',
    expects: /^syntax\./,
    sites: (subject) => {
      const init = initOf(subject);
      const [first] = required(subject);
      if (init === undefined || first === undefined) return [];
      const text = subject.module.slice(init).replace(/\(\s*self,\s*(\*,)?/, '(self, before=None, ');
      return [replace(init, text)];
    },
  },
  {
    id: 'take no **kwargs',
    family: 'signature',
    expects: /^contract\.kwargs$|^name\.undefined$/,
    sites: (subject) => {
      const init = initOf(subject);
      if (init?.args.kwarg == null) return [];
      const text = subject.module
        .slice(init)
        .replace(/,?\s*\*\*kwargs(: \w+)?,?(?=\s*\))/, '')
        .replace('(**kwargs)', '()');
      return [replace(init, text)];
    },
  },
  {
    id: 'do not call the constructor above',
    family: 'construction',
    expects: /^construct\.super$|^(argument|attribute|construct)\./,
    sites: (subject) => superCall(subject).map((node) => replace(node, 'pass')),
  },
  {
    id: 'keep **kwargs',
    family: 'construction',
    expects: /^contract\.kwargs$|^argument\.missing$/,
    sites: (subject) =>
      superCall(subject).flatMap((node) => {
        const text = subject.module.slice(node);
        return text.includes('**kwargs') ? [replace(node, text.replace('**kwargs', ''))] : [];
      }),
  },
];

function superCall(subject: Subject) {
  return (initOf(subject)?.body ?? []).filter(
    (node) =>
      node.nodeType === 'Expr' &&
      subject.module.slice(node).startsWith('super().__init__') &&
      subject.spec.kind !== 'hook',
  );
}

function inputArguments(subject: Subject) {
  const names = new Set(subject.spec.inputs.map(({ name }) => name));
  const args = initOf(subject)?.args;
  return [...(args?.args ?? []), ...(args?.kwonlyargs ?? [])].filter(({ arg }) => names.has(arg));
}

function required(subject: Subject) {
  const names = new Set(subject.spec.inputs.filter((input) => !('default' in input)).map(({ name }) => name));
  return inputArguments(subject).filter(({ arg }) => names.has(arg));
}

/** Default values in the signature, of inputs that the spec names. */
function promisedDefaults(subject: Subject) {
  const names = new Set(subject.spec.inputs.map(({ name }) => name));
  const args = initOf(subject)?.args;
  if (args === undefined) return [];
  const first = args.args.length - args.defaults.length;
  const plain = args.args.flatMap(({ arg }, index) => (names.has(arg) ? [args.defaults[index - first]] : []));
  const named = args.kwonlyargs.flatMap(({ arg }, index) =>
    names.has(arg) ? [args.kw_defaults[index]] : [],
  );
  return [...plain, ...named].filter((value) => value != null);
}
