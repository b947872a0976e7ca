/** Where in the draft a mistake is: by syntax tree, by validation's own position, by the traceback, by what was going on. */

import { type Draft, type Finding, fileOf, type Position } from '../flow.js';
import { type Node, type PythonModule, parseModule } from '../python/index.js';
import { nodeAt, type Place, type Site } from './places.js';

/** The draft's component as it can be searched; without a module where it does not parse. */
export interface Terrain {
  readonly path: string;
  readonly className: string;
  readonly module?: PythonModule;
}

export function terrainOf(draft: Draft): Terrain {
  const component = fileOf(draft, 'component');
  const parsed = component ? parseModule(component.content) : undefined;
  return {
    path: component?.path ?? '',
    className: draft.className,
    ...(parsed?.ok ? { module: parsed.module } : {}),
  };
}

/**
 * The place in the component. The first of `places` that is there counts; else where the finding points, the last frame of the
 * component in its traceback, and at last the method that was running. Undefined when all of these are silent.
 */
export function locate(finding: Finding, places: readonly Place[], terrain: Terrain): Position | undefined {
  const site = siteOf(finding, terrain);
  const named = site && placeOf(places.filter(isExact(finding)), site, terrain);
  if (named) return named;
  if (finding.position?.path === terrain.path) return finding.position;
  const likely = places.filter((place) => !ARGUMENT.includes(place));
  return frameIn(finding.traceback, terrain.path) ?? (site && placeOf([...likely, 'work'], site, terrain));
}

/** Names in a message mean these while a component is looked at or made; while it runs they may mean anything. */
const ARGUMENT: readonly Place[] = ['parameter', 'super-keyword'];
const SHAPE: readonly Place[] = [...ARGUMENT, 'template-fields'];

/** What a message names beats a line that somebody else points at; a guess by kind does not. */
function isExact({ tier }: Finding): (place: Place) => boolean {
  const shape = tier === 'contract' || tier === 'construct' || tier === 'dag' || tier === 'serialize';
  return (place) => place === 'template-name' || (shape && SHAPE.includes(place));
}

function placeOf(places: readonly Place[], site: Site, terrain: Terrain): Position | undefined {
  for (const place of places) {
    const node = nodeAt(place, site);
    const position = node && positionOf(node, site.module, terrain.path);
    if (position) return position;
  }
  return undefined;
}

function siteOf(finding: Finding, { module, className }: Terrain): Site | undefined {
  const main = module?.classes.find(({ name }) => name === className);
  if (!module || !main) return undefined;
  const has = (name: string) => main.methods.some((method) => method.name === name);
  const doing = METHODS[finding.stage ?? ''] ?? METHODS[finding.tier];
  const method = doing ?? (finding.tier === 'examples' ? (has('poke') ? 'poke' : 'execute') : '');
  const callee = /(\w+)\(\) (?:missing|got an unexpected|takes) /.exec(finding.message)?.[1];
  return { module, main, method, names: namesIn(finding), ...(callee ? { callee } : {}) };
}

const METHODS: { readonly [stageOrTier: string]: string | undefined } = {
  construct: '__init__',
  serialize: '__init__',
  deserialize: '__init__',
  dag: '__init__',
  render: '__init__',
  execute: 'execute',
  poke: 'poke',
  trigger: 'run',
  resume: 'execute_complete',
};

/** Whole words in quotes; the keys of a dict count as well: `**kwargs: {'nott': 'x'}`. What was rendered is named first. */
function namesIn({ message, expectation }: Finding): readonly string[] {
  const rendered = expectation === 'rendered' ? /^(\w+) /.exec(message)?.[1] : undefined;
  const quoted = [...message.matchAll(/(['"`])([A-Za-z_]\w*)\1/g)].map(([, , name = '']) => name);
  return rendered === undefined ? quoted : [rendered, ...quoted];
}

function positionOf(node: Node, module: PythonModule, path: string): Position | undefined {
  const span = module.span(node);
  if (span === undefined) return undefined;
  const { line, column, endLine, endColumn } = span;
  return { path, line, column, ...(endLine === line ? { endColumn } : {}) };
}

function frameIn(traceback: string | undefined, path: string): Position | undefined {
  const frames = [...(traceback ?? '').matchAll(/^\s*File "([^"\n]+)", line (\d+)/gm)];
  const own = frames.filter(([, file = '']) => file === path || file.endsWith(`/${path}`)).at(-1);
  return own === undefined ? undefined : { path, line: Number(own[2]), column: 1 };
}
