/** Lines that do not reach the log of the task. */

import type { Edit } from '../../flow.js';
import {
  type NodeOf,
  type PythonClass,
  type PythonFunction,
  type PythonModule,
  replacement,
} from '../../python/index.js';
import type { Fix } from './fix.js';
import { ownClasses } from './reach.js';
import { allOf, moduleFix, type Site } from './site.js';

const LEVELS = /^(debug|info|warning|warn|error|exception|critical)$/;

export const OWN_LOG: Fix = moduleFix(
  {
    id: 'own-log',
    classes: ['log.own', 'example.logs'],
    title: 'Write to the log of the task',
    prompt: 'Write `self.log.info("…", value)` instead of `print` or another logger.',
  },
  (finding, site) => {
    const line = finding.code === 'AS4129' ? finding.position?.line : undefined;
    const loggers = loggersOf(site.module);
    return ownClasses(site).flatMap((one) =>
      isLogging(one)
        ? one.methods.flatMap((method) =>
            writesSelf(method)
              ? allOf(method.node, 'Call').flatMap((call) => {
                  if (line !== undefined && site.module.span(call)?.line !== line) return [];
                  const edit = rewritten(call, loggers, site);
                  return edit ? [edit] : [];
                })
              : [],
          )
        : [],
    );
  },
);

/** Airflow's own classes have a `log`. */
function isLogging({ bases }: PythonClass): boolean {
  return bases.some((base) => /(Operator|Sensor|Hook|Trigger)$/.test(base));
}

function writesSelf({ node, decorators }: PythonFunction): boolean {
  return node.args.args[0]?.arg === 'self' && !decorators.some((one) => /staticmethod|classmethod/.test(one));
}

/** Loggers that the module makes for itself, and `logging`. */
function loggersOf({ tree, slice }: PythonModule): ReadonlySet<string> {
  const own = tree.body.flatMap((node) => {
    const [target] = node.nodeType === 'Assign' ? node.targets : [];
    const made = node.nodeType === 'Assign' && /^logging\.getLogger\(/.test(slice(node.value));
    return made && target?.nodeType === 'Name' ? [target.id] : [];
  });
  return new Set(['logging', ...own]);
}

function rewritten(call: NodeOf<'Call'>, loggers: ReadonlySet<string>, { module }: Site): Edit | undefined {
  const { func } = call;
  if (func.nodeType === 'Name' && func.id === 'print') return printed(call, module);
  if (func.nodeType !== 'Attribute' || func.value.nodeType !== 'Name' || !LEVELS.test(func.attr))
    return undefined;
  if (!loggers.has(func.value.id)) return undefined;
  return replacement(module, func, `self.log.${func.attr === 'warn' ? 'warning' : func.attr}`);
}

/** One text goes as it is; of several values each gets a place, for the first would be taken for the format. */
function printed(call: NodeOf<'Call'>, module: PythonModule): Edit | undefined {
  const { args, keywords, func } = call;
  const flushed = keywords.every(({ arg }) => arg === 'flush');
  const spread = args.some(({ nodeType }) => nodeType === 'Starred' || nodeType === 'GeneratorExp');
  if (args.length === 0 || !flushed || spread || module.slice(call).includes('#')) return undefined;
  if (args.length === 1 && keywords.length === 0) return replacement(module, func, 'self.log.info');
  const format = args.length === 1 ? [] : [`"${args.map(() => '%s').join(' ')}"`];
  return replacement(
    module,
    call,
    `self.log.info(${[...format, ...args.map((one) => module.slice(one))].join(', ')})`,
  );
}
