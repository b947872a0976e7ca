/** Secrets that people could read, left out of logs and errors. */

import type { Edit } from '../../flow.js';
import { type Expression, type Node, type NodeOf, removal, replacement } from '../../python/index.js';
import type { Fix } from './fix.js';
import { ownClasses } from './reach.js';
import { allOf, functionOn, moduleFix, type Site, statementsIn } from './site.js';

/** Names and calls that hold a secret by what they are called. */
const SECRET =
  /(^|[._])(password|passwd|secret|secrets|token|api_?key|access_key|private_key|credentials|authorization|get_uri\(\)|get_password\(\)|headers|auth|extra|extra_dejson)\b/i;
const LEVELS = /^(debug|info|warning|warn|error|exception|critical|log)$/;

export const SECRET_SHOWN: Fix = moduleFix(
  {
    id: 'secret-shown',
    classes: ['secret.logged'],
    title: 'Leave secrets out of logs and errors',
    prompt:
      'Log what was done; neither passwords, tokens and headers, nor whole connections and whole answers.',
  },
  (finding, site) => {
    // A secret in an XCom or a rendered field is needed by somebody: leaving it out there is no small edit.
    if (finding.code === 'AS4134') return undefined;
    const line = finding.code === 'AS4130' ? finding.position?.line : undefined;
    const functions = line === undefined ? undefined : functionOn(line, site);
    const methods = functions ? [functions.fn] : ownClasses(site).flatMap((one) => one.methods);
    return methods.flatMap(({ node }) => {
      const secret = namedSecrets(node, site);
      return statementsIn(node.body).flatMap(({ statement, body }) => {
        const shown = shownBy(statement);
        if (shown === undefined) return [];
        const span = site.module.span(statement);
        if (line !== undefined && (span === undefined || line < span.line || line > span.endLine)) return [];
        const masks = shown.values.flatMap((value) => maskedIn(value, secret, site));
        if (masks.length === 0) return [];
        const [only] = shown.values;
        // A line that shows nothing but the secret has nothing left to say.
        if (
          shown.log &&
          shown.values.length === 1 &&
          only &&
          only.nodeType !== 'JoinedStr' &&
          isSecret(only, secret, site)
        )
          return [removal(site.module, body, statement)];
        return masks;
      });
    });
  },
);

/** Local names that are made of a secret. */
function namedSecrets(fn: Node, site: Site): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { targets, value } of allOf(fn, 'Assign')) {
    const [target] = targets;
    if (target?.nodeType === 'Name' && isSecret(value, names, site) && value.nodeType !== 'Await')
      names.add(target.id);
  }
  return names;
}

function shownBy(
  statement: Node,
): { readonly values: readonly Expression[]; readonly log: boolean } | undefined {
  if (statement.nodeType === 'Raise' && statement.exc?.nodeType === 'Call')
    return { values: statement.exc.args, log: false };
  if (statement.nodeType !== 'Expr' || statement.value.nodeType !== 'Call') return undefined;
  const { func, args } = statement.value;
  if (func.nodeType === 'Name') return func.id === 'print' ? { values: args, log: true } : undefined;
  const logs = func.nodeType === 'Attribute' && LEVELS.test(func.attr) && /log/i.test(nameOf(func.value));
  return logs ? { values: args, log: true } : undefined;
}

function nameOf(node: Node): string {
  return node.nodeType === 'Name' ? node.id : node.nodeType === 'Attribute' ? node.attr : '';
}

/** Whether an expression is a secret by its name, or by what it was made of. Lengths and tests of one are none. */
function isSecret(value: Node, names: ReadonlySet<string>, { module }: Site): boolean {
  if (value.nodeType === 'Name') return names.has(value.id) || SECRET.test(value.id);
  if (value.nodeType === 'Attribute') return SECRET.test(`.${value.attr}`);
  if (value.nodeType === 'Call')
    return (
      /(get_uri|get_password)$/.test(module.slice(value.func)) ||
      (/(^|\.)(str|repr|format|join|encode|decode|dumps|b64encode)$/.test(module.slice(value.func)) &&
        value.args.some((one) => isSecret(one, names, { module } as Site)))
    );
  if (value.nodeType === 'Subscript')
    return (
      SECRET.test(`.${module.slice(value.slice).replace(/["']/g, '')}`) ||
      isSecret(value.value, names, { module } as Site)
    );
  if (value.nodeType === 'JoinedStr')
    return value.values.some(
      (one) => one.nodeType === 'FormattedValue' && isSecret(one.value, names, { module } as Site),
    );
  if (value.nodeType === 'BinOp')
    return [value.left, value.right].some((one) => isSecret(one, names, { module } as Site));
  if (value.nodeType === 'Dict') return value.values.some((one) => isSecret(one, names, { module } as Site));
  if (value.nodeType === 'Tuple') return value.elts.some((one) => isSecret(one, names, { module } as Site));
  return false;
}

/** Edits that put asterisks in place of each secret in a shown value. */
function maskedIn(value: Expression, names: ReadonlySet<string>, site: Site): readonly (Edit | undefined)[] {
  if (value.nodeType === 'JoinedStr')
    return value.values.flatMap((one) =>
      one.nodeType === 'FormattedValue' && isSecret(one.value, names, site) ? [maskedPart(one, site)] : [],
    );
  if (value.nodeType === 'BinOp')
    return [value.left, value.right].flatMap((one) => maskedIn(one, names, site));
  if (value.nodeType === 'Tuple') return value.elts.flatMap((one) => maskedIn(one, names, site));
  if (value.nodeType === 'Call' && value.func.nodeType === 'Attribute' && value.func.attr === 'format')
    return [...value.args, ...value.keywords.map((one) => one.value)].flatMap((one) =>
      maskedIn(one, names, site),
    );
  return isSecret(value, names, site) ? [replacement(site.module, value, '"***"')] : [];
}

function maskedPart(part: NodeOf<'FormattedValue'>, { module }: Site): Edit | undefined {
  const text = module.slice(part);
  return text.startsWith('{') && text.endsWith('}') ? replacement(module, part, '***') : undefined;
}
