/** Calls that are safe with one argument more or less. */

import { insertion, type NodeOf, type PythonModule, replacement } from '../../python/index.js';
import type { Fix } from './fix.js';
import { allOf, moduleFix, nodesAt } from './site.js';

function callAt(
  finding: Parameters<typeof nodesAt>[0],
  site: Parameters<typeof nodesAt>[1],
): NodeOf<'Call'> | undefined {
  const calls = nodesAt(finding, site).filter((node): node is NodeOf<'Call'> => node.nodeType === 'Call');
  // `requests.get(…).json()` begins where `requests.get(…)` does.
  return calls.find(({ func }) => named(func, site.module));
}

function named(func: NodeOf<'Call'>['func'], module: PythonModule): boolean {
  return allOf(func, 'Call').length === 0 && /^[\w.]+$/.test(module.slice(func));
}

export const SAFE_YAML: Fix = moduleFix(
  {
    id: 'safe-yaml',
    classes: ['security.yaml'],
    title: 'Load YAML without tags',
    prompt: 'Call `yaml.safe_load`.',
  },
  (finding, site) => {
    const { module } = site;
    const call = callAt(finding, site);
    const [text] = call?.args ?? [];
    const all = call && /(_all)$/.test(module.slice(call.func)) ? '_all' : '';
    if (
      call === undefined ||
      text === undefined ||
      !/^yaml\./.test(module.slice(call.func)) ||
      module.slice(call).includes('#')
    )
      return undefined;
    return [replacement(module, call, `yaml.safe_load${all}(${module.slice(text)})`)];
  },
);

export const CERTIFICATE: Fix = moduleFix(
  {
    id: 'certificate',
    classes: ['security.certificate'],
    title: 'Check certificates',
    prompt: 'Leave the check of certificates on.',
  },
  (finding, site) => {
    const given = callAt(finding, site)?.keywords.find(({ arg }) => arg === 'verify');
    return given && [replacement(site.module, given.value, 'True')];
  },
);

export const REQUEST_TIMEOUT: Fix = moduleFix(
  {
    id: 'request-timeout',
    classes: ['request.timeout', 'timeout'],
    title: 'Give a request a time limit',
    prompt: 'Give each request `timeout=` in seconds.',
  },
  (finding, site) => {
    const { module } = site;
    const call = finding.code === 'AS4156' ? callAt(finding, site) : undefined;
    if (call?.keywords.some(({ arg }) => arg === 'timeout' || arg == null)) return undefined;
    const last = [...(call?.args ?? []), ...(call?.keywords ?? [])].map((node) => module.span(node)).at(-1);
    return last && [insertion({ line: last.endLine, column: last.endColumn }, ', timeout=30')];
  },
);
