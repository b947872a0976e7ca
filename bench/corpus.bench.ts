/**
 * Shipped code is right by definition: the 25 provider wheels are parsed and held against CPython, and every tier that needs no
 * third-party package is run over them. What is flagged at error level counts as a false positive, explained or not.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Draft, Finding } from '../src/flow.js';
import { prepareTools } from '../src/lab/environments/index.js';
import { lint } from '../src/lab/ruff.js';
import { type PythonModule, parseModule } from '../src/python/index.js';
import { judgeLint } from '../src/validate/lint.js';
import { codeOf, type RoledClass } from '../src/validate/rules/code.js';
import { checkModule } from '../src/validate/rules/index.js';
import { derivedSpec } from './corpus/derived.js';
import { EXPLAINED } from './corpus/explained.js';
import { agrees, askCPython } from './corpus/oracle.js';
import { corpus, OPTIONS } from './corpus/wheels.js';

interface ShippedClass extends RoledClass {
  readonly path: string;
}

export async function bench(): Promise<Record<string, unknown>> {
  const { root, paths } = await corpus();
  const started = performance.now();
  const oracle = await askCPython(root, paths);
  const disagree = paths.filter((path) => !agrees(join(root, path), oracle));
  for (const path of disagree) console.log(`reads otherwise than CPython: ${path}`);

  const modules = new Map<string, PythonModule>();
  let failures = 0;
  for (const path of paths) {
    const parsed = parseModule(readFileSync(join(root, path), 'utf8'));
    if (parsed.ok) modules.set(path, parsed.module);
    else failures += 1;
    if (!parsed.ok) console.log(`does not parse: ${path}:${parsed.line} ${parsed.message}`);
  }
  const classes = [...modules].flatMap(([path, module]) =>
    codeOf(module)
      .classes.filter(({ role }) => role !== 'other')
      .map((one): ShippedClass => ({ ...one, path })),
  );
  const findings = [...(await lintAll(root, paths)), ...rulesOverAll(modules, classes)];
  const flagged = flaggedPlaces(findings, classes);
  report(findings, flagged, classes);
  const seconds = Math.round((performance.now() - started) / 1000);
  return {
    files: paths.length,
    lines: paths.reduce(
      (sum, path) => sum + readFileSync(join(root, path), 'utf8').split('\n').length - 1,
      0,
    ),
    parse_failures: failures,
    disagreements_with_cpython: disagree.length,
    classes: classes.length,
    false_positives: flagged.size,
    per_cent: Number(((100 * flagged.size) / classes.length).toFixed(2)),
    unexplained: [...flagged.keys()].filter((place) => !(place in EXPLAINED)).length,
    seconds,
  };
}

async function lintAll(root: string, paths: readonly string[]): Promise<readonly Finding[]> {
  const tools = await prepareTools(OPTIONS);
  if (tools.state === 'unavailable') throw new Error(tools.problem.message);
  const findings: Finding[] = [];
  for (const chunk of chunks(paths, 100)) {
    const draft = draftOf(chunk);
    const staged = { root, code: root, pythonPath: [], draft, dispose: async () => undefined };
    const found = await lint(tools.ruff, staged);
    for (const path of chunk) {
      const own = found.filter(({ position }) => position?.path === path);
      if (own.length > 0) findings.push(...judgeLint(own, draftOf([path])));
    }
  }
  return findings;
}

function draftOf(paths: readonly string[]): Draft {
  const files = paths.map((path) => ({ role: 'component', path, content: '' }) as const);
  return { className: '', module: '', pythonRoot: '', files };
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Each module once without a spec, and once for each of its components with the spec that it would have. */
function rulesOverAll(
  modules: ReadonlyMap<string, PythonModule>,
  classes: readonly ShippedClass[],
): readonly Finding[] {
  const bases = new Set(classes.flatMap((one) => one.bases.map((base) => base.split('.').at(-1))));
  const found = new Map<string, Finding>();
  const note = (findings: readonly Finding[]) => {
    for (const one of findings) found.set(`${one.code} ${JSON.stringify(one.position)}`, one);
  };
  for (const [path, module] of modules) note(checkModule(module, path));
  for (const one of classes) {
    const module = modules.get(one.path);
    // A class that others derive from may leave its work to them.
    if (module && !bases.has(one.name)) note(checkModule(module, one.path, derivedSpec(one, one.path)));
  }
  return [...found.values()];
}

/** `path Class` for each class with an error in it, or `path` for an error outside of all classes. */
function flaggedPlaces(
  findings: readonly Finding[],
  classes: readonly ShippedClass[],
): ReadonlyMap<string, readonly Finding[]> {
  const places = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.severity !== 'error') continue;
    const { path = '', line = 0 } = finding.position ?? {};
    const within = classes.find(
      ({ path: own, node }) => own === path && node.lineno <= line && line <= (node.end_lineno ?? 0),
    );
    const place = `${path.replace('airflow/providers/', '')}${within ? ` ${within.name}` : ''}`;
    places.set(place, [...(places.get(place) ?? []), finding]);
  }
  return places;
}

function report(
  findings: readonly Finding[],
  flagged: ReadonlyMap<string, readonly Finding[]>,
  classes: readonly ShippedClass[],
): void {
  const roles = tally(classes.map(({ role }) => `${role}s`));
  console.log(`classes: ${roles.map(([role, count]) => `${count} ${role}`).join(', ')}`);
  const counts = tally(findings.map(({ code, severity }) => `${code} ${severity}`));
  for (const [code, count] of counts) console.log(`${code}: ${count}`);
  for (const [place, errors] of flagged) {
    console.log(`flagged: ${place}`);
    for (const { code, message, position } of errors)
      console.log(`  line ${position?.line}: ${code} ${message}`);
    console.log(`  ${EXPLAINED[place] ?? 'NOT EXPLAINED'}`);
  }
}

function tally(names: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a.localeCompare(b));
}
