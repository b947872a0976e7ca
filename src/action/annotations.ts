/** Problems at lines, in the order in which they are worth one of the few annotations that GitHub shows. Pure. */

import type { Finding, Problem, SpecOutcome } from '../flow.js';

/** Findings of a spec that is not proven, at a line of the spec: the component is not in the pull request. */
export function annotationsOf({ spec, proven, best, attempts }: SpecOutcome): readonly Problem[] {
  if (proven) return [];
  const named = spec.positions['/name'] ?? { path: spec.path, line: 1, column: 1 };
  const seen = new Map<string, Finding>();
  for (const { findings } of best?.verdict?.environments ?? []) {
    for (const finding of findings) {
      if (finding.severity === 'error')
        seen.set(`${finding.code} ${finding.message} ${finding.example}`, finding);
    }
  }
  const problems = [...seen.values()].slice(0, 3).map((finding): Problem => {
    const index = spec.examples.findIndex(({ name }) => name === finding.example);
    const position = spec.positions[`/examples/${index}`] ?? named;
    const example = finding.example ? ` (example "${finding.example}")` : '';
    const remedy = finding.remedy ?? 'See the comment of the pull request';
    return {
      code: finding.code,
      severity: 'error',
      message: `${spec.name}: ${finding.message}${example}`,
      remedy,
      position,
    };
  });
  const last = attempts.at(-1)?.problem;
  return last ? [...problems, { position: named, ...last }] : problems;
}

const RANK = { error: 0, warning: 1, notice: 2 } as const;

/**
 * The worst first; among equals one of each file in turn, so that a file with a hundred faults hides no other. What has no line
 * comes after what has one: it is said in the summary too. The same problem at the same line is one.
 */
export function ranked(problems: readonly Problem[]): readonly Problem[] {
  const turns = new Map<string, number>();
  const seen = new Set<string>();
  const keyed = problems.flatMap((problem, index) => {
    const { severity, position } = problem;
    const key = twinKey(problem);
    if (seen.has(key)) return [];
    seen.add(key);
    const pile = `${severity} ${position?.path}`;
    const turn = turns.get(pile) ?? 0;
    turns.set(pile, turn + 1);
    return [{ problem, order: [RANK[severity], position === undefined ? 1 : 0, turn, index] }];
  });
  return keyed.sort((one, other) => compared(one.order, other.order)).map(({ problem }) => problem);
}

/** The same for problems that say the same of the same line. */
export function twinKey({ code, message, position }: Problem): string {
  return JSON.stringify([code, message, position?.path, position?.line]);
}

function compared(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}
