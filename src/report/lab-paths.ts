/** Folders of the lab in what Python says: a person has the files elsewhere. Pure. */

/** Where a draft lies with the modules of its repository. */
const DRAFTS = /\/[^\s'"`()]{0,300}?airsmith-lab-\w+\/drafts\/[\w-]+\/code\//g;

/** The text with paths of the lab as the repository has them: `plugins/x.py`. */
export function asInRepository(text: string): string {
  return text.replace(DRAFTS, '');
}
