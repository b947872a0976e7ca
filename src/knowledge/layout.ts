/** Where each record stands below `learning/`. A name is made from the record alone, so equal records are one file. */

import type { RecordFile } from '../flow.js';
import { canonical, hash16 } from './canonical.js';
import type { LearningRecord } from './records.js';

const SLUG_LENGTH = 60;

/** `record` as the file to write: path below the learning folder's parent, and canonical bytes. */
export function recordFile(record: LearningRecord, folder = 'learning'): RecordFile {
  const content = canonical(record);
  return { path: `${folder}/${stem(record)}${hash16(content)}.json`, content };
}

/** Everything of a record's path below `learning/` that precedes the hash. */
export function stem(record: LearningRecord): string {
  switch (record.schema) {
    case 'pattern/1':
      return `patterns/${record.type}/${slugify(record.title)}-`;
    case 'error/1':
      return `errors/${record.class}/${slugify(record.pattern)}-`;
    case 'fix/1':
      return `fixes/${record.class}/${slugify(record.title)}-`;
    case 'library/1':
      return `libraries/${record.name}/${record.name}-`;
    case 'fallback/1':
      return `fallbacks/${record.library}/${slugify(record.function)}-`;
    case 'component/1':
      return `components/${slugify(record.name)}-`;
    case 'evidence/1':
      return `evidence/${record.run.at.slice(0, 7)}/`;
    case 'rejection/1':
      return `rejections/${record.item}-`;
    case 'retraction/1':
      return `retractions/${record.evidence}-`;
    case 'relabel/1':
      return `relabels/${record.error}-`;
    case 'seen/1':
      return `seen/${slugify([record.source.name, record.source.version].join(' '))}-`;
    case 'tombstone/1':
      return `tombstones/${record.record}-`;
  }
}

/** The folder of a record below `learning/`; what a file must stand in. */
export function folderOf(record: LearningRecord): string {
  const head = stem(record);
  return head.slice(0, head.lastIndexOf('/'));
}

/** A title as part of a file name: lower-case ASCII words joined by dashes, cut between words. */
export function slugify(title: string): string {
  const words = title
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word.slice(0, SLUG_LENGTH) : `${slug}-${word}`;
    if (longer.length > SLUG_LENGTH) break;
    slug = longer;
  }
  return slug === '' ? 'item' : slug;
}

/** Git drops an empty folder, and packing must never empty one: open pull requests would meet a file-location conflict. */
export function keepFile(folder: string): RecordFile {
  return { path: `${folder}/.gitkeep`, content: '' };
}
