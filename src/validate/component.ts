import { type Draft, fileOf } from '../flow.js';
import type { PythonModule } from '../python/index.js';

/** The component of a draft, parsed once for everything that reads it. */
export interface Component {
  readonly path: string;
  readonly module: PythonModule;
}

/** Undefined where there is none, or where it cannot be parsed: CPython says that better. */
export async function parseComponent(draft: Draft): Promise<Component | undefined> {
  const component = fileOf(draft, 'component');
  if (component === undefined) return undefined;
  const { parseModule } = await import('../python/index.js');
  const parsed = parseModule(component.content);
  return parsed.ok ? { path: component.path, module: parsed.module } : undefined;
}
