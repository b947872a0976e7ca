import type { Place } from '../places.js';
import type { ErrorClass } from '../taxonomy.js';

/** Where validation points at the whole constructor and the message names an argument, the place is that argument. */
const PLACES: { readonly [code: string]: readonly Place[] } = {
  AS4104: ['parameter'],
  AS4106: ['template-fields'],
  AS4107: ['template-fields'],
  AS4110: ['parameter'],
};

/** Where the class differs from what the spec promises. The finding's own remedy is exact, so these are short. */
export const CONTRACT_CLASSES: readonly ErrorClass[] = [
  [
    'AS4101',
    'contract.class',
    'The module has no class under the name of the spec.',
    'Name the class exactly as the spec does.',
  ],
  [
    'AS4102',
    'contract.base-class',
    'The class derives from another base than its kind asks for.',
    'Derive it from BaseOperator, BaseSensorOperator or BaseHook, as `kind` says.',
  ],
  [
    'AS4103',
    'contract.parameter',
    'The constructor does not take an input of the spec by its name.',
    'Take every input of the spec, and the connection input, under exactly its name.',
  ],
  [
    'AS4104',
    'contract.default',
    'An input is required, or has a default, where the spec says otherwise.',
    'Give each input the default of the spec; `None` stands for `[]` and `{}`.',
  ],
  [
    'AS4105',
    'contract.kwargs',
    'The constructor takes no **kwargs.',
    'End the signature with `**kwargs` and call `super().__init__(**kwargs)`.',
  ],
  [
    'AS4106',
    'template.field',
    'A templated input is missing from template_fields.',
    'Name every input with `template: true` in `template_fields`, and assign the raw argument to the attribute of that name.',
  ],
  [
    'AS4107',
    'template.extra',
    'template_fields names an input that the spec does not template.',
    'Name only the templated inputs.',
  ],
  ['AS4108', 'contract.method', 'A method of the spec is missing.', 'Add the method.'],
  [
    'AS4109',
    'contract.method-parameter',
    'A method does not take an argument of the spec by its name.',
    'Take every argument under exactly its name.',
  ],
  [
    'AS4110',
    'contract.extra-parameter',
    'The constructor demands an argument that the spec does not know.',
    'Give it a default or remove it.',
  ],
  ['AS4111', 'contract.colour', 'A colour differs from the spec.', 'Set the class attribute.'],
  [
    'AS4112',
    'import.airsmith',
    'The component imports airsmith, which is not there when it runs.',
    'Remove the import.',
  ],
].map(([code = '', id = '', rootCause = '', guidance = '']) => ({
  id,
  codes: [code],
  rootCause,
  guidance,
  places: PLACES[code] ?? [],
}));
