/** Calls of hooks that a class keeps in `self.hook`, and of libraries without any keyword. */

import { dotted, type Node, type NodeOf, type PythonClass, walk } from '../../../python/index.js';
import { type Component, externalName, scopesOf } from '../../component.js';
import { libraryOf } from '../imports.js';
import type { Sighting } from '../sighting.js';
import { withImport } from './fields.js';

/** Every such call in `component`. */
export function sharedHookCalls(component: Component): readonly Sighting[] {
  const hook = hookOf(component.main);
  return scopesOf(component).flatMap((scope) =>
    walk(scope.node).flatMap((node): readonly Sighting[] => {
      if (node.nodeType !== 'Call') return [];
      return [...(hook ? ofHook(node, hook, component) : []), ...ofLibrary(node, component)];
    }),
  );
}

/** The class of `self.hook`: what its property returns or says that it returns, or the class attribute that names it. */
function hookOf({ methods, attributes }: PythonClass): string | undefined {
  const property = methods.find(({ name, decorators }) => name === 'hook' && decorators.length > 0)?.node;
  const returned = property?.body.at(-1);
  const made =
    returned?.nodeType === 'Return' && returned.value?.nodeType === 'Call'
      ? dotted(returned.value.func)
      : undefined;
  const annotated = property?.returns ? dotted(property.returns) : undefined;
  const named = [...attributes].find(
    ([name, value]) => /hook_class$/.test(name) && value.nodeType === 'Name',
  )?.[1];
  const found = made ?? annotated ?? (named ? dotted(named) : undefined);
  return found !== undefined && /Hook$/.test(found) ? found : undefined;
}

function ofHook(node: NodeOf<'Call'>, hook: string, component: Component): readonly Sighting[] {
  const name = dotted(node.func);
  const called = name?.startsWith('self.hook.') ? name.slice('self.hook.'.length) : undefined;
  if (called === undefined || component.vocabulary.classes.has(hook)) return [];
  return [
    {
      type: 'execution',
      title: `Call ${called} of ${hook}${given(node)}`,
      when: `the component works through ${hook}, which does this already`,
      notWhen: 'the hook of the repository is another one',
      code: withImport(hook, component, `hook: ${hook}\nresult = hook.${called}(${argumentsOf(node)})`),
    },
  ];
}

function ofLibrary(node: NodeOf<'Call'>, component: Component): readonly Sighting[] {
  const written = dotted(node.func);
  const name = externalName(node.func, component.vocabulary);
  if (written === undefined || name === undefined || /(Exception|Error|Warning)$/.test(name)) return [];
  const found = { module: name, bound: name, level: 0, guard: 'none', topLevel: true, line: 1 } as const;
  const libraries = libraryOf(found);
  // With keywords: `calls.ts`, but for what is no hook of Airflow.
  const own = /^airflow\.(.*\.)?(links|triggers|utils)\./.test(name) && !/hooks?|Hook/i.test(name);
  if (!own && (libraries.length === 0 || node.keywords.length > 0)) return [];
  return [
    {
      type: 'execution',
      title: `Call ${written}${given(node)}`,
      when: `the component works through ${libraries[0] ?? written.split('.')[0]}`,
      notWhen: 'a hook of the repository already wraps this call',
      code: withImport(written, component, `result = ${written}(${argumentsOf(node)})`),
      libraries,
    },
  ];
}

function given({ keywords }: NodeOf<'Call'>): string {
  const names = keywords.flatMap(({ arg }) => arg ?? []).sort();
  return names.length > 0 ? ` with ${names.join(', ')}` : '';
}

/** Which arguments there are is the idea, not what is in them. Keywords in one order. */
function argumentsOf({ args, keywords }: NodeOf<'Call'>): string {
  const stars = (node: Node) => (node.nodeType === 'Starred' ? '*value' : 'value');
  const named = keywords.map(({ arg }) => (arg === undefined ? '**value' : `${arg}=${word(arg)}`));
  return [...args.map(stars), ...named.sort((a, b) => (a < b ? -1 : 1))].join(', ');
}

function word(name: string): string {
  return name === 'context' ? 'context' : 'value';
}
