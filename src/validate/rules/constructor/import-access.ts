import type { Statement } from '../../../python/index.js';
import { callsIn, isFunction, reached, whenDefined } from '../code.js';
import type { Rule } from '../rule.js';
import { accessOf, isBesideModule } from './accesses.js';

export const IMPORT_ACCESS: Rule = {
  code: 'AS4118',
  tier: 'contract',
  severity: 'error',
  title: 'Importing the module reaches outside',
  why: 'Airflow imports a module each time it parses a DAG, every half minute in each of its processes. What stands at the top of a module, in a class body or in a default runs then: requests, connections, Variables and files do not belong there.',
  next: 'Move it into `execute`, `poke` or a method of the hook.',
  shownBy: ['AS4143', 'AS4201'],
  wrong: `import requests
from airflow.models import BaseOperator

RATES = requests.get("https://rates.example/today", timeout=5).json()


class ConvertOperator(BaseOperator):
    def execute(self, context):
        return RATES["NOK"]
`,
  right: `import requests
from airflow.models import BaseOperator


class ConvertOperator(BaseOperator):
    def execute(self, context):
        return requests.get("https://rates.example/today", timeout=5).json()["NOK"]
`,
  check: (code) => {
    // A script or a module of plain functions is nothing that Airflow parses for its classes.
    if (code.classes.every(({ role }) => role === 'other')) return [];
    return callsIn(code.module.tree.body.flatMap(atImport)).flatMap((call) => {
      const what = accessOf(call, code);
      if (what === undefined || isBesideModule(call, code)) return [];
      return [{ node: call, message: `importing the module reaches for ${what}` }];
    });
  },
};

/** What a statement runs when the module is imported: all but the bodies of functions, and of `if __name__ == "__main__"`. */
function atImport(statement: Statement): ReturnType<typeof reached> {
  if (isFunction(statement)) return whenDefined(statement);
  if (statement.nodeType === 'ClassDef')
    return [...statement.decorator_list.flatMap(reached), ...statement.body.flatMap(atImport)];
  if (statement.nodeType === 'If') {
    const { test } = statement;
    const main = test.nodeType === 'Compare' && test.left.nodeType === 'Name' && test.left.id === '__name__';
    return main ? [] : [...reached(test), ...[...statement.body, ...statement.orelse].flatMap(atImport)];
  }
  return reached(statement);
}
