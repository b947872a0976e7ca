const MOST = 300;
/** Longer messages are payloads; what is particular in them is taken out of a beginning that is long enough. */
const MOST_READ = 4_000;

/**
 * A message with what is particular taken out: names, texts, numbers, paths, addresses. Two components with the same mistake
 * have the same pattern; names of Airflow's own modules, and what is imported from them, stay, for they are the point.
 */
export function patternOf(message: string, className: string): string {
  const line = message.slice(0, MOST_READ).replace(/\s+/g, ' ').trim();
  const [, head = '', rest = line] = /^([A-Za-z_][\w.]*: )(.*)$/.exec(line) ?? [];
  const airflow = /from '(airflow[\w.]*)'/.test(rest);
  const named = STEPS.reduce(
    (text, [what, as]) => text.replace(what, as),
    quotesOut(withoutClass(rest, className), airflow),
  );
  const general = `${headOf(head, className)}${joined(named)}`.trim();
  return general.length <= MOST ? general : `${general.slice(0, MOST - 1)}…`;
}

/** The exception's own name stays, but for its module: Pythons and libraries move classes. */
function headOf(head: string, className: string): string {
  return withoutClass(head.replace(/^(?:\w+\.)+(?=\w+: $)/, ''), className);
}

function withoutClass(text: string, className: string): string {
  if (className === '') return text;
  return text.replaceAll(new RegExp(`(?<!\\w)${className.replace(/\W/g, '\\$&')}(?!\\w)`, 'g'), '<class>');
}

/** An apostrophe inside of a word is no quote: `isn't`. */
const QUOTED = /(?<![\w<])(['"`])((?:\\.|(?!\1).)*)\1(?!\w)/g;

function quotesOut(text: string, airflow: boolean): string {
  return text.replace(QUOTED, (whole, quote: string, inner: string) =>
    isAirflow(inner) || (airflow && /^\w+$/.test(inner)) ? whole : `${quote}${kindOf(inner)}${quote}`,
  );
}

/** In order: what holds other things comes first. */
const STEPS: readonly (readonly [RegExp, string])[] = [
  [/\b[a-z][a-z+.-]*:\/\/[^\s'"`)<]+/gi, '<url>'],
  [/\((?:unknown location|[^()]*\/[^()]*\.py)\)/g, '(<path>)'],
  [/\b0x[0-9a-fA-F]+\b/g, '<address>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, '<time>'],
  [/(?<![\w<.])(?:[A-Za-z]:|~|\.{1,2})?(?:[\\/][\w.@+-]+)+[\\/]?/g, '<path>'],
  [/\b[\w-]+\.(?:py|json|ya?ml|csv|txt|sql|sh|cfg|toml|db|log|xml|parquet)\b/g, '<path>'],
  [/<[\w.<>]*?(?: \w+)? (?:object )?at <address>>/g, '<object>'],
  [/<class>(?:\.(?:\w+|<\w+>))+/g, '<name>'],
  // What CPython and others say without quotes: `Fetch.execute.<locals>.<lambda>() takes`, `abstract class Fetch`, `table: orders`.
  [/(?<![\w.])(?!airflow\.)[A-Za-z_]\w*(?:\.(?:\w+|<\w+>))*\(\)/g, '<name>()'],
  [
    /(\b(?:class|method|object|type|instance of|passed to|table|column|argument|variable):? )(?:[A-Z]\w*|\w*_\w*)\b(?!:)/g,
    '$1<name>',
  ],
  [
    /(\b(?:no such (?:table|column|function)|task_id|abstract methods?|dag_id):? )[\w.]+(?:, [\w.]+)*/g,
    '$1<name>',
  ],
  [/(?<![\w.<])(?!airflow\b)[A-Za-z]\w*(?:\.[A-Za-z_]\w*)+\b/g, '<name>'],
  [/(?<![\w.<])_*[a-z][a-z0-9]*(?:_[a-z0-9]+)+_*\b/g, '<name>'],
  [/(?<![\w.<])[a-z]+[a-z0-9]*(?:[A-Z][a-z0-9]+)+\b/g, '<name>'],
  [/(?<![\w<.])-?\d+(?:[.,]\d+)*(?:e[+-]?\d+)?(?![\w>])/gi, '<n>'],
  [/(?<![\w<.])\d+(?=(?:st|nd|rd|th|ms|s|px|kb|mb|gb|%)\b)/gi, '<n>'],
];

/** One thing or several of a kind are one mistake: `'<name>', '<name>' and '<name>'`, `{'<name>': <n>, …}`. */
function joined(text: string): string {
  return text
    .replace(/\{(?:[^{}]|\{[^{}]*\})*\}/g, (whole) => (/['"`<]|^\{\}$/.test(whole) ? '{<text>}' : whole))
    .replace(/\[(?:(['"`]?)<(?:name|n|text|time|path|id)>\1(?:, )?)*\]/g, '[<text>]')
    .replace(/((['"`]?)<(?:name|n|text|path|id|time)>\2)(?:(?:,| and|, and) \1)+/g, '$1');
}

function isAirflow(text: string): boolean {
  return /^airflow(\.\w+)*$/.test(text);
}

function kindOf(text: string): string {
  if (/^[A-Za-z_][\w.]*$/.test(text)) return '<name>';
  if (/^-?\d+(\.\d+)?$/.test(text)) return '<n>';
  return '<text>';
}
