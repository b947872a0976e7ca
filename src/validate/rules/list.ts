/** All rules, in the order of their codes. AS4113 to AS4139 are the contract, AS4150 to AS4169 dangerous calls and credentials. */

import { CONSTRUCT_ACCESS } from './constructor/construct-access.js';
import { IMPORT_ACCESS } from './constructor/import-access.js';
import { LAZY_HOOK } from './constructor/lazy-hook.js';
import { MUTABLE_DEFAULT } from './constructor/mutable-default.js';
import { RAW_TEMPLATE } from './constructor/raw-template.js';
import { REQUIRED_FIRST } from './constructor/required-first.js';
import { SUPER_INIT } from './constructor/super-init.js';
import { SUPER_KWARGS } from './constructor/super-kwargs.js';
import { TEMPLATE_ATTRIBUTE } from './constructor/template-attribute.js';
import type { Rule } from './rule.js';
import { SECRET_RENDERED, SECRET_SHOWN } from './secrets/leak.js';
import { EVALUATES, NO_TIMEOUT, PICKLE, SHELL, UNVERIFIED, YAML_LOAD } from './security/calls.js';
import { CREDENTIALS } from './security/credentials.js';
import { EXCEPTIONS } from './tasks/exceptions.js';
import { EXECUTE_VALUE } from './tasks/execute-value.js';
import { CONTEXT_MANAGER, METHOD_SHAPE, NO_WORK } from './tasks/method-shape.js';
import { OWN_LOG } from './tasks/own-log.js';
import { POKE_VALUE } from './tasks/poke-value.js';
import { DEFER_METHOD } from './triggers/defer-method.js';
import { TRIGGER_BLOCKS, TRIGGER_RUN } from './triggers/run.js';
import { TRIGGER_SERIALIZE } from './triggers/serialize.js';

export const RULES: readonly Rule[] = [
  REQUIRED_FIRST,
  SUPER_INIT,
  SUPER_KWARGS,
  TEMPLATE_ATTRIBUTE,
  RAW_TEMPLATE,
  IMPORT_ACCESS,
  CONSTRUCT_ACCESS,
  MUTABLE_DEFAULT,
  LAZY_HOOK,
  POKE_VALUE,
  DEFER_METHOD,
  TRIGGER_SERIALIZE,
  TRIGGER_RUN,
  TRIGGER_BLOCKS,
  EXCEPTIONS,
  EXECUTE_VALUE,
  OWN_LOG,
  SECRET_SHOWN,
  METHOD_SHAPE,
  CONTEXT_MANAGER,
  NO_WORK,
  SECRET_RENDERED,
  EVALUATES,
  SHELL,
  PICKLE,
  YAML_LOAD,
  UNVERIFIED,
  CREDENTIALS,
  NO_TIMEOUT,
];
