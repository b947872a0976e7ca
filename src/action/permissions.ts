/** The least that each event needs, as the lines of a workflow. docs/github.md holds the same lines; a test compares them. */

export interface EventLines {
  /** What it is for. */
  readonly what: string;
  readonly on: readonly string[];
  readonly permissions: readonly string[];
}

const BOTH = ['contents: write', 'pull-requests: write'];

export const EVENTS = {
  pull_request: {
    what: 'builds the specs of a pull request',
    on: [
      'pull_request:',
      '  types: [opened, synchronize, reopened, labeled]',
      '  paths: ["specs/**", "learning/**"]',
    ],
    permissions: BOTH,
  },
  issue_comment: {
    what: 'answers `/airsmith …` of people with write access',
    on: ['issue_comment:', '  types: [created]'],
    permissions: BOTH,
  },
  workflow_dispatch: {
    what: 'generates, reports or maintains by hand',
    on: [
      'workflow_dispatch:',
      '  inputs:',
      '    task: {type: choice, options: [generate, report, maintain]}',
    ],
    permissions: BOTH,
  },
  schedule: {
    what: 'packs old evidence, as a pull request',
    on: ['schedule:', '  - cron: "17 4 1 * *"'],
    permissions: BOTH,
  },
  push: {
    what: 'says what became of merged components',
    on: ['push:', '  branches: [main]'],
    permissions: ['contents: read'],
  },
} as const satisfies { readonly [event: string]: EventLines };

/** YAML for one event, ready to paste. */
export function eventLines(event: keyof typeof EVENTS): string {
  const { on, permissions }: EventLines = EVENTS[event];
  const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`).join('\n');
  return `on:\n${indented(on)}\npermissions:\n${indented(permissions)}`;
}

/** Every event, with what it is for. */
export function allEvents(): string {
  const lines = Object.values(EVENTS).flatMap(({ what, on }: EventLines) => [
    `  # ${what}`,
    ...on.map((line) => `  ${line}`),
  ]);
  return ['on:', ...lines, 'permissions:', ...BOTH.map((line) => `  ${line}`)].join('\n');
}
