/** Where the wall-clock time of a run went: phases that follow one another, so that their sum can be held against the total. */

import type { Clock } from './ports.js';

export interface Phase {
  readonly name: string;
  readonly ms: number;
}

export interface Timeline {
  /** Runs `work` as a named phase; the same name twice adds up. Phases must not overlap. */
  phase<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Books time that passed before the timeline was opened, such as the start of the process. */
  book(name: string, ms: number): void;
  phases(): readonly Phase[];
}

export function openTimeline(clock: Clock): Timeline {
  const spent = new Map<string, number>();
  const book = (name: string, ms: number) => spent.set(name, (spent.get(name) ?? 0) + ms);
  return {
    async phase(name, work) {
      const start = clock.elapsed();
      try {
        return await work();
      } finally {
        book(name, clock.elapsed() - start);
      }
    },
    book,
    phases: () => [...spent].map(([name, ms]) => ({ name, ms })),
  };
}
