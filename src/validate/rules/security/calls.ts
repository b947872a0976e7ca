/** Calls that run what somebody else wrote. None of these findings stands for the sandbox: they are advice to the author. */

import type { Node, NodeOf } from '../../../python/index.js';
import { type Call, type Code, isConstant, keyword, walk } from '../code.js';
import type { Rule } from '../rule.js';

const HEAD = `from airflow.models import BaseOperator


class CountOperator(BaseOperator):
    def execute(self, context):
`;

/** A rule about calls anywhere in the module: `says` gives the message for a call that breaks it, `at` the argument that does. */
function aboutCalls(
  facts: Omit<Rule, 'tier' | 'check'>,
  says: (call: Call, name: string, code: Code) => string | undefined,
  at: (call: Call) => Node | undefined = () => undefined,
): Rule {
  return {
    tier: 'security',
    ...facts,
    check: (code) =>
      walk(code.module.tree).flatMap((node) => {
        if (node.nodeType !== 'Call') return [];
        const message = says(node, code.nameOf(node.func) ?? '', code);
        return message === undefined ? [] : [{ node: at(node) ?? node, message }];
      }),
  };
}

export const EVALUATES = aboutCalls(
  {
    code: 'AS4150',
    severity: 'error',
    title: 'Text is run as Python',
    why: '`eval` and `exec` run whatever the text says, with everything the worker may do. The text of a component comes from DAGs, templates and services.',
    next: 'Parse the text: `json.loads`, `ast.literal_eval`, or a table of allowed names.',
    wrong: `${HEAD}        return eval("1 + 1")\n`,
    right: `import ast\n\n${HEAD}        return ast.literal_eval("[1, 1]")\n`,
  },
  (call, name) =>
    /^(builtins\.)?(eval|exec)$/.test(name) && call.args.length > 0
      ? `\`${name}\` runs text as Python`
      : undefined,
);

export const SHELL = aboutCalls(
  {
    code: 'AS4151',
    severity: 'error',
    title: 'A command goes through a shell',
    why: 'A shell takes `;`, `$(…)` and `>` in every value as commands of its own. A value that a template or a service gives then runs on the worker.',
    next: 'Call `subprocess.run([...], check=True)` with a list of arguments and without `shell=True`.',
    wrong: `import subprocess\n\n${HEAD}        subprocess.run("wc -l " + self.task_id, shell=True, check=True)\n`,
    right: `import subprocess\n\n${HEAD}        subprocess.run(["wc", "-l", self.task_id], check=True)\n`,
  },
  (call, name) => {
    if (/^(os\.(system|popen)|subprocess\.(getoutput|getstatusoutput)|commands\.getoutput)$/.test(name))
      return `\`${name}\` starts a shell`;
    const shell = name.startsWith('subprocess.') && isConstant(keyword(call, 'shell'), true);
    return shell ? `\`${name}\` starts a shell` : undefined;
  },
);

export const PICKLE = aboutCalls(
  {
    code: 'AS4152',
    severity: 'warning',
    title: 'Pickled data is loaded',
    why: 'Loading a pickle runs what it says. Data from a file, a service or an XCom can thereby run anything on the worker.',
    next: 'Read JSON, or data whose format holds no code.',
    wrong: `import pickle\n\n${HEAD}        return pickle.loads(b"...")\n`,
    right: `import json\n\n${HEAD}        return json.loads("{}")\n`,
  },
  (_, name) =>
    /^(c?[pP]ickle|dill|cloudpickle|marshal|joblib|shelve)\.(loads?|open)$/.test(name)
      ? `\`${name}\` runs what the data says`
      : undefined,
);

export const YAML_LOAD = aboutCalls(
  {
    code: 'AS4153',
    severity: 'error',
    title: 'YAML is loaded with all its tags',
    why: '`yaml.load` with the full loader makes any Python object that the text names, and so runs code.',
    next: 'Call `yaml.safe_load`.',
    wrong: `import yaml\n\n${HEAD}        return yaml.load("a: 1", Loader=yaml.Loader)\n`,
    right: `import yaml\n\n${HEAD}        return yaml.safe_load("a: 1")\n`,
  },
  (call, name, code) => {
    if (/^yaml\.(unsafe_load|unsafe_load_all)$/.test(name)) return `\`${name}\` makes any object`;
    if (!/^yaml\.load(_all)?$/.test(name)) return undefined;
    const loader = keyword(call, 'Loader') ?? call.args[1];
    return loader && /Safe|Base/i.test(loaderName(loader, code)) ? undefined : `\`${name}\` makes any object`;
  },
  (call) => keyword(call, 'Loader') ?? undefined,
);

