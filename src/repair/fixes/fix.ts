/** A known way to mend a mistake by editing the source: no model, no tokens. */

import type { AirflowTarget, DiagnosedError, Edit, Spec } from '../../flow.js';
import type { PythonClass, PythonModule } from '../../python/index.js';

/** What a fix may look at. It sees the draft's source and the spec, and nothing outside. */
export interface Ground {
  readonly spec: Spec;
  /** The component as it failed, parsed. */
  readonly module: PythonModule;
  /** The class of the spec's name in it. */
  readonly main: PythonClass;
  /** The Airflows that the component has to run on. */
  readonly targets: readonly AirflowTarget[];
}

/** A pure function from source and mistake to edits that keep comments and formatting, with what people are told of it. */
export interface Fix {
  /** Stable: `super-init`. A record of `learning/` says by it how often the fix helped. */
  readonly id: string;
  /** Classes of the error taxonomy that it may mend. */
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
