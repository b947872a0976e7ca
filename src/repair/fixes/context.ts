/** Keys of the task context that went with Airflow 3. */

import { goneKey, type Successor } from '../../context-keys.js';
import type { Edit } from '../../flow.js';
import {
  importing,
  type NodeOf,
  type PythonFunction,
  type PythonModule,
  replacement,
} from '../../python/index.js';
import type { Fix } from './fix.js';
import { allOf, functionOn, literalText, moduleFix, namesAs, quotedName } from './site.js';

export const CONTEXT_KEY: Fix = moduleFix(
  {
    id: 'context-key',
    classes: ['context.key'],
    title: 'Read a key of the context that every Airflow has',
    prompt:
      'Read `logical_date` and `data_interval_end` from the context: `execution_date`, `next_ds`, `tomorrow_ds` and the like went with Airflow 3.',
  },
  (finding, site) => {
    const { module } = site;
    const key = /^KeyError: '(\w+)'/.exec(finding.message)?.[1] ?? quotedName(finding);
    const gone = key === undefined ? undefined : goneKey(key);
    const successor = gone?.exact ?? gone?.advised;
    const line = finding.position?.line;
    const found = line === undefined ? undefined : functionOn(line, site);
    const context = found && contextOf(found.fn);
    if (successor === undefined || found === undefined || context === undefined) return undefined;
    const reads = allOf(found.fn.node, 'Subscript').filter(
      ({ value, slice, ctx }) =>
        value.nodeType === 'Name' &&
        value.id === context &&
        literalText(slice) === key &&
        ctx.nodeType === 'Load',
    );
    const imported =
      successor.days === undefined ? [] : importing(module, { module: 'datetime', name: 'timedelta' });
    return imported && reads.length > 0
      ? [...imported, ...reads.map((read) => reading(read, context, successor, module))]
      : undefined;
  },
);

/** Methods that Airflow gives its context, whatever they call it. */
const GIVEN = /^(execute|poke|pre_execute|post_execute)$/;

/** The parameter that holds the task context: any other mapping may have a key of that name. */
function contextOf({ name, node }: PythonFunction): string | undefined {
  const { args } = node.args;
  const given = GIVEN.test(name) ? args[1]?.arg : undefined;
  const context = given ?? args.find(({ arg }) => arg === 'context')?.arg;
  if (context === undefined) return undefined;
  return namesAs(node, context).some(({ ctx }) => ctx.nodeType !== 'Load') ? undefined : context;
}

/** The same in the quotes that stand there, for it may stand inside of an f-string. */
function reading(
  read: NodeOf<'Subscript'>,
  context: string,
  { key, days, format }: Successor,
  module: PythonModule,
): Edit | undefined {
  const [, quote] = /^(["'])\w+\1$/.exec(module.slice(read.slice)) ?? [];
  if (quote === undefined) return undefined;
  const value = `${context}[${quote}${key}${quote}]`;
  if (days === undefined && format === undefined)
    return replacement(module, read.slice, `${quote}${key}${quote}`);
  const moved =
    days === undefined ? value : `(${value} ${days < 0 ? '-' : '+'} timedelta(days=${Math.abs(days)}))`;
  return replacement(
    module,
    read,
    format === undefined ? moved : `${moved}.strftime(${quote}${format}${quote})`,
  );
}
