/** Questions to a real CPython, many in one process. */

import { execFileSync } from 'node:child_process';
import type { Json } from '../../../src/flow.js';

/** Runs `program` with `cases` as JSON on its standard input; its standard output is JSON again. */
function ask<Answer>(program: string, cases: Json): Answer {
  const output = execFileSync(
    'python3',
    ['-I', '-c', `import ast, json, sys\ncases = json.load(sys.stdin)\n${program}`],
    {
      input: JSON.stringify(cases),
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    },
  );
  return JSON.parse(output) as Answer;
}

/** For each source: the value of the expression as JSON, or what CPython says against it. */
export function evaluate(sources: readonly string[]): readonly { value?: Json; error?: string }[] {
  return ask(
    `
answers = []
for source in cases:
    try:
        answers.append({"value": ast.literal_eval(source)})
    except Exception as problem:
        answers.append({"error": f"{type(problem).__name__}: {problem}"})
print(json.dumps(answers))`,
    [...sources],
  );
}

/**
 * The shape of each file: its syntax tree without the texts. Two files of one shape do the same things to other texts.
 * Test functions lose their names, and collections their items, since a spec decides those.
 */
export function shapes(sources: readonly string[]): readonly string[] {
  return ask(
    `
class Blank(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.Constant("") if isinstance(node.value, str) else node
    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        node.name = "test" if node.name.startswith("test_") else node.name
        return node
answers = []
for source in cases:
    try:
        answers.append(ast.dump(Blank().visit(ast.parse(source))))
    except (SyntaxError, ValueError) as problem:
        answers.append(f"{type(problem).__name__}: {problem}")
print(json.dumps(answers))`,
    [...sources],
  );
}

/** The docstring of each module, and how many statements it has. */
export function docstrings(
  sources: readonly string[],
): readonly { text: string | null; statements: number }[] {
  return ask(
    `
trees = [ast.parse(source) for source in cases]
print(json.dumps([{"text": ast.get_docstring(tree), "statements": len(tree.body)} for tree in trees]))`,
    [...sources],
  );
}

/** Whether each text is an identifier. */
export function identifiers(names: readonly string[]): readonly boolean[] {
  return ask('print(json.dumps([name.isidentifier() for name in cases]))', [...names]);
}
