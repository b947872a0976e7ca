/** The check run: for branches whose rules ask for one on the very commit that airsmith made. */

import type { Problem } from '../../flow.js';
import type { CheckReport, Forge } from '../../ports.js';
import type { Line } from '../github.js';
import { patiently } from '../patience.js';

/** GitHub takes no more with one request, and shows no more of a job. */
const MOST_ANNOTATIONS = 50;
const MOST_TEXT = 60_000;
const LEVELS = { error: 'failure', warning: 'warning', notice: 'notice' } as const;

export function checks({ octokit, where, patience }: Line): Pick<Forge, 'check'> {
  return {
    async check(report) {
      try {
        await patiently(async () => {
          const { data } = await octokit.rest.checks.listForRef({
            ...where,
            ref: report.commit,
            check_name: report.name,
            per_page: 100,
          });
          const known = data.check_runs.find(({ external_id }) => external_id === report.id);
          const content = contentOf(report);
          if (known) await octokit.rest.checks.update({ ...where, check_run_id: known.id, ...content });
          else
            await octokit.rest.checks.create({
              ...where,
              ...content,
              name: report.name,
              head_sha: report.commit,
              external_id: report.id,
            });
        }, patience);
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message.slice(0, 200) : String(error);
      }
    },
  };
}

function contentOf({ conclusion, title, summary, problems, url }: CheckReport) {
  return {
    status: 'completed' as const,
    conclusion,
    details_url: url,
    output: {
      title: title.slice(0, 250),
      summary: summary.slice(0, MOST_TEXT),
      annotations: problems.filter(hasLine).slice(0, MOST_ANNOTATIONS).map(annotation),
    },
  };
}

type Placed = Problem & { readonly position: NonNullable<Problem['position']> };

function hasLine(problem: Problem): problem is Placed {
  return problem.position !== undefined;
}

function annotation({ code, severity, message, cause, remedy, position }: Placed) {
  return {
    path: position.path,
    start_line: position.line,
    end_line: position.line,
    annotation_level: LEVELS[severity],
    title: `airsmith ${code}`,
    message: [message, ...(cause ? [cause] : []), remedy].join('\n').slice(0, MOST_TEXT),
  };
}
