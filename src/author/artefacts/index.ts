/** Tests, example DAG and page of a component, made from its spec by code alone: they cost nothing and always exist. */

import { posix } from 'node:path';
import type { OutputPaths } from '../../config.js';
import type { DraftFile, Spec } from '../../flow.js';
import { type Component, placesOf } from './component.js';
import { renderDag } from './dag.js';
import { renderPage } from './page.js';
import { renderTest } from './test-file.js';

export type { Component } from './component.js';

/**
 * Everything that belongs to a Python component beside itself. Pure: the same spec and component give the same bytes.
 * `support` files have paths relative to the folder of the test (`airsmith_world/__init__.py`) and come back beside it.
 */
export function renderArtefacts(
  spec: Spec,
  component: Component,
  paths: OutputPaths,
  support: readonly { readonly path: string; readonly content: string }[],
): readonly DraftFile[] {
  if (spec.kind === 'task') throw new Error(`${spec.path}: artefacts are made for Python components only`);
  const places = placesOf(spec, component, paths);
  const folder = posix.dirname(places.test);
  return [
    { role: 'test', path: places.test, content: renderTest(spec, spec.kind, component, places) },
    { role: 'dag', path: places.dag, content: renderDag(spec, component) },
    { role: 'page', path: places.page, content: renderPage(spec, component, places) },
    ...support.map(
      ({ path, content }): DraftFile => ({ role: 'support', path: posix.join(folder, path), content }),
    ),
  ];
}
