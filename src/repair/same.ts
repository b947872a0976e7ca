import { type Draft, fileOf } from '../flow.js';

/**
 * Whether two drafts have the same component, blanks at the ends of lines aside. What is made from it is then the same too, so
 * executing it again could say nothing new.
 */
export function sameDraft(a: Draft, b: Draft): boolean {
  return componentOf(a) === componentOf(b);
}

function componentOf(draft: Draft): string {
  const component = fileOf(draft, 'component');
  return (component?.content ?? '').replace(/[ \t\r]+$/gm, '').trim();
}
