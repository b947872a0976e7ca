import type { Rule } from '../rule.js';

export const REQUIRED_FIRST: Rule = {
  code: 'AS4113',
  tier: 'contract',
  severity: 'warning',
  title: 'A required argument stands after an optional one',
  why: 'People read a signature from its start: what must be given comes first, then what may be. Behind `*` Python does not enforce that order.',
  next: 'Move the required arguments to the front, in the order of the spec.',
  wrong: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, retries_left: int = 3, source: str, **kwargs):
        super().__init__(**kwargs)
        self.retries_left = retries_left
        self.source = source
`,
  right: `from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, source: str, retries_left: int = 3, **kwargs):
        super().__init__(**kwargs)
        self.retries_left = retries_left
        self.source = source
`,
  check: ({ classes }) =>
    classes.flatMap(({ init, role }) => {
      if (init === undefined || role === 'other') return [];
      const named = init.parameters.filter(({ kind }) => kind === 'keyword');
      const firstOptional = named.findIndex((parameter) => parameter.default !== undefined);
      const late = named.find((parameter, index) => parameter.default === undefined && index > firstOptional);
      if (firstOptional < 0 || late === undefined) return [];
      const node = init.node.args.kwonlyargs.find(({ arg }) => arg === late.name) ?? init.node;
      const before = named[firstOptional]?.name;
      return [
        { node, message: `\`${late.name}\` is required, but stands after \`${before}\`, which is not` },
      ];
    }),
};
