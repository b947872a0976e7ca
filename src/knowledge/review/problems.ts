/** What can be wrong between records, and with what a person asks for. Codes AS604x to AS607x; they never change their meaning. */

import type { Catalogue } from '../../problems.js';

export const REVIEW_PROBLEMS = {
  AS6040: {
    title: 'No learned record has this id',
    why: 'An id is the 16 hex digits of an item, of evidence or of a file’s name, or any four or more of its first digits; the path of a record and the name of a library do as well.',
    next: 'Look it up: `airsmith knowledge stats` lists items, and file names end in the id of their bytes.',
  },
  AS6041: {
    title: 'Several learned records begin with this id',
    why: 'The prefix is too short to mean one of them. Nothing was done.',
    next: 'Give more digits; the message lists what fits.',
  },
  AS6042: {
    title: 'Evidence refers to an item that nothing defines',
    why: 'Evidence embeds what it introduces, so a definition is only missing when its record was removed by hand, or when the evidence was.',
    next: 'Bring the definition back from the commit that removed it, or retract the evidence: `airsmith knowledge retract ID --why …`.',
  },
  AS6043: {
    title: 'An id in a record does not follow from its content',
    why: 'The subject of evidence is the hash of the spec and of what wrote the component; a component’s id is the hash of its spec and source. One that does not follow was made up, and could hide or double an observation.',
    next: 'Look at who added the file (`git log -- FILE`), and retract it.',
  },
  AS6044: {
    title: 'Evidence claims more than its own verdicts carry',
    why: 'It says that a component was proven, or proven at the first attempt, while no attempt is, or while an Airflow that it lists failed or was not run.',
    next: 'Look at who added the file (`git log -- FILE`). airsmith writes no such record: retract it.',
  },
  AS6045: {
    title: 'A component’s record has no evidence that proves it',
    why: 'Every component arrives together with the evidence of its run. Without that, nobody can say where it was executed; it may be forged, or its evidence may have been retracted.',
    next: 'Prove it again (`airsmith generate SPEC`), or remove the record with the component.',
  },
  AS6046: {
    title: 'A file of a component’s record is gone',
    why: 'The record says where the component, its tests, its DAG and its page stand. Somebody moved or deleted one.',
    next: 'If that was meant, nothing has to be done: the next run of the spec writes what is missing.',
  },
  AS6047: {
    title: 'One item stands in several files',
    why: 'The same idea has two titles or descriptions. It is counted once; the first of its files in order of bytes is shown.',
    next: 'Nothing has to be done. To keep one text, choose the file whose words you prefer when you review.',
  },
  AS6048: {
    title: 'A decision is about something that is not here',
    why: 'A rejection, retraction or correction names an item or evidence that the store does not hold. It stays in force for when the item comes.',
    next: 'Nothing has to be done. If it was a mistake, delete the file in a pull request from a branch of this repository; its comment says that the decision is taken back (AS6066).',
  },
  AS6049: {
    title: 'The reason is missing or too long',
    why: 'The next reader must be able to see why something was refused. A reason has 1 to 1000 characters and no control characters.',
    next: 'Give it: `--why "We call the API through our own hook"`.',
  },
  AS6050: {
    title: 'This cannot be done to a record of that kind',
    why: 'Items (patterns, fixes, errors, libraries) are rejected, evidence is retracted, and errors are relabelled.',
    next: 'Use the command that the message names.',
  },
  AS6051: {
    title: 'Evidence embeds a definition that was expunged',
    why: 'A person took the definition out for good. Evidence that a merge, a revert or an import brought later still holds it among what its run introduced. The observation counts, the definition is not read, but its bytes are in the file. (Where the record itself came back, it is AS6015.)',
    next: 'Take it out again: `airsmith knowledge expunge ID --why …` with the id that the message names, and look at where the evidence came from.',
  },
  AS6052: {
    title: 'A pull request changes or deletes a learned record of its base',
    why: 'Records are only ever added: their names are the hashes of their bytes, and counts are sums over all of them. A record that changes or goes would change what was measured.',
    next: 'Restore it: `git checkout BASE -- FILE`. To refuse an item use `airsmith knowledge reject`, to take evidence back `retract`, to remove a secret `expunge`. A rejection, retraction or relabel is taken back by deleting its file on a branch of this repository; a fork cannot do that. A pull request that reverts a whole earlier one deletes what that brought: merge it over this check.',
  },
  AS6053: {
    title: 'A pull request brings a learned record that no run of it wrote',
    why: 'Somebody committed it by hand, or from another branch. Its hash proves that it is whole, not who made it. It is a candidate: shown, and not counted by the run.',
    next: 'Review it like code. Merging it accepts it, and only people with write access can merge; from then on it counts.',
  },
  AS6054: {
    title: 'No such class of error',
    why: 'A correction has to name a class that airsmith knows, or everything that is learned for it would be filed where nobody looks.',
    next: 'Use one of the classes in docs/errors/classes/README.md; the message names the nearest.',
  },
  AS6055: {
    title: 'There is nothing to import',
    why: 'The folder or commit holds no learned record, neither in itself nor below `learning/`.',
    next: 'Name a repository, a folder that `airsmith knowledge export` made, or a commit of this repository: what came as a bundle or from another remote is fetched first, `git fetch FILE main`, and is then `FETCH_HEAD`.',
  },
  AS6056: {
    title: 'What is to be imported holds a record that cannot be read',
    why: 'A damaged store is not taken over in part, since nobody could say later which part. Nothing was written.',
    next: 'Repair it where it comes from: `airsmith knowledge check --root FOLDER` names each record and what to do.',
  },
  AS6057: {
    title: 'The folder to export to is in use',
    why: 'An export makes a new folder, so that nothing in it can be mistaken for what was exported.',
    next: 'Name a folder that does not exist yet, or an empty one.',
  },
  AS6058: {
    title: 'No such commits',
    why: 'A comparison needs two commits that are in this clone, in the form BASE..HEAD.',
    next: 'For example `airsmith knowledge diff origin/main..HEAD`. In a shallow clone fetch the base first.',
  },
  AS6059: {
    title: 'The branch kept moving',
    why: 'Others pushed to the branch each time airsmith was about to. Nothing of them was overwritten, and nothing of this run was committed.',
    next: 'Run the job again.',
  },
  AS6060: {
    title: 'A learned item was refused by deleting its file',
    why: 'The file was written by an earlier run on this pull request, and a person deleted it. That means no: the rejection is written, and the item is never learned again.',
    next: 'Nothing has to be done. To take it back, bring the file back and delete the rejection, before the merge or after it (AS6066).',
  },
  AS6061: {
    title: 'Only files below the learning folder can be expunged',
    why: 'The path is outside of it, or is no file.',
    next: 'Name a path below `learning/`. For other files use git alone.',
  },
  AS6063: {
    title: 'Packing belongs on the tip of the main branch',
    why: 'This branch lacks commits of the remote’s main branch. Git takes packed files for renamed ones where both sides of a merge deleted them, so that two packings, or a packing and older work, could conflict.',
    next: 'Update first: `git fetch` and `git switch -c pack origin/main`, then pack and merge soon. If another packing was merged meanwhile, drop this one and pack anew.',
  },
  AS6070: {
    title: 'A pack is not expunged as a whole',
    why: 'Every row of the pack can be read and counts. Taking out the file would take out all of them, while what must go is mostly one.',
    next: 'Name the record: `airsmith knowledge expunge ID --why …` takes its row out of every pack and keeps the others.',
  },
  AS6071: {
    title: 'What is to be packed is not understood',
    why: '`--older-than` takes a month or a day, and `--at-least` a number of files from 1 on. Packing something else than was meant could only be undone by hand.',
    next: 'For example `airsmith knowledge pack --older-than 2026-11 --at-least 1000`.',
  },
  AS6064: {
    title: 'The export cannot be written',
    why: 'The folder to export to is written beside its place and renamed when it is whole. The disk or its rights did not allow that, and nothing was left behind.',
    next: 'Make room, or name a folder that you may write to.',
  },
  AS6065: {
    title: 'A pull request mends or removes a damaged record of its base',
    why: 'The file could not be read on the base, so that it counts for nothing there, and this run went without it. What is in order here counts from the merge on; what was removed is gone from the files and stays in the history.',
    next: 'Nothing has to be done where it is in order now. Where it was removed, look whether the commit that added it (`git log --diff-filter=A -- FILE`) holds a whole one that could be restored instead.',
  },
  AS6066: {
    title: 'A pull request takes back a decision of its base',
    why: 'Somebody deleted the file of a rejection, a retraction or a relabel. On a branch of this repository that is a decision: from the merge on the item is used and learned again, the observation counts again, or the error has the class that the machine gave it. Until then the old decision holds.',
    next: 'Merge it if you agree. If nobody meant it, restore the file: `git checkout BASE -- FILE`.',
  },
  AS6067: {
    title: 'A correction names a class of error that does not exist',
    why: 'The class is neither one that airsmith knows nor one that an error of this store has. What is learned of the error would be filed where nobody looks. A newer airsmith may know more classes.',
    next: 'Relabel the error again, to a class that exists: `airsmith knowledge relabel ERROR CLASS`. It replaces the correction.',
  },
  AS6068: {
    title: 'A component is called proven, and no example was run',
    why: 'Its spec has no examples, so that what the component does was never looked at: it imports, constructs and serializes, and no more is known. Evidence that was made up looks the same.',
    next: 'Give the spec examples, and run it again. If nobody here wrote that spec, look at who added the file (`git log -- FILE`).',
  },
  AS6072: {
    title: 'There is no store to look at here',
    why: 'The folder is no checked-out git repository and holds no folder of learned records. Nothing can be said of it, least of all that it is in order.',
    next: 'Name the repository, or a folder that `airsmith knowledge export` made: `--root DIR`. A bare repository has no files: clone it first.',
  },
  AS6062: {
    title: 'This is no month',
    why: 'Evidence loses half of its weight with each full year, counted from the month that `--as-of` names.',
    next: 'Write it as year and month, `--as-of 2026-11`, or leave it out for today.',
  },
} as const satisfies Catalogue;