function loaderName(node: Node, code: Code): string {
  // A loader that is put together is one that somebody thought about.
  return code.nameOf(node) ?? 'Safe';
}

const UNVERIFIED_CALLS = aboutCalls(
  {
    code: 'AS4154',
    severity: 'error',
    title: 'Certificates are not checked',
    why: 'Without a check of the certificate anybody on the way can read and change what is sent, the password of the connection with it.',
    next: 'Leave the check on; for a certificate of one’s own give the path of its authority (`verify="/path/ca.pem"`).',
    wrong: `import requests\n\n${HEAD}        return requests.get("https://desk.example", timeout=5, verify=False).text\n`,
    right: `import requests\n\n${HEAD}        return requests.get("https://desk.example", timeout=5).text\n`,
  },
  (call, name) => {
    if (name === 'ssl._create_unverified_context') return 'certificates are not checked';
    const client =
      /^(requests|httpx)\./.test(name) ||
      /(^|\.)(session|client|http)\.(get|post|put|patch|delete|head|request)$/i.test(name);
    return client && isConstant(keyword(call, 'verify'), false)
      ? '`verify=False` lets anybody answer'
      : undefined;
  },
  (call) => keyword(call, 'verify') ?? undefined,
);

/** The same of a call, and of a session that is told once for all of its requests. */
export const UNVERIFIED: Rule = {
  ...UNVERIFIED_CALLS,
  check: (code, spec) => [
    ...UNVERIFIED_CALLS.check(code, spec),
    ...walk(code.module.tree).flatMap((node) => {
      if (node.nodeType !== 'Assign' || !isConstant(node.value, false)) return [];
      const told = node.targets.some((target) => target.nodeType === 'Attribute' && isSession(target, code));
      return told ? [{ node: node.value, message: '`verify = False` lets anybody answer' }] : [];
    }),
  ],
};

/** Whether `verify` of something that is not the component itself is meant, in a module that has to do with `requests`. */
function isSession({ attr, value }: NodeOf<'Attribute'>, { module, nameOf }: Code): boolean {
  if (attr !== 'verify' || (value.nodeType === 'Name' && value.id === 'self')) return false;
  if (/session|client|http|conn/i.test(module.slice(value))) return true;
  return walk(module.tree).some(
    (node) =>
      (node.nodeType === 'Assign' &&
        node.value.nodeType === 'Call' &&
        SESSION.test(nameOf(node.value.func) ?? '') &&
        node.targets.some((target) => module.slice(target) === module.slice(value))) ||
      (node.nodeType === 'With' &&
        node.items.some(
          ({ context_expr, optional_vars }) =>
            context_expr.nodeType === 'Call' &&
            SESSION.test(nameOf(context_expr.func) ?? '') &&
            optional_vars != null &&
            module.slice(optional_vars) === module.slice(value),
        )),
  );
}

const SESSION = /^(requests\.([sS]ession|sessions\.Session)|httpx\.(Async)?Client)$/;

export const NO_TIMEOUT = aboutCalls(
  {
    code: 'AS4156',
    severity: 'warning',
    title: 'A request may wait for ever',
    why: '`requests` and `urlopen` wait without an end unless they are told otherwise: a service that accepts and never answers holds the worker.',
    next: 'Give `timeout=` in seconds.',
    wrong: `import requests\n\n${HEAD}        return requests.get("https://desk.example").text\n`,
    right: `import requests\n\n${HEAD}        return requests.get("https://desk.example", timeout=30).text\n`,
  },
  (call, name) => {
    if (!/^requests\.(get|post|put|patch|delete|head|request)$|^urllib\.request\.urlopen$/.test(name))
      return undefined;
    const given = call.keywords.some(({ arg }) => arg === 'timeout' || arg == null);
    return given || (name.endsWith('urlopen') && call.args.length > 2)
      ? undefined
      : `\`${name}\` has no timeout`;
  },
);
