import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Overrides, resolveConfig } from '../../src/config.js';

const place = { root: '/r', assets: '/a', cache: '/c' };
const sandboxOf = (overrides: Overrides) => resolveConfig(DEFAULT_SETTINGS, overrides, place).sandbox;

it('takes the best sandbox unless one is asked for', () => {
  expect(sandboxOf({})).toBeUndefined();
  expect(sandboxOf({ sandbox: '' })).toBeUndefined();
  expect(sandboxOf({ sandbox: 'namespaces' })).toBe('namespaces');
  expect(sandboxOf({ sandbox: 'landlock' })).toBe('landlock');
});

it('takes none only where --unsafe says so too, and no word that it does not know', () => {
  expect(sandboxOf({ sandbox: 'none', unsafe: true })).toBeUndefined();
  for (const overrides of [{ sandbox: 'none' }, { sandbox: 'landlok' }, { sandbox: 'best', unsafe: true }])
    expect(() => sandboxOf(overrides)).toThrow(/AIRSMITH_SANDBOX/);
});
