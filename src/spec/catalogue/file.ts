/** Problems of a file as a text: encoding, YAML, fields and their forms. */

import type { Catalogue } from '../../problems.js';

export const FILE_PROBLEMS = {
  AS1001: {
    title: 'The file is too large',
    why: 'A spec has at most 256 KiB. Real ones have two or three; a much larger one is a mistake, or made to keep the reader busy.',
    next: 'Shorten it. Large answers in `given.http` can be cut down to what the example needs.',
  },
  AS1002: {
    title: 'The file is not UTF-8',
    why: 'Specs are UTF-8 text, with or without a byte order mark. UTF-16, as some editors on Windows write it, is not read.',
    next: 'Save the file as UTF-8.',
  },
  AS1003: {
    title: 'The file holds an invisible character',
    why: 'Control characters and bidirectional overrides show a reviewer another text than the one that is read (CVE-2021-42574). Half of a surrogate pair cannot be written to a file at all.',
    next: 'Delete the character. Where test data of an example needs one, write its escape in double quotes, such as `"\\u0007"`.',
  },
  AS1004: {
    title: 'The file cannot be parsed',
    why: 'The YAML or JSON is not well formed. The usual causes: a tab, a second `: ` on a line, `type: list[str]` without quotes inside braces, an unclosed quote.',
    next: 'Correct the place that is named. A text with special characters is best put in quotes.',
  },
  AS1005: {
    title: 'The file uses a feature of YAML that specs do not have',
    why: 'Anchors, aliases, merge keys, tags, `%YAML` directives, several documents and the key `__proto__` are refused: they hide what a spec says from its reader, and a few lines of aliases can grow to gigabytes.',
    next: 'Write the value out.',
  },
  AS1006: {
    title: 'Values are nested too deep',
    why: 'No value is nested more than 64 levels.',
    next: 'Flatten the value.',
  },
  AS1008: {
    title: 'A key is given twice',
    why: 'A map holds one value for each key, so one of the two would be lost without a word.',
    next: 'Delete or rename one of them.',
  },
  AS1009: {
    title: 'There is no such field',
    why: 'Unknown fields are refused, so that a typing mistake is not taken for a wish that was heard.',
    next: 'Correct the name; the message says what it is near to.',
  },
  AS1010: {
    title: 'A field is missing',
    why: 'The component cannot be described without it.',
    next: 'Add the field.',
  },
  AS1011: {
    title: 'A value has the wrong type',
    why: 'The field holds a text, a number, a list or a map, and the file gives another of these.',
    next: 'Write the value in the form that the message names.',
  },
  AS1012: {
    title: 'A value is not one of those allowed',
    why: 'The field has a fixed set of values.',
    next: 'Choose one of the values that the message lists.',
  },
  AS1013: {
    title: 'YAML reads a value otherwise than it looks',
    why: 'Unquoted, `1.10` is the number 1.1, `2.8` is a number and no version, and `017` is 17 here and 15 elsewhere. `yes` and `no` are texts in YAML 1.2. `None` is a text and not null. A date such as `2026-03-01` is a text here and a date elsewhere; it may stay, quotes make it safe.',
    next: 'Put texts in quotes, and write `true`, `false` and `null` for those values.',
  },
  AS1038: {
    title: 'The version of the format is not known',
    why: 'This airsmith reads version 1, and the files of the earlier generator, which have no version.',
    next: 'Write `airsmith: 1`, or update airsmith.',
  },
  AS1039: {
    title: 'A value does not have the form that is asked for',
    why: 'It is too long, too short, outside its range, or not of the pattern that the field has.',
    next: 'Write it in the form that the message names.',
  },
  AS1040: {
    title: 'A field of the earlier generator has no place in version 1',
    why: 'It is kept under `x-legacy` and has no effect. Nothing is dropped in silence.',
    next: 'Run `airsmith spec migrate` and decide about what stands under `x-legacy`.',
  },
  AS1041: {
    title: 'A field of the earlier generator was interpreted',
    why: 'Version 1 says the same in another way, and the choice was not the only one possible.',
    next: 'Run `airsmith spec migrate`, and look at the result.',
  },
  AS1042: {
    title: 'The front matter is missing or has no end',
    why: 'A Markdown spec begins with a line `---`, then the fields in YAML, then another line `---`, then the description.',
    next: 'Add the missing line.',
  },
  AS1043: {
    title: 'The description is given twice',
    why: 'The front matter has a `description` and the file has a body. Both are used, the body second.',
    next: 'Move the text of `description` into the body.',
  },
  AS1044: {
    title: 'The file is of an unknown kind',
    why: 'Specs end in `.yaml`, `.yml`, `.json` or `.md`.',
    next: 'Rename the file, for example to `orders.airsmith.yaml`.',
  },
  AS1049: {
    title: 'A path of the settings leaves the repository',
    why: 'Paths are relative to the repository, with `/`, without `..`, and never inside `.git` or `.github`.',
    next: 'Write a path such as `plugins/{kind}s/{file}.py`.',
  },
  AS1050: {
    title: 'A path of the output has the wrong placeholders',
    why: 'Each path holds `{file}`, so that components do not overwrite one another, and may hold `{kind}`; there are no others.',
    next: 'Write a path such as `plugins/{kind}s/{file}.py`.',
  },
} satisfies Catalogue;
