/** `airsmith knowledge diff BASE..HEAD`: what a pull request teaches, with confidence before and after. */

import { refusal, taught } from '../../knowledge/review/index.js';
import { EXIT } from '../../problems.js';
import { taughtMarkdown } from '../../publish/taught.js';
import { taughtText } from '../../report/knowledge/taught.js';
import type { Terminal } from '../terminal.js';
import { type Desk, type KnowledgeFlags, openDesk, shelfAt } from './open.js';

export async function diff(
  range: string,
  flags: KnowledgeFlags & { readonly markdown?: boolean },
  terminal: Terminal,
): Promise<number> {
  const desk = await openDesk(flags, terminal);
  const { repository, config } = desk;
  const [base, head] = await commitsOf(range, desk);
  const parted = (await repository.mergeBase(base, head)) ?? base;
  const [before, after, left] = await Promise.all(
    [base, head, parted].map((commit) => shelfAt(repository, config.learning, desk.weighing, commit)),
  );
  if (!before || !after || !left) throw new Error('three commits give three stores');
  const found = taught(before, after, left);
  if (flags.json) terminal.out(`${JSON.stringify({ base, head, ...found }, null, 2)}\n`);
  else terminal.out(flags.markdown ? taughtMarkdown(found) : taughtText(found));
  return EXIT.done;
}

async function commitsOf(range: string, { repository }: Desk): Promise<readonly [string, string]> {
  const [base = '', head = '', ...more] = range.split(/\.{2,3}/);
  if (base === '' || more.length > 0)
    throw refusal('AS6058', `${JSON.stringify(range.slice(0, 200))} is not of the form BASE..HEAD`);
  const names = [base, head === '' ? 'HEAD' : head];
  const found = await Promise.all(names.map((name) => repository.resolve(name)));
  const lost = names.find((_, at) => found[at] === undefined);
  if (lost !== undefined)
    throw refusal('AS6058', `there is no commit ${JSON.stringify(lost.slice(0, 200))} here`);
  return [found[0] ?? '', found[1] ?? ''];
}
