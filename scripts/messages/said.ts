import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../src/flow.js';

/** One message of a real interpreter or Airflow, with the mistake that provoked it and the class that is right for it. */
export interface Said extends Omit<Finding, 'severity' | 'remedy' | 'edit'> {
  readonly class: string;
  readonly mistake: string;
  readonly airflow?: string;
  readonly python: string;
  /** How an interpreter was had that is not CPython's own program. */
  readonly by?: string;
}

/** Whether two recordings are the same but for what differs from run to run: addresses of objects, ports, folders. */
export function same(a: Said, b: Said): boolean {
  return steady(a) === steady(b);
}

/** Text without the folders of the machine that it was said on. */
export function withoutMachine(text: string): string {
  return text
    .replaceAll(join(homedir(), '.cache', 'airsmith'), '/cache')
    .replaceAll(join(homedir(), '.pyenv'), '/pyenv')
    .replaceAll(join(import.meta.dirname, '../..'), '/airsmith');
}

function steady(one: Said): string {
  return withoutMachine(JSON.stringify(one))
    .replace(/0x[0-9a-f]+/g, '0x')
    .replace(/(127\.0\.0\.1|port=):?\d{2,5}/g, '$1')
    .replace(/\/(?:tmp|dev\/shm)\/[\w./-]+/g, '/tmp');
}
