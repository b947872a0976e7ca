const MOST = 300;

/**
 * A message with what is particular taken out: names, texts, numbers, paths, addresses. Two components with the same mistake
 * have the same pattern; names of Airflow's own modules, and what is imported from them, stay, for they are the point.
 */
export function patternOf(message: string, className: string): string {
  const lines = message.replace(/\s+/g, ' ').trim();
  const named = className === '' ? lines : lines.replaceAll(className, '<class>');
  const airflow = /from '(airflow[\w.]*)'/.test(named);
  const general = named
    .replace(/\((?:unknown location|[^()]*\/[^()]*\.py)\)/g, '(<path>)')
    .replace(/\b0x[0-9a-fA-F]+\b/g, '<address>')
    .replace(/(['"`])((?:\\.|(?!\1).)*)\1/g, (whole, quote: string, text: string) =>
      isAirflow(text) || (airflow && /^\w+$/.test(text)) ? whole : `${quote}${kindOf(text)}${quote}`,
    )
    .replace(/(?<![\w<])\/[\w.@+/-]+/g, '<path>')
    .replace(/\b[\w-]+\.py\b/g, '<path>')
    .replace(/(?<![\w<.])-?\d+(?:\.\d+)?\b/g, '<n>');
  return general.length <= MOST ? general : `${general.slice(0, MOST - 1)}…`;
}

function isAirflow(text: string): boolean {
  return /^airflow(\.\w+)*$/.test(text);
}

function kindOf(text: string): string {
  if (/^[A-Za-z_][\w.]*$/.test(text)) return '<name>';
  if (/^-?\d+(\.\d+)?$/.test(text)) return '<n>';
  return '<text>';
}
