/** Notices that a server hangs while its work is awaited, long before the deadline of that work. */

import { readFileSync } from 'node:fs';
import type { Exchange } from './exchange.js';

const BEAT_MS = 400;
/** Beats without an answer. Beats are counted and not seconds: where this process gets no time, it counts none. */
const STOPPED_BEATS = 4;
const ASLEEP_BEATS = 8;
const SILENT_BEATS = 25;
/** Processor time without an answer; a server that is only starved gets none. */
const SPINNING_SECONDS = 2;
const TICKS_PER_SECOND = 100;

/** A server that has not answered, as the kernel shows it. */
export interface Silence {
  /** Beats since it was asked. */
  readonly beats: number;
  /** Of those, the last ones in a row in which it was found asleep. */
  readonly asleep: number;
  /** R, S, D, T …; empty where nobody tells. */
  readonly state: string;
  /** Processor seconds that it used since it was asked. */
  readonly busy: number;
}

/**
 * Whether a server hangs. One that somebody stopped does; one that sleeps although a question waits for it does, after a while, for
 * it may await the end of a child; one that works without an answer does. One that is ready to run and gets no time does not.
 */
export function hangs({ beats, asleep, state, busy }: Silence): boolean {
  if (beats < STOPPED_BEATS) return false;
  if (state === 'T' || state === 't') return true;
  return asleep >= ASLEEP_BEATS || busy >= SPINNING_SECONDS || beats >= SILENT_BEATS;
}

/** Asks the server of the moment again and again, and kills one that hangs: whoever awaits it is told. Gives what ends it. */
export function watch(server: () => Exchange): () => void {
  let asked: Asked | undefined;
  const beat = setInterval(() => {
    const exchange = server();
    if (exchange.over) asked = undefined;
    else if (asked === undefined || asked.exchange !== exchange || asked.answered) asked = ask(exchange);
    else if (hangs(look(asked))) exchange.kill();
  }, BEAT_MS);
  beat.unref();
  return () => clearInterval(beat);
}

interface Asked {
  readonly exchange: Exchange;
  readonly pid: number | undefined;
  readonly busyBefore: number;
  answered: boolean;
  beats: number;
  asleep: number;
}

function ask(exchange: Exchange): Asked {
  const pid = serverBelow(exchange.pid);
  const asked = { exchange, pid, busyBefore: processOf(pid).busy, answered: false, beats: 0, asleep: 0 };
  // What ends the watch is an answer or the end of the server: the time limit is only for the request itself.
  exchange.ask({ op: 'ping' }, 1 << 30).then(() => {
    asked.answered = true;
  });
  return asked;
}

function look(asked: Asked): Silence {
  const { state, busy } = processOf(asked.pid);
  asked.beats += 1;
  asked.asleep = state === 'S' ? asked.asleep + 1 : 0;
  return { beats: asked.beats, asleep: asked.asleep, state, busy: busy - asked.busyBefore };
}

/** The process that was started only guards, or waits outside of namespaces: its one child serves. */
function serverBelow(pid: number | undefined): number | undefined {
  const children = textOf(`/proc/${pid}/task/${pid}/children`).trim().split(' ');
  return children[0] ? Number(children[0]) : pid;
}

function processOf(pid: number | undefined): { readonly state: string; readonly busy: number } {
  const fields = textOf(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  return {
    state: fields[0] ?? '',
    busy: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND,
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
