import { describe, expect, it } from 'vitest';
import { misfitOf } from './published.js';

const REQUEST = { model: 'claude-haiku-5-5', max_tokens: 16, messages: [{ role: 'user', content: 'hello' }] };

describe('the published description of the Messages API', () => {
  it('takes what the API takes', () => {
    expect(misfitOf('message', REQUEST)).toBeUndefined();
    expect(misfitOf('batch', { requests: [{ custom_id: 'a', params: REQUEST }] })).toBeUndefined();
  });

  it.each([
    ['a missing field', { model: 'm', messages: [] }],
    ['a field that it does not know', { ...REQUEST, temprature: 1 }],
    ['a role that it does not know', { ...REQUEST, messages: [{ role: 'robot', content: '' }] }],
    ['a wrong type', { ...REQUEST, max_tokens: '16' }],
  ])('refuses %s', (_what, body) => {
    expect(misfitOf('message', body)).toBeTypeOf('string');
    expect(misfitOf('batch', { requests: [{ custom_id: 'a', params: body }] })).toBeTypeOf('string');
  });
});
