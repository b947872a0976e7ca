/** Puts a draft together: the component that the author wrote, and what code of ours makes from spec and component. */

import type { Config, OutputPaths } from '../config.js';
import type { Draft, DraftFile, Spec } from '../flow.js';
import { snakeCase } from '../python/names.js';
import { renderArtefacts } from './artefacts/index.js';

/** All output paths of a spec. */
export function outputPaths(spec: Pick<Spec, 'name' | 'kind'>, output: OutputPaths): OutputPaths {
  return {
    component: fill(output.component, spec),
    test: fill(output.test, spec),
    dag: fill(output.dag, spec),
    page: fill(output.page, spec),
  };
}

function fill(template: string, spec: Pick<Spec, 'name' | 'kind'>): string {
  return template.replaceAll('{kind}', spec.kind).replaceAll('{file}', snakeCase(spec.name));
}

/** The importable module of a file: the folder that is on the Python path (`''` for the repository's root), and its name below. */
export function moduleOf(path: string, pythonPath: readonly string[]): Pick<Draft, 'module' | 'pythonRoot'> {
  const pythonRoot = pythonPath.find((root) => path.startsWith(`${root}/`)) ?? '';
  const below = pythonRoot === '' ? path : path.slice(pythonRoot.length + 1);
  return { pythonRoot, module: below.replace(/\.py$/, '').replaceAll('/', '.') };
}

/**
 * The draft of `spec` with `source` as its component, at its output path or, for code that people wrote, at `at`. `support` is
 * what generated tests need beside them.
 */
export function assemble(
  spec: Spec,
  source: string,
  config: Pick<Config, 'output' | 'pythonPath'>,
  support: readonly { readonly path: string; readonly content: string }[],
  at?: string,
): Draft {
  const planned = outputPaths(spec, config.output);
  const paths = at === undefined ? planned : { ...planned, component: at };
  const { module, pythonRoot } = moduleOf(paths.component, config.pythonPath);
  const component: DraftFile = { role: 'component', path: paths.component, content: source };
  const made = renderArtefacts(
    spec,
    { path: component.path, content: source, module, pythonRoot },
    paths,
    support,
  );
  return { className: spec.name, module, pythonRoot, files: [component, ...made] };
}
