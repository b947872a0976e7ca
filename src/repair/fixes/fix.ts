/** A known way to mend a mistake by editing the source: no model, no tokens. */

import type { AirflowTarget, DiagnosedError, Edit, Spec } from '../../flow.js';
import { type PythonClass, type PythonModule, parseModule } from '../../python/index.js';

/** What a fix may look at. It sees the draft's source and the spec, and nothing outside. */
export interface Ground {
  readonly spec: Spec;
  /** The component as it failed. */
  readonly source: string;
  /** Its path in the repository; a finding that points elsewhere says nothing of where the mistake stands in it. */
  readonly path?: string;
  /** The Airflows that the component has to run on. */
  readonly targets: readonly AirflowTarget[];
  /** The component, parsed; absent where it does not parse. */
  readonly module?: PythonModule;
  /** The class of the spec's name in it, where there is one. */
  readonly main?: PythonClass;
}

/** The ground of a component that failed. Never throws. */
export function groundOf(
  source: string,
  spec: Spec,
  targets: readonly AirflowTarget[],
  path?: string,
): Ground {
  const parsed = parseModule(source);
  const about = { spec, source, targets, ...(path === undefined ? {} : { path }) };
  if (!parsed.ok) return about;
  const { module } = parsed;
  const main = module.classes.find(({ name }) => name === spec.name);
  return { ...about, module, ...(main ? { main } : {}) };
}

/** A pure function from source and mistake to edits that keep comments and formatting, with what people are told of it. */
export interface Fix {
  /** Stable: `super-init`. A record of `learning/` says by it how often the fix helped. */
  readonly id: string;
  /** Classes of the error taxonomy that it may mend; `*` stands for any. */
  readonly classes: readonly string[];
  /** What it does, in one line, as a command: `Call the constructor of the base class`. */
  readonly title: string;
  /** What to tell an author who meets this mistake. */
  readonly prompt: string;
  /**
   * Edits of the component, which do not overlap and belong together; undefined where this fix does not apply or is not certain. They
   * are kept only if running the edited draft shows that the mistake is gone and none came.
   */
  edits(error: DiagnosedError, ground: Ground): readonly Edit[] | undefined;
}

/** Fixes of `all` that may mend an error of `errorClass`, in their order. */
export function fixesFor(errorClass: string, all: readonly Fix[]): readonly Fix[] {
  return all.filter(({ classes }) => classes.includes('*') || classes.includes(errorClass));
}
