/** Rules for fields that only some kinds have: methods, templates, deferral. */

import type { SpecFile } from '../generated/spec-file.js';
import { checkInputs, checkName } from './check-inputs.js';
import { aOrAn, quote } from './quote.js';
import type { Report } from './report.js';
import { HOOK_EXTENSION_POINTS, type Reserved } from './reserved.js';

/** Checks the methods of a hook, and that nothing else has any. */
export function checkMethods(file: SpecFile, reserved: Reserved, report: Report): void {
  const methods = file.methods ?? [];
  if (file.kind !== 'hook') {
    if (file.methods) {
      report.atKey('/methods', 'AS1051', `\`methods\` are for hooks, and this is ${aOrAn(file.kind)}`, {
        remedy: 'Remove them, or write `kind: hook`.',
      });
    }
    return;
  }
  if (methods.length === 0) {
    report.at('/methods', 'AS1010', 'the hook has no `methods`', {
      remedy: 'Add at least one: `methods: [{name: …, inputs: […], returns: …}]`.',
    });
  }
  const inputs = new Set((file.inputs ?? []).map((input) => input.name));
  const seen = new Set<string>();
  for (const [index, method] of methods.entries()) {
    const pointer = `/methods/${index}/name`;
    checkName(method.name, pointer, 'method', report);
    if (method.name.startsWith('_') && !method.name.startsWith('__')) {
      report.at(pointer, 'AS1015', `the method ${quote(method.name)} is not public`, {
        cause: 'Names that begin with `_` are private in Python.',
        remedy: `Rename it to \`${method.name.replace(/^_+/, '')}\`.`,
      });
    }
    if (seen.has(method.name) || inputs.has(method.name)) {
      report.at(
        pointer,
        'AS1016',
        `${quote(method.name)} is ${seen.has(method.name) ? 'a method' : 'an input'} already`,
        {
          remedy: 'Rename one of the two.',
        },
      );
    }
    seen.add(method.name);
    const found = HOOK_EXTENSION_POINTS.has(method.name) ? undefined : reserved.find(method.name);
    if (found && found.use !== 'parameter') {
      report.at(
        pointer,
        'AS1007',
        `method ${quote(method.name)} is ${aOrAn(found.use)} of every Airflow hook`,
        {
          cause: 'Airflow itself calls it with its own arguments.',
          remedy: `Rename it, for example \`${method.name}_for\`.`,
        },
      );
    }
    checkInputs(method.inputs ?? [], `/methods/${index}/inputs`, report);
  }
}

/** Checks that hooks neither render nor defer. */
export function checkKindFields(file: SpecFile, report: Report): void {
  const untemplated = [
    ...(file.kind === 'hook'
      ? (file.inputs ?? []).map((input, index) => ({ input, at: `/inputs/${index}` }))
      : []),
    ...(file.methods ?? []).flatMap((method, index) =>
      (method.inputs ?? []).map((input, inner) => ({ input, at: `/methods/${index}/inputs/${inner}` })),
    ),
  ];
  for (const { input, at } of untemplated) {
    if (input.template !== true) continue;
    report.atKey(
      `${at}/template`,
      'AS1051',
      `${quote(input.name)} cannot be a template: Airflow renders none in hooks`,
      {
        remedy: 'Remove `template`; the operator that uses the hook renders its own fields.',
      },
    );
  }
  if (file.deferrable && file.kind === 'hook') {
    report.atKey('/deferrable', 'AS1051', 'a hook cannot defer', {
      remedy: 'Remove `deferrable`, or describe an operator or a sensor.',
    });
  }
}
