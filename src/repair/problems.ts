import type { Catalogue } from '../problems.js';

/** Why a run stops asking before its attempts are used up. */
export const REPAIR_PROBLEMS = {
  AS5020: {
    title: 'Only the author of the spec can resolve this',
    why: 'The spec asks for something that no component can give: its examples contradict one another or the rest of the spec, or expect what the Airflows in its range cannot do. Asking the model again would cost money and change nothing.',
    next: 'The problem names the line of the spec and proposes a change. Make it, or another one, and push: that starts the next run.',
  },
  AS5021: {
    title: 'Two attempts made the same mistakes',
    why: 'The model was told what real runs showed, and its next draft failed in exactly the same way. A third attempt rarely differs, so none was paid for.',
    next: 'Read the finding: mostly the spec leaves open, or contradicts, what the example expects. Add a hint to the spec, or choose another `model`.',
  },
} as const satisfies Catalogue;
