/** Times without a zone. */

import type { Edit } from '../../flow.js';
import { importing, type NodeOf, type PythonModule, replacement } from '../../python/index.js';
import type { Fix } from './fix.js';
import { allInReach, moduleFix } from './site.js';

export const AWARE_TIME: Fix = moduleFix(
  {
    id: 'aware-time',
    classes: ['time.zone', 'type.mismatch', 'example.returns', 'construct.value'],
    title: 'Take the time in UTC, with its zone',
    prompt:
      'Write `datetime.now(timezone.utc)`: Airflow’s own times have a zone, and cannot be compared with one that has none.',
  },
  (finding, site) => {
    const { module } = site;
    if (!/offset-naive|naive/.test(finding.message) && finding.code !== 'AS4003') return undefined;
    const found = allInReach(site, 'Call').flatMap((call) => {
      const { func } = call;
      if (func.nodeType !== 'Attribute') return [];
      const on = module.slice(func.value);
      const whole = on === 'datetime.datetime' && bindsModule(module);
      if (!whole && !(on === 'datetime' && bindsClass(module))) return [];
      const edit = aware(call, func.attr, on, whole ? 'datetime.timezone.utc' : 'timezone.utc', module);
      return edit ? [{ edit, whole }] : [];
    });
    if (found.length === 0) return undefined;
    const imported = found.every(({ whole }) => whole)
      ? []
      : importing(module, { module: 'datetime', name: 'timezone' });
    return imported && [...imported, ...found.map(({ edit }) => edit)];
  },
);

function bindsModule({ imports }: PythonModule): boolean {
  return imports.some(
    ({ module, name, bound, topLevel }) =>
      topLevel && module === 'datetime' && name === undefined && bound === 'datetime',
  );
}

function bindsClass({ imports }: PythonModule): boolean {
  return imports.some(
    ({ module, name, bound, topLevel }) =>
      topLevel && module === 'datetime' && name === 'datetime' && bound === 'datetime',
  );
}

function aware(
  call: NodeOf<'Call'>,
  method: string,
  on: string,
  zone: string,
  module: PythonModule,
): Edit | undefined {
  const given = call.args.length + call.keywords.length;
  if (module.slice(call).includes('#')) return undefined;
  if ((method === 'utcnow' || method === 'now') && given === 0)
    return replacement(module, call, `${on}.now(${zone})`);
  const [first] = call.args;
  if (method === 'utcfromtimestamp' && given === 1 && first)
    return replacement(module, call, `${on}.fromtimestamp(${module.slice(first)}, ${zone})`);
  return undefined;
}
