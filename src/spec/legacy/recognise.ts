/** Which files are of the earlier generator. */

import type { Json } from '../../flow.js';
import { isMap } from '../python-type.js';

/** Fields that only the earlier generator had. */
const ONLY_LEGACY = [
  'component_type',
  'display_name',
  'platforms',
  'icon',
  'config_params',
  'runtime_params',
  'outputs',
  'requirements',
  'base_class',
  'template_fields',
  'template_ext',
  'implementation_hints',
  'prerequisites',
  'poke_interval',
  'documentation_url',
];

/** True for a file without `airsmith` that has at least one field which version 1 does not have. */
export function isLegacy(value: Json): boolean {
  if (!isMap(value) || Object.hasOwn(value, 'airsmith')) return false;
  return ONLY_LEGACY.some((field) => Object.hasOwn(value, field));
}
