/** Calls of what the index describes, and the class that a component derives from. */

import { nearest } from '../../nearest.js';
import { dotted, type Node, type NodeOf } from '../../python/index.js';
import type { Found, Reading } from './check.js';
import type { Signature } from './classes.js';
import {
  beginningAs,
  isOfDag,
  isOutdated,
  keywordEdit,
  keywordsOf,
  removal,
  substituteFor,
} from './keywords.js';
import { entryOf } from './names.js';
import { type Target, targetsOf } from './targets.js';

/** Wrong keywords and too many positional arguments, in calls whose target is certain; bases that are no classes. */
export function checkCalls(reading: Reading): readonly Found[] {
  return [
    ...reading.module.classes.flatMap(({ node }) => checkBases(node, reading)),
    ...targetsOf(reading).flatMap((target) => against(target, reading)),
  ];
}

function checkBases(node: NodeOf<'ClassDef'>, reading: Reading): readonly Found[] {
  return node.bases.flatMap((base) => {
    const kind = entryOf(base, reading)?.kind;
    if (kind !== 'function' && kind !== 'module') return [];
    const message = `\`${dotted(base)}\` is a ${kind} on Airflow ${reading.index.airflow}, so ${node.name} cannot derive from it`;
    const remedy =
      'derive from the class of that kind: BaseOperator, BaseSensorOperator, BaseHook or BaseTrigger';
    return [{ finding: { code: 'AS4506', severity: 'error' as const, message, remedy }, node: base }];
  });
}

/** What a signature refuses of a call. */
export interface Refusal {
  /** The keywords that it does not take. */
  readonly keywords: readonly string[];
  /** How many positional arguments it takes, where there are more. */
  readonly places?: number;
}

/** Holds what is written out of a call against a signature: the number of positional arguments, and the keywords. */
export function refusalOf(signature: Signature, positional: number, keywords: readonly string[]): Refusal {
  const { parameters } = signature;
  const places = parameters.filter(({ kind }) => kind === 'positional' || kind === 'positional-only').length;
  const open = parameters.some(({ kind }) => kind === 'var-positional');
  const names = keywordsOf(signature);
  const any = parameters.some(({ kind }) => kind === 'var-keyword');
  return {
    keywords: any ? [] : keywords.filter((name) => !names.includes(name)),
    ...(!open && positional > places ? { places } : {}),
  };
}

/** With `*args` or `**kwargs` in the call, only what is written out is judged. */
function against(target: Target, reading: Reading): readonly Found[] {
  const { call, signature, what } = target;
  const { parameters } = signature;
  const on = `on Airflow ${reading.index.airflow}`;
  const found: Found[] = [];
  const written = call.keywords.flatMap(({ arg }) => (arg && !arg.startsWith('_') ? [arg] : []));
  const spread = call.args.some(({ nodeType }) => nodeType === 'Starred');
  const { keywords, places } = refusalOf(signature, spread ? 0 : call.args.length, written);
  const surplus = places === undefined ? undefined : call.args[places];
  if (surplus !== undefined) {
    const message = `\`${what}\` takes ${places === 0 ? 'no positional arguments' : `${places} positional argument${places === 1 ? '' : 's'}`} ${on}, and here are ${call.args.length}`;
    const remedy = `pass by name what it takes: ${named(parameters)}`;
    // Since Airflow 2.2 the date says nothing: a value belongs to the run that pushes it.
    const isDate = target.method === 'xcom_push' && places === 2 && call.args.length === 3;
    const edit = isDate ? removal(call, surplus, reading) : undefined;
    found.push({
      finding: { code: 'AS4508', severity: 'error', message, remedy, ...(edit ? { edit } : {}) },
      node: surplus,
    });
  }
  for (const keyword of call.keywords) {
    if (!keyword.arg) continue;
    const refused = keywords.includes(keyword.arg);
    const taken = keywordsOf(signature);
    if (!refused && !(taken.includes(keyword.arg) && isOutdated(keyword.arg, taken))) continue;
    const isDate = target.method === 'xcom_push' && keyword.arg === 'execution_date';
    const substitute = isDate ? '' : substituteFor(keyword.arg, taken);
    const edit =
      substitute === undefined ? undefined : keywordEdit(call, keyword, substitute, target, reading);
    const instead = substitute || (refused ? nearest(keyword.arg, taken) : undefined);
    const remedy = instead ? `write \`${instead}\`` : withoutKeyword(keyword.arg, taken, parameters);
    const message = refused
      ? `\`${what}\` takes no \`${keyword.arg}\` ${on}`
      : `\`${keyword.arg}\` of \`${what}\` is only for old code ${on}`;
    const judged = refused
      ? { code: 'AS4507', severity: 'error' as const }
      : { code: 'AS4512', severity: 'warning' as const };
    found.push({
      finding: { ...judged, message, remedy, ...(edit ? { edit } : {}) },
      node: keyword as Node,
    });
  }
  return found;
}

function withoutKeyword(
  keyword: string,
  taken: readonly string[],
  parameters: Signature['parameters'],
): string {
  if (isOfDag(keyword, taken)) return 'leave it out: it is for the DAG, not for a task';
  const alike = beginningAs(keyword, taken);
  return alike.length > 0
    ? `write ${alike.map((name) => `\`${name}\``).join(' or ')}, or leave it out`
    : `leave it out; it takes ${named(parameters)}`;
}

function named(parameters: Signature['parameters']): string {
  const names = parameters.slice(0, 8).map(({ name }) => `\`${name}\``);
  return names.length === 0 ? 'nothing' : `${names.join(', ')}${parameters.length > 8 ? ' …' : ''}`;
}
