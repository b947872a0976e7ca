/** Faults of template fields, construction, serialization and secrets. */

import { callsIn, ownNodes } from '../../../src/validate/rules/code.js';
import {
  after,
  assignments,
  before,
  initOf,
  methods,
  type Operator,
  replace,
  type Subject,
  templated,
} from '../mutate.js';

function templatedAssignments(subject: Subject) {
  const names = templated(subject);
  return assignments(subject).filter(({ name }) => names.includes(name));
}

/** Statements that bind a connection to a name, with that name. */
function connections(subject: Subject) {
  return methods(subject).flatMap((fn) =>
    ownNodes(fn).flatMap((node) => {
      if (node.nodeType !== 'Assign' || node.value.nodeType !== 'Call') return [];
      const text = subject.module.slice(node.value);
      const [target] = node.targets;
      const bound = /get_connection\([^)]*\)$/.test(text) && target?.nodeType === 'Name';
      return bound && target.nodeType === 'Name' ? [{ node, name: target.id, text }] : [];
    }),
  );
}

function lastOfInit(subject: Subject) {
  const last = initOf(subject)?.body.at(-1);
  return last === undefined ? [] : [last];
}

export const TEMPLATE_OPERATORS: readonly Operator[] = [
  {
    id: 'leave a template field out',
    family: 'template fields',
    expects: /^template\.field$/,
    sites: ({ main, module }) => {
      const node = main.attributes.get('template_fields');
      if (node === undefined) return [];
      return (main.templateFields ?? []).map((name) =>
        replace(node, module.slice(node).replace(new RegExp(`["']${name}["'],?\\s*`), '')),
      );
    },
  },
  {
    id: 'misspell a template field',
    family: 'template fields',
    expects: /^template\./,
    sites: ({ main, module }) => {
      const node = main.attributes.get('template_fields');
      if (node === undefined) return [];
      return (main.templateFields ?? []).map((name) =>
        replace(node, module.slice(node).replace(new RegExp(`(["'])${name}["']`), `$1${name}_text$1`)),
      );
    },
  },
  {
    id: 'keep a templated input under another name',
    family: 'template fields',
    expects: /^(template|attribute)\./,
    sites: (subject) =>
      templatedAssignments(subject).map(({ name, node }) => replace(node, `self._kept_${name} = ${name}`)),
  },
  {
    id: 'convert a templated input in the constructor',
    family: 'template fields',
    expects: /^template\.constructor$/,
    sites: (subject) =>
      templatedAssignments(subject).map(({ value, name }) => replace(value, `dict(${name})`)),
  },
  {
    id: 'look into a templated input in the constructor',
    family: 'template fields',
    expects: /^template\.constructor$/,
    sites: (subject) =>
      templatedAssignments(subject).map(({ node, name }) =>
        before(subject, node, `if len(${name}) > 10_000:\n            raise ValueError("too long")`),
      ),
  },
  {
    id: 'forget an input',
    family: 'construction',
    expects:
      /^(example|template|attribute|construct|type|key|sql|file|input|connection|range)\.|^(timeout|deferral)$/,
    sites: (subject) => assignments(subject).map(({ value }) => replace(value, 'None')),
  },
  {
    id: 'keep a function in a template field',
    family: 'serialization',
    expects: /^(serialization|template|example|type|attribute|construct|json|sql|file)\./,
    sites: (subject) =>
      templatedAssignments(subject).map(({ value, name }) => replace(value, `(lambda: ${name})`)),
  },
  {
    id: 'ask for the connection in the constructor',
    family: 'hooks',
    expects: /^(construct|connection)\./,
    sites: (subject) =>
      subject.spec.connection === undefined || subject.spec.kind === 'hook'
        ? []
        : lastOfInit(subject).map((node) =>
            after(
              subject,
              node,
              `try:\n            self.known = __import__("airflow.hooks.base", fromlist=["x"]).BaseHook.get_connection("x")\n        except Exception:\n            self.known = None`,
            ),
          ),
  },
  {
    id: 'open a file in the constructor',
    family: 'construction',
    expects: /^construct\.access$|^sandbox\./,
    sites: (subject) =>
      lastOfInit(subject).map((node) =>
        after(
          subject,
          node,
          'try:\n            self.notes = open("/opt/notes.txt").read()\n        except OSError:\n            self.notes = ""',
        ),
      ),
  },
  {
    id: 'ask the network at import',
    family: 'construction',
    expects: /^import\.(access|network)$|^sandbox\./,
    sites: (subject) => [
      before(
        subject,
        subject.main.node,
        'try:\n    __import__("socket").create_connection(("127.0.0.1", 9), 0.1)\nexcept OSError:\n    pass\n',
      ),
    ],
  },
  {
    id: 'log the connection’s address with its password',
    family: 'secrets',
    expects: /^secret\./,
    sites: (subject) =>
      connections(subject).map(({ node, name }) =>
        after(subject, node, `self.log.info("using %s", ${name}.get_uri())`),
      ),
  },
  {
    id: 'log the password',
    family: 'secrets',
    expects: /^secret\./,
    sites: (subject) =>
      connections(subject).map(({ node, name }) =>
        after(subject, node, `self.log.info(f"password {${name}.password}")`),
      ),
  },
  {
    id: 'name the password in an error',
    family: 'secrets',
    expects: /^secret\./,
    sites: (subject) =>
      connections(subject).map(({ node, name }) =>
        after(
          subject,
          node,
          `if ${name}.port == 1:\n            raise ValueError(f"no port for {${name}.password}")`,
        ),
      ),
  },
  {
    id: 'write a password into the source',
    family: 'secrets',
    expects: /^secret\.source$|^example\./,
    sites: (subject) =>
      connections(subject).map(({ node }) =>
        after(subject, node, 'password = "c0rrect-horse"\n        self.log.debug("%d", len(password))'),
      ),
  },
  {
    id: 'run text as Python',
    family: 'secrets',
    expects: /^security\.eval$/,
    sites: (subject) => lastOfInit(subject).map((node) => after(subject, node, 'eval("1 + 1")')),
  },
  {
    id: 'do not check certificates',
    family: 'secrets',
    expects: /^security\.certificate$/,
    sites: (subject) =>
      methods(subject)
        .flatMap((fn) => callsIn(ownNodes(fn)))
        .filter((call) => /^requests\.\w+\($/.test(`${subject.module.slice(call.func)}(`))
        .map((call) =>
          replace(
            call,
            subject.module
              .slice(call)
              .replace(/\)$/, ', verify=False)')
              .replace(/,\s*, verify/, ', verify'),
          ),
        ),
  },
];
