import type { Catalogue } from '../problems.js';

/** Problems of experiments that ask whether what is learned helps. */
export const EXPERIMENT_PROBLEMS = {
  AS5050: {
    title: 'An experiment has nobody to ask',
    why: 'An experiment measures what a model makes of specs. It asks only the endpoint that is named for it, never one that happens to be configured, since it makes many calls.',
    next: 'Name an endpoint of the Messages API with `--endpoint URL`, or a folder of its recorded answers with `--replay DIR`.',
  },
  AS5051: {
    title: 'The set of an experiment cannot be used',
    why: 'A spec, its hidden examples, its `bench.yaml`, or the house that it leans on cannot be read. A set without it would be another set, so nothing is run.',
    next: 'Mend the file that the message names, or take the folder of the spec out of the set.',
  },
  AS5052: {
    title: 'The folder holds another experiment',
    why: 'Finished cells say from which set, store, prompt and model they were made. Cells of two experiments do not compare.',
    next: 'Name another folder with `--out`, or go on with what the first run was started with. More arms, samples or orders may be added to an experiment.',
  },
  AS5053: {
    title: 'A finished cell cannot be read',
    why: 'The file is not JSON of the published form (`schema/trial-1.schema.json`), or was made by another experiment.',
    next: 'Delete the file: the cell is then run again.',
  },
  AS5054: {
    title: 'An option of an experiment cannot be read',
    why: 'There is no such arm, or a number is out of its range.',
    next: 'Arms are `none`, `static`, `placebo`, `top3` and `full`; samples and orders are whole numbers from 1 on.',
  },
  AS5055: {
    title: 'An Airflow broke while it proved a draft',
    why: 'Nothing can be said of the draft then, so the cell is not finished.',
    next: 'Run the same command again: cells that are finished are kept.',
  },
} satisfies Catalogue;
