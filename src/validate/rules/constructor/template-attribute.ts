import type { Node } from '../../../python/index.js';
import { isTask, type RoledClass, selfAttribute, textOf, walk } from '../code.js';
import type { Offence, Rule } from '../rule.js';

export const TEMPLATE_ATTRIBUTE: Rule = {
  code: 'AS4116',
  tier: 'contract',
  severity: 'error',
  title: 'A template field names no attribute',
  why: 'Airflow reads each name in `template_fields` as an attribute of the task, to render and to show it. One that nothing assigns fails when the task is rendered or serialized.',
  next: 'Assign the raw argument to an attribute of exactly that name in the constructor, or take the name out.',
  shownBy: ['AS4106', 'AS4202', 'AS4203', 'AS4204', 'AS4208'],
  wrong: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    template_fields = ("source",)

    def __init__(self, *, source: str, **kwargs):
        super().__init__(**kwargs)
        self._source = source
`,
  right: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    template_fields = ("source",)

    def __init__(self, *, source: str, **kwargs):
        super().__init__(**kwargs)
        self.source = source
`,
  check: ({ classes }) =>
    classes.flatMap((one): readonly Offence[] => {
      const node = one.attributes.get('template_fields') ?? one.node;
      const text = isTask(one) ? textOf(node) : undefined;
      if (text !== undefined)
        return [
          {
            node,
            severity: 'warning',
            message: `\`template_fields\` is a text, not a tuple of names`,
            remedy: `Write \`template_fields = ("${text}",)\`: a comma makes it a tuple.`,
          },
        ];
      if (!isTask(one) || !one.known || one.templateFields === undefined) return [];
      const assigned = attributesOf(one);
      const missing = one.templateFields.filter((name) => !assigned.has(name));
      return missing.map((name) => ({ node, message: `no attribute \`${name}\` is ever assigned` }));
    }),
};

/** Names that objects of the class have, as far as this module says. */
function attributesOf(one: RoledClass): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { attributes, methods, node } of [one, ...one.above]) {
    for (const name of attributes.keys()) names.add(name);
    for (const { name } of methods) names.add(name);
    for (const inner of walk(node)) {
      const name = selfAttribute(inner);
      if (name !== undefined && inner.nodeType === 'Attribute' && inner.ctx.nodeType === 'Store')
        names.add(name);
      if (setsByName(inner)) return EVERY;
    }
  }
  return names;
}

/** `setattr(self, …)`, `object.__setattr__(self, …)`, `vars(self)`, `self.__dict__`. */
function setsByName(node: Node): boolean {
  if (node.nodeType === 'Name') return node.id === 'setattr' || node.id === 'vars';
  return node.nodeType === 'Attribute' && ['__setattr__', '__dict__'].includes(node.attr);
}

/** An object that is set by name may have any attribute. */
const EVERY: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });
