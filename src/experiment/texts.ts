/** Texts of the arms that need no store: general advice, and lines that are about nothing that matters here. */

import type { BriefingItem } from '../flow.js';

/** What anybody might be told who writes a component, whichever it is. */
export const GENERAL_ADVICE: BriefingItem = {
  id: 'static',
  title: 'General advice for Airflow components',
  when: 'always',
  notWhen: 'the spec says otherwise',
  code: `# Keep the constructor cheap: assign arguments to attributes of the same names, connect in execute or poke.
# Pass **kwargs to super().__init__() first, so that task_id, retries and pool arrive.
# Check arguments after rendering where they are templated, in the constructor where they are not.
# Give every request a time limit; raise for a status that is no success, with status and address in the message.
# Log with arguments (self.log.info("read %s rows", count)), never a password or a token.
# Return what XCom can hold: plain dicts, lists, texts, numbers. Close what was opened, whatever happens.
# Follow what the code around it does: its base classes, its clients, its names, its errors.
`,
};

const IDLE_TITLES = 'Keep the weeks of a lunar calendar in step with the months of a solar one, year by year';
const IDLE_WORDS =
  'the tide tables of a harbour are set in two columns and read from the left to the right, twice a day';
const IDLE_CODE = [
  'def moons(year: int) -> int:',
  '    """Full moons of a year, roughly."""',
  '    return 12 + (year * 7 + 1) % 19 // 12',
  '',
  '',
  'def roman(number: int) -> str:',
  '    signs = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]',
  '    text = ""',
  '    for value, sign in signs:',
  '        while number >= value:',
  '            text, number = text + sign, number - value',
  '    return text',
  '',
  '',
];

/** An item that is as long as another one in every part, and helps with nothing. */
export function placeboFor({ title, when, notWhen, code }: BriefingItem, number: number): BriefingItem {
  return {
    id: `placebo-${number}`,
    title: prose(IDLE_TITLES, title.length),
    when: prose(IDLE_WORDS, when.length),
    notWhen: prose(IDLE_WORDS, notWhen.length),
    code: idleCode(code.length),
  };
}

function prose(text: string, length: number): string {
  return `${text}; `.repeat(Math.ceil(length / text.length)).slice(0, length);
}

/** Whole lines as long as they fit; the rest is a comment, so that no line is torn. */
function idleCode(length: number): string {
  let code = '';
  for (let at = 0; ; at += 1) {
    const line = `${IDLE_CODE[at % IDLE_CODE.length]}\n`;
    if (code.length + line.length > length) break;
    code += line;
  }
  const left = length - code.length;
  return left === 0 ? code : `${code}${'#'.repeat(left - 1)}\n`;
}
