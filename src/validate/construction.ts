/** What the construction of a class shows, with the inputs of a spec, and with nothing but what Airflow itself asks for. */

import type { Finding, Tier } from '../flow.js';
import type { ClassFacts, Constructed, LabFailure, LabJob, LabResult, StagedDraft } from '../ports.js';
import type { PythonModule } from '../python/index.js';
import { accessFindings } from './access.js';
import { failureFinding } from './failure.js';
import { alteredFindings } from './kept.js';

/** Operators, sensors and hooks that need nothing but what Airflow itself asks for. */
export function isConstructible({ kind, init }: ClassFacts): boolean {
  const asked = init.filter((one) => one.required && one.name !== 'task_id' && !one.kind.startsWith('var-'));
  return kind !== 'other' && asked.length === 0;
}

/** What the construction of such a class shows; `module` and `path` are where it stands. */
export function constructionFindings(
  result: LabResult,
  { kind, inherited = [] }: ClassFacts,
  { className, module, path }: { className: string; module: PythonModule | undefined; path: string },
): readonly Finding[] {
  if (result.ok) {
    const { accesses, altered } = result.value as unknown as Constructed;
    return [
      ...accessFindings(accesses, 'construct', kind, path),
      ...alteredFindings(altered, module, className, path),
    ];
  }
  const failed = (code: string, tier: Tier) => [failureFinding(result.failure, { code, tier, path })];
  if (/serialize$/.test(result.failure.stage)) return failed('AS4204', 'serialize');
  return isMeant(result.failure) || isAsked(result.failure, inherited) ? [] : failed('AS4202', 'construct');
}

/** The other components of a module that has a spec for the class `except`, as `validate` without a spec sees them. */
export async function otherFindings(
  at: { module: PythonModule; staged: StagedDraft; path: string; except: string },
  run: (tier: Tier, job: LabJob, of: StagedDraft) => Promise<LabResult>,
): Promise<readonly Finding[]> {
  const { module, staged, path, except } = at;
  const { codeOf } = await import('./rules/code.js');
  const found: Finding[] = [];
  for (const { name, role } of codeOf(module).classes) {
    if (role === 'other' || role === 'trigger' || name === except || name.startsWith('_')) continue;
    const of = { ...staged, draft: { ...staged.draft, className: name } };
    const seen = await run('import', { op: 'inspect' }, of);
    const facts = seen.ok ? (seen.value as unknown as ClassFacts) : undefined;
    if (facts === undefined || !isConstructible(facts)) continue;
    const result = await run('construct', { op: 'construct', inputs: {} }, of);
    found.push(...constructionFindings(result, facts, { className: name, module, path }));
  }
  return found;
}

/** Why a component could not be constructed with the inputs of its spec; nothing where that is no fault of its own. */
export function refusalFindings(
  failure: LabFailure,
  code: string,
  isMadeUp: boolean,
  path: string,
): readonly Finding[] {
  const { stage, exception = '', raised = false } = failure;
  // A check of its own that refuses what we made up is no fault of the component.
  const refuses = /ValueError$/.test(exception) || (raised && /AirflowException$/.test(exception));
  if (isMadeUp && stage === 'construct' && refuses) return [];
  const serializing = stage === 'serialize' || stage === 'deserialize';
  const found = serializing
    ? { code: 'AS4204', tier: 'serialize' as const }
    : { code, tier: 'construct' as const };
  return [failureFinding(failure, { ...found, path })];
}

/**
 * A base class that cannot be made itself, and a check of the component's own that refuses defaults, are as their author wants them.
 * What Airflow raises, or Python at a conversion, is a fault.
 */
function isMeant({ exception = '', message, raised = false }: LabFailure): boolean {
  if (/Can't instantiate abstract class/.test(message)) return true;
  return raised && /(ValueError|AirflowException|NotImplementedError)$/.test(exception);
}

/** Whether nothing is missing but what a base class demands: a DAG gives that through `**kwargs`. */
function isAsked({ message }: LabFailure, inherited: readonly string[]): boolean {
  const [, names = ''] = /missing (?:\d+ required [\w-]+|keyword) arguments?:? (.*)$/.exec(message) ?? [];
  const missing = names.match(/\w+(?=')/g) ?? [];
  return missing.length > 0 && missing.every((name) => inherited.includes(name));
}
