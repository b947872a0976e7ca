/** The fixes that need no model, in the order in which they are tried where nothing else is known. */

import {
  KWARGS,
  OWN_LOG_ASSIGNED,
  SUPER_INIT,
  SUPER_KWARGS,
  SUPER_OWN,
  SUPER_POSITIONAL,
} from './base-call.js';
import { BOUNDS } from './bounds.js';
import { COLOUR } from './class-attributes.js';
import { CONTEXT_KEY } from './context.js';
import { BASE_CLASS, CLASS_NAME, METHOD_ARGUMENT, METHOD_NAME, MISSPELT_METHOD } from './contract-names.js';
import { DEFER_METHOD, DEFER_SIGNATURE, METHOD_SHAPE } from './deferral.js';
import { BARE_EXCEPT, EXCEPTION_CLASS, LIBRARY_ERROR } from './exceptions.js';
import { BRACES, MISSING_F, NESTED_QUOTES } from './f-strings.js';
import { AS_FOUND } from './finding.js';
import type { Fix } from './fix.js';
import { IMPORT_ACCESS } from './import-access.js';
import { FUNCTION_FIELD, LAZY } from './lazy.js';
import { OWN_LOG } from './log.js';
import { MUTABLE_DEFAULT } from './mutable-default.js';
import { ABSOLUTE_IMPORT, AIRSMITH_IMPORT, INPUT_ATTRIBUTE, MISSING_IMPORT, USUAL_IMPORT } from './names.js';
import { OPTIONAL_LIBRARY } from './optional.js';
import { DEFAULT, EXTRA_PARAMETER, INPUT, INPUT_NAME, PARAMETER_ORDER } from './parameters.js';
import { RAW_TEMPLATE } from './raw-template.js';
import { SECRET_SHOWN } from './secrets.js';
import { CERTIFICATE, REQUEST_TIMEOUT, SAFE_YAML } from './security.js';
import { POKE_VALUE } from './sensor.js';
import {
  ASYNC_METHOD,
  COLON,
  DEFAULT_ORDER,
  EQUALITY,
  INDENTATION,
  PRINT_STATEMENT,
  TABS,
} from './syntax.js';
import {
  MISSPELT_ATTRIBUTE,
  RAW_ASSIGNMENT,
  TEMPLATE_ATTRIBUTE,
  TEMPLATE_EXTRA,
  TEMPLATE_FIELD,
} from './template-fields.js';
import { AWARE_TIME } from './time.js';
import { TRIGGER_BLOCKS, TRIGGER_RUN, TRIGGER_SERIALIZE } from './trigger.js';

export { type Fix, fixesFor, type Ground, groundOf } from './fix.js';

/** What a finding says itself first; then what is particular before what is general. */
export const FIXES: readonly Fix[] = [
  AS_FOUND,
  COLON,
  EQUALITY,
  PRINT_STATEMENT,
  ASYNC_METHOD,
  DEFAULT_ORDER,
  TABS,
  INDENTATION,
  NESTED_QUOTES,
  BRACES,
  CLASS_NAME,
  BASE_CLASS,
  INPUT_NAME,
  INPUT,
  DEFAULT,
  EXTRA_PARAMETER,
  PARAMETER_ORDER,
  KWARGS,
  SUPER_INIT,
  SUPER_KWARGS,
  SUPER_OWN,
  SUPER_POSITIONAL,
  OWN_LOG_ASSIGNED,
  BOUNDS,
  COLOUR,
  TEMPLATE_FIELD,
  TEMPLATE_EXTRA,
  TEMPLATE_ATTRIBUTE,
  MISSPELT_ATTRIBUTE,
  FUNCTION_FIELD,
  RAW_TEMPLATE,
  RAW_ASSIGNMENT,
  MUTABLE_DEFAULT,
  LAZY,
  IMPORT_ACCESS,
  ABSOLUTE_IMPORT,
  USUAL_IMPORT,
  OPTIONAL_LIBRARY,
  MISSING_IMPORT,
  INPUT_ATTRIBUTE,
  AIRSMITH_IMPORT,
  METHOD_NAME,
  MISSPELT_METHOD,
  METHOD_ARGUMENT,
  METHOD_SHAPE,
  DEFER_METHOD,
  DEFER_SIGNATURE,
  TRIGGER_RUN,
  TRIGGER_BLOCKS,
  TRIGGER_SERIALIZE,
  POKE_VALUE,
  SECRET_SHOWN,
  OWN_LOG,
  EXCEPTION_CLASS,
  LIBRARY_ERROR,
  BARE_EXCEPT,
  MISSING_F,
  AWARE_TIME,
  CONTEXT_KEY,
  SAFE_YAML,
  CERTIFICATE,
  REQUEST_TIMEOUT,
];
