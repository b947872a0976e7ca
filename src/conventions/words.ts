/** Conventions in words, one line each, for an author and for people. Code stands in backquotes with single quotes. */

import type { Kind } from '../flow.js';
import type { Claim, ClaimOf } from './claim.js';
import type { Support, Way } from './mine.js';

/** Longer lines are no convention, but somebody's text. */
const LONGEST = 220;

/** What matters most comes first: the same order in every repository. */
const ORDER: readonly Claim['of'][] = [
  'bases',
  'implements',
  'leaves',
  'decorated',
  'attribute',
  'top',
  'statement',
  'opens',
  'calls',
  'argument',
  'returns',
  'guarded',
  'handles',
  'raises',
  'through',
  'named',
  'member',
  'compared',
  'word',
  'never-reads',
  'never-calls',
  'never-imports',
];

/** The lines for components of `kind`, the strongest first; those that say one thing together are one line. */
export function linesFor(kind: Kind, ways: readonly Way[]): readonly string[] {
  const holding = ways.filter(({ support }) => support.some((one) => one.kind === kind));
  const ordered = [...holding].sort(
    (a, b) =>
      ORDER.indexOf(a.claim.of) - ORDER.indexOf(b.claim.of) ||
      strength(b) - strength(a) ||
      (text(a) < text(b) ? -1 : 1),
  );
  const lines: string[] = [];
  const taken = new Set<Way>();
  for (const way of ordered) {
    if (taken.has(way)) continue;
    const group = ordered.filter((other) => groupOf(other, kind) === groupOf(way, kind));
    for (const one of group) taken.add(one);
    const said = group.length > 1 ? together(group) : sentence(way.claim, kind);
    const line = `${said} (${counted(way, kind)})`;
    if (line.length <= LONGEST) lines.push(line);
  }
  return lines;
}

function text({ claim }: Way): string {
  return JSON.stringify(claim);
}

function strength({ support }: Way): number {
  return support.reduce((sum, { kept }) => sum + kept, 0);
}

/** "7 of 7 operators"; of those that do what it is about. */
function counted({ support, exceptions }: Way, kind: Kind): string {
  const own = support.find((one) => one.kind === kind) as Support;
  const others = support.filter((one) => one !== own && own.of < 5);
  const more = others.map(({ kept, of, kind: other }) => `, ${kept} of ${of} ${other}s`).join('');
  const not = exceptions.length > 0 && own.kept < own.of ? `; not ${exceptions.join(', ')}` : '';
  return `${own.kept} of ${own.of}${more}${not}`;
}

/** What is said in one line has one text here. */
function groupOf(way: Way, kind: Kind): string {
  const { claim } = way;
  const own = way.support.find((one) => one.kind === kind);
  const as = `${own?.kept} ${own?.of}`;
  switch (claim.of) {
    case 'never-imports':
    case 'never-calls':
      return `${claim.of} ${as}`;
    case 'through':
      return `${claim.of} ${claim.helper} ${as}`;
    case 'guarded':
      return `${claim.of} ${claim.exception} ${as}`;
    default:
      return text(way);
  }
}

function together(group: readonly Way[]): string {
  const claims = group.map(({ claim }) => claim);
  const [first] = claims;
  const all = <Of extends Claim['of']>(of: Of) => claims.filter((one): one is ClaimOf<Of> => one.of === of);
  switch (first?.of) {
    case 'never-imports':
      return `never import ${list(all('never-imports').map(({ module }) => module))}: the modules below do what is needed`;
    case 'never-calls':
      return `never call ${list(all('never-calls').map(({ name }) => `${name}(…)`))}`;
    case 'through':
      return `use ${list(all('through').map(({ subject }) => subjectWords(subject)))} only as ${code(`${first.helper}(…)`)}`;
    case 'guarded':
      return `handle ${code(first.exception)} around ${list(all('guarded').map(({ callee }) => `${callee}(…)`))}`;
    default:
      return first ? sentence(first, 'operator') : '';
  }
}

function list(items: readonly string[]): string {
  return [...new Set(items)].sort().map(code).join(', ');
}

function code(written: string): string {
  return `\`${written.replaceAll('"', "'").replaceAll('`', "'")}\``;
}

function subjectWords(subject: string): string {
  const [what, ...name] = subject.split(' ');
  return what === 'key' ? `…['${name.join(' ')}']` : name.join(' ');
}

/** `self.journal('word.word', …)`, `self.quill.create(…, key=run.key(…))`. */
function pattern({ callee, at, shape }: ClaimOf<'argument'>): string {
  if (typeof at === 'string') return `${callee}(…, ${at}=${shape})`;
  return `${callee}(${'…, '.repeat(at)}${shape}, …)`;
}

function sentence(claim: Claim, kind: Kind): string {
  switch (claim.of) {
    case 'bases':
      return `derive from ${code(`(${claim.bases.join(', ')})`)}${claim.bases.length > 1 ? ' in this order' : ''}`;
    case 'implements':
      return `write ${code(`def ${claim.method}(${claim.parameters.join(', ')})`)}: the base class calls it`;
    case 'leaves':
      return `do not define ${code(claim.method)}: ${code(claim.to)} has it`;
    case 'decorated':
      return `put ${code(`@${claim.decorator}`)} on every public method`;
    case 'attribute':
      return `have the class attribute ${code(`${claim.name} = ${claim.shape}`)}`;
    case 'top':
      return `have ${code(`${claim.name} = ${claim.shape === '[its own class]' ? "['ClassName']" : claim.shape}`)} below the imports`;
    case 'statement':
      return `call ${code(claim.code)} in the constructor`;
    case 'opens':
      return `begin ${code(claim.method)} with ${code(`${claim.callee}('…${claim.ending}')`)}, before other members of the base are used`;
    case 'calls':
      return `call ${code(`${claim.callee}(…)`)}`;
    case 'argument':
      return `always write ${code(pattern(claim))}`;
    case 'returns':
      return `return from ${code(claim.method)} only ${list(claim.callees.map((callee) => `${callee}(…)`))}`;
    case 'guarded':
      return `handle ${code(claim.exception)} around ${code(`${claim.callee}(…)`)}`;
    case 'handles':
      return `answer ${code(`except ${claim.exception}`)} by ${code(claim.body.replaceAll('\n', '; '))}`;
    case 'raises':
      return 'raise only what the modules below define, never exceptions of Python or Airflow';
    case 'through':
      return `use ${code(subjectWords(claim.subject))} only as ${code(`${claim.helper}(…)`)}`;
    case 'named':
      return `call what ${code(`${claim.helper}(…)`)} gives by a name that ends in ${code(claim.ending)}`;
    case 'member':
      return `give ${code(claim.entry)} a member of ${code(claim.enumeration)}, never its number or word`;
    case 'compared':
      return `compare values of ${code(claim.enumeration)} with its members only`;
    case 'word':
      return `call ${code(`${claim.callee}('…${claim.ending}')`)} somewhere`;
    case 'never-reads':
      return `never use ${code(claim.name)}`;
    case 'never-calls':
      return `never call ${code(`${claim.name}(…)`)}`;
    case 'never-imports':
      return `never import ${code(claim.module)} (${kind}s leave that to the modules below)`;
  }
}
