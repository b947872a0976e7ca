import type { Catalogue } from '../problems.js';

/** Problems of bringing a result to the branch. */
export const PUBLISH_PROBLEMS = {
  AS7001: {
    title: 'A file of the component exists, and airsmith did not write it',
    why: 'A spec asks for a component, and where it, its test, its example DAG or its page would go there is a file that no record calls airsmith’s. A person’s file is never overwritten.',
    next: 'Move the file away, give the component another name, or change `output` in `.airsmith.yaml`.',
  },
  AS7002: {
    title: 'The branch moved during the run',
    why: 'Somebody pushed while airsmith was working. A result for the older state is not put on top of what it has not seen. Nothing was committed.',
    next: 'In a pull request, the run for the new state does it. On a terminal, run again.',
  },
  AS7003: {
    title: 'A file is not inside the output folders',
    why: 'airsmith writes only where `output` in `.airsmith.yaml` says, and into its folder of learned records. Nothing was committed.',
    next: 'Check `output`: each template has a fixed folder in front of its first placeholder. If it is right, report this as a bug.',
  },
  AS7004: {
    title: 'Two specs would write one file',
    why: 'Their components have the same name, or names that differ only in upper and lower case, which are one file on many disks. Nothing was committed.',
    next: 'Give one of them another name.',
  },
  AS7005: {
    title: 'A file has changes that no commit holds',
    why: 'People changed a file that airsmith wrote, and did not commit the change. The spec has changed since, or what stands there is not proven any more, so the component would be written anew and their work would be gone.',
    next: 'Commit the file: git keeps it then. Or undo the changes. Then run again.',
  },
} as const satisfies Catalogue;
