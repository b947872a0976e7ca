/** Puts a draft together: the component that the author wrote, and what code of ours makes from spec and component. */

import type { Config, OutputPaths } from '../config.js';
import type { Draft, DraftFile, Spec } from '../flow.js';
import { snakeCase } from '../python/names.js';
import { renderArtefacts } from './artefacts/index.js';

/** Repository path of a spec's component. */
export function componentPath(spec: Pick<Spec, 'name' | 'kind'>, output: OutputPaths): string {
  return fill(output.component, spec);
}

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

/** The draft of `spec` with `source` as its component. `support` is what generated tests need beside them. */
export function assemble(
  spec: Spec,
  source: string,
  config: Pick<Config, 'output' | 'pythonPath'>,
  support: readonly { readonly path: string; readonly content: string }[],
): Draft {
  const paths = outputPaths(spec, config.output);
  const pythonRoot = config.pythonPath.find((root) => paths.component.startsWith(`${root}/`)) ?? '';
  const below = pythonRoot === '' ? paths.component : paths.component.slice(pythonRoot.length + 1);
  const module = below.replace(/\.py$/, '').replaceAll('/', '.');
  const component: DraftFile = { role: 'component', path: paths.component, content: source };
  const made = renderArtefacts(
    spec,
    { path: component.path, content: source, module, pythonRoot },
    paths,
    support,
  );
  return { className: spec.name, module, pythonRoot, files: [component, ...made] };
}
