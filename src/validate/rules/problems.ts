import type { Catalogue } from '../../problems.js';
import { RULES } from './list.js';

export const RULE_FINDINGS: Catalogue = Object.fromEntries(
  RULES.map(({ code, title, why, next, wrong, right }) => [code, { title, why, next, wrong, right }]),
);
