/** Quotes of texts. */

import { type Node, transform } from './syntax.js';

/** One style of quotes; single ones inside f-strings, where Python before 3.12 cannot nest the same. */
export function quoted<Type extends Node>(node: Type): Type {
  const style =
    (quote: string) =>
    (inner: Node): Node | undefined => {
      if (inner.nodeType === 'JoinedStr') {
        const { quote_style: _, ...bare } = inner;
        return { ...bare, values: inner.values.map((value) => transform(value, style("'"))) };
      }
      if (
        inner.nodeType !== 'Constant' ||
        typeof inner.value !== 'string' ||
        inner.quote_style?.startsWith('b')
      )
        return undefined;
      return { ...inner, quote_style: quote };
    };
  return transform(node, style('"'));
}
