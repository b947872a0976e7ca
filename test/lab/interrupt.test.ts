import { describe, expect, it } from 'vitest';
import { interruptible } from '../../src/lab/interruptible.js';

describe('what can be interrupted', () => {
  const never = () => new Promise<string>(() => undefined);

  it('gives its result', async () => {
    expect(await interruptible(new AbortController().signal, async () => 'done')).toBe('done');
    expect(await interruptible(undefined, async () => 'done')).toBe('done');
  });

  it('rejects with the reason, whatever it still does', async () => {
    const cancel = new AbortController();
    const awaited = interruptible(cancel.signal, never);
    cancel.abort(new Error('enough'));
    await expect(awaited).rejects.toThrow('enough');
  });

  it('is not begun after that', async () => {
    let begun = false;
    const work = async () => {
      begun = true;
    };
    await expect(interruptible(AbortSignal.abort(new Error('enough')), work)).rejects.toThrow('enough');
    expect(begun).toBe(false);
  });
});
