/** What can be wrong with `learning/`. Codes AS6xxx; they never change their meaning. */

import type { Catalogue } from '../problems.js';

export const catalogue = {
  AS6001: {
    title: 'a learned record was changed after it was written',
    why: 'A record’s name ends in 16 hex digits of the SHA-256 of its bytes. Name and bytes disagree: somebody edited the file, git changed its line ends, or it was damaged. A record whose bytes can change would prove nothing.',
    next: 'Where git changed its line ends, `airsmith knowledge migrate` gives them back. Else restore the file from the commit that added it (`git log --diff-filter=A -- FILE`). To change what it says, delete it and add a new record. If every record has this problem, check that `.gitattributes` holds `learning/** -text`.',
  },
  AS6002: {
    title: 'a learned record is not JSON',
    why: 'The file cannot be parsed: mostly it was cut off, or edited by hand.',
    next: 'Restore the file from the commit that added it, or delete it; evidence embeds the definitions that it introduced, so little is lost.',
  },
  AS6003: {
    title: 'a learned record holds the markers of an unfinished merge',
    why: 'Records never conflict by themselves, since equal names mean equal bytes. A marker means that a merge rewrote the file.',
    next: 'Take either side whole: `git checkout --theirs FILE` or `--ours FILE`.',
  },
  AS6004: {
    title: 'a learned record does not fit its schema',
    why: 'A field is missing, unknown, or has a value that the published schema (`schema/*-1.schema.json`) does not allow.',
    next: 'Delete the file, or restore it from the commit that added it. A row of a pack: `airsmith knowledge expunge PACK --why …` writes the pack again without what cannot be read.',
  },
  AS6005: {
    title: 'a learned record is of a kind or version that this airsmith does not know',
    why: 'Records say what they are in `schema`, such as `pattern/1`. A newer airsmith may write newer ones.',
    next: 'Use the airsmith version that wrote it, or a newer one. The record is kept and not counted.',
  },
  AS6006: {
    title: 'a learned record cannot be read as a plain file',
    why: 'It is a symbolic link, a submodule, or larger than any record may be.',
    next: 'Replace it by the file that was meant, or delete it.',
  },
  AS6007: {
    title: 'a file stands where no such record belongs',
    why: 'The folder of a record follows from its content (`patterns/<type>/`, `errors/<class>/`, `evidence/<month>/` …), so that one record is one file in every branch.',
    next: '`airsmith knowledge migrate` moves a record to the folder that the message names. Delete the file if airsmith did not write it.',
  },
  AS6008: {
    title: 'a learned record holds characters that hide what it says',
    why: 'Control and bidirectional characters can make a reviewer see other code than the model is given.',
    next: 'Look at who added it: airsmith writes none. Delete its file; a row of a pack goes with `airsmith knowledge expunge PACK --why …`, which keeps the other rows.',
  },
  AS6009: {
    title: 'a learned record is not in canonical form',
    why: 'Two spellings of one record would be two files, and would be counted twice.',
    next: 'Delete its file; the next run writes it in canonical form. A row of a pack goes with `airsmith knowledge expunge PACK --why …`, which keeps the other rows.',
  },
  AS6010: {
    title: 'the store holds records that cannot be counted',
    why: 'Reading was strict, so that any bad record ends it. Without `--strict` the rest is still read and counted.',
    next: 'Repair what the message names first; `airsmith knowledge check` lists every bad record with its remedy.',
  },
  AS6011: {
    title: 'one record stands in two files',
    why: 'A name is made from the record alone, so that one record is one file in every branch. A copy under another name is counted once, and makes a reviewer believe that there are two.',
    next: 'Delete the copy that the message names.',
  },
  AS6012: {
    title: 'a file of the store has a name that airsmith would not write',
    why: 'Names are lower-case ASCII letters, digits, dots, dashes and underscores. Others look like each other, fall together where case does not count, or cannot be checked out everywhere.',
    next: 'Delete the file, or give it back the name under which it was added.',
  },
  AS6013: {
    title: 'a pack cannot be read',
    why: 'A pack holds old evidence: one line that says how to read it, then the ids of its records in order, and a line for each column of what they hold. Its name agrees with its bytes, so it was not damaged: something else than airsmith wrote it.',
    next: 'Delete the pack and restore the evidence from the commit that packed it, then run `airsmith knowledge pack`.',
  },
  AS6014: {
    title: 'a packed record is not what its id says',
    why: 'An id is the hash of the record’s canonical bytes. A row under a foreign id could take the place of a real observation, or be counted beside it.',
    next: 'Look at who added the pack: airsmith writes none. `airsmith knowledge expunge PACK --why …` writes it again without such rows; or delete it and restore the evidence from the commit that packed it.',
  },
  AS6073: {
    title: 'the folder of learned records is no plain folder',
    why: 'A file, a symbolic link or a submodule stands where the folder belongs, or on the way to it. A link would let records be read, and written, outside of the repository, where no review sees them.',
    next: 'Put a real folder in its place, or name another one with `learning` in `.airsmith.yaml`.',
  },
  AS6074: {
    title: 'a killed run left a file behind',
    why: 'airsmith writes each file beside its place and renames it when all are there. A name that ends in `.airsmith-` and numbers was never renamed: the process was killed.',
    next: 'Delete the file: what it holds is written again by whatever is repeated.',
  },
  AS6015: {
    title: 'a record came back that was expunged',
    why: 'A tombstone says that nobody should read this record again. An old branch or a cherry-pick has brought it back. It is not counted.',
    next: 'Take it out again: `airsmith knowledge expunge ID` with the id that the message names; in a pack that leaves the other records. Rewrite the branch if what it holds must not be public.',
  },
} as const satisfies Catalogue;
