import { describe, expect, test } from '@jest/globals';
import { requestSchema } from '../../../src/lesson/manifest/expected-answer.ts';
import { judgeAnswer } from '../../../workers/phases/answer.ts';

/** The verdict on an answer: the key of its sentence. */
function told(
  wanted: Readonly<Record<string, unknown>>,
  type: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const answer = {
    ...{ status: 200, type, location: null, headers, body: Buffer.from(text), cut: false },
  };
  const judged = judgeAnswer(answer, requestSchema.parse({ path: '/', ...wanted }), '/');
  return 'detail' in judged ? judged.detail.key : judged.explanation.key;
}

const json = 'application/json';

describe('an answer of a student’s server', () => {
  test.each([
    ['JSON by default', {}, json, '{}', 'answered'],
    ['HTML where JSON is wanted', {}, 'text/html', '{}', 'not-json'],
    ['JSON that is none', {}, json, '{', 'not-json'],
    ['HTML', { as: 'html' }, 'text/html; charset=utf-8', '<p>', 'answered-as'],
    ['text where HTML is wanted', { as: 'html' }, 'text/plain', '<p>', 'other-type'],
    ['text', { as: 'text' }, 'text/plain', 'hello', 'answered-as'],
    ['anything without a type', { as: 'any' }, '', 'hello', 'answered-as'],
    ['the text that it has to have', { as: 'any', contains: 'ell' }, '', 'hello', 'answered-as'],
    ['without the text that it has to have', { as: 'any', contains: 'ill' }, '', 'hello', 'lacks-text'],
    ['an empty list', { allowEmpty: false }, json, '[]', 'empty-list'],
    ['more keys than are wanted', { json: { a: 1 } }, json, '{"a":1,"b":2}', 'answered'],
    ['a key with another value', { json: { a: { b: 1 } } }, json, '{"a":{"b":2}}', 'other-json'],
    ['without a key', { json: { a: 1 } }, json, '{"b":1}', 'other-json'],
    ['a list of the one shape', { json: [{ a: 1 }] }, json, '[{"a":1},{"a":1,"b":2}]', 'answered-list'],
    ['a list with another shape in it', { json: [{ a: 1 }] }, json, '[{"a":1},{"b":2}]', 'other-json'],
    ['a list that is too short', { json: [1, 2] }, json, '[1]', 'other-json'],
    ['an object where a list is wanted', { json: [1] }, json, '{"0":1}', 'other-json'],
  ])('an answer is judged right when it is %s', (_, wanted, type, text, key) => {
    expect(told(wanted, type, text)).toBe(key);
  });

  test('needs the headers that the lesson names, whatever their case', () => {
    const wanted = { headers: { 'X-Frame-Options': 'DENY' } };
    expect(told(wanted, json, '{}', { 'x-frame-options': 'DENY' })).toBe('answered');
    expect(told(wanted, json, '{}')).toBe('lacks-header');
  });
});
