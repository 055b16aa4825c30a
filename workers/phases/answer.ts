import type { ExpectedAnswer } from '../../src/lesson/manifest/expected-answer.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { sayReason } from '../../src/submission/wording/reasons.ts';
import type { TranslatableText } from '../../src/wording/wording.ts';
import { cleanLine } from '../sandbox/excerpt.ts';
import type { HttpAnswer } from './http-request.ts';
import type { PhaseFailure } from './phase.ts';

export type JudgedAnswer =
  | { readonly detail: TranslatableText }
  | Pick<PhaseFailure, 'reason' | 'explanation'>;

/** Checks an answer that has the right status against what the lesson expects. */
export function judgeAnswer(answer: HttpAnswer, wanted: ExpectedAnswer, path: string): JudgedAnswer {
  const { status } = answer;
  const value = wanted.as === 'json' ? jsonOf(answer) : undefined;
  const problem = typeProblem(answer, value, wanted, path) ?? contentProblem(answer, value, wanted, path);
  if (problem !== null) return problem;
  if (wanted.as !== 'json')
    return { detail: sayDetail.later('answered-as', { path, status, type: cleanLine(typeOf(answer), 60) }) };
  return {
    detail: Array.isArray(value)
      ? sayDetail.later('answered-list', { path, status, count: value.length })
      : sayDetail.later('answered', { path, status }),
  };
}

const typeOf = ({ type }: HttpAnswer): string => type.split(';')[0]?.trim() ?? '';

function typeProblem(
  answer: HttpAnswer,
  value: unknown,
  { as }: ExpectedAnswer,
  path: string,
): JudgedAnswer | null {
  const type = typeOf(answer);
  switch (as) {
    case 'any':
      return null;
    case 'json':
      return value === undefined
        ? { reason: 'not-json', explanation: sayReason.later('not-json', { path }) }
        : null;
    case 'html':
    case 'text': {
      const wanted = as === 'html' ? /^(?:text\/html|application\/xhtml\+xml)$/i : /^text\//i;
      if (wanted.test(type)) return null;
      const values = { path, type: cleanLine(type, 60) || '(none)', wanted: as === 'html' ? 'HTML' : 'text' };
      return { reason: 'unexpected-answer', explanation: sayCause.later('other-type', values) };
    }
  }
}

function contentProblem(
  answer: HttpAnswer,
  value: unknown,
  wanted: ExpectedAnswer,
  path: string,
): JudgedAnswer | null {
  const unexpected = (explanation: TranslatableText): JudgedAnswer => ({
    reason: 'unexpected-answer',
    explanation,
  });
  if (wanted.as === 'json') {
    if (!wanted.allowEmpty && Array.isArray(value) && value.length === 0)
      return unexpected(sayCause.later('empty-list', { path }));
    const differs = wanted.json === undefined ? null : firstDifference(value, wanted.json, '');
    if (differs !== null)
      return unexpected(sayCause.later('other-json', { path, at: cleanLine(differs || 'the top', 80) }));
  }
  if (wanted.contains !== undefined && answer.body?.includes(wanted.contains) !== true)
    return unexpected(sayCause.later('lacks-text', { path, text: cleanLine(wanted.contains, 80) }));
  for (const [name, part] of Object.entries(wanted.headers))
    if (answer.headers[name.toLowerCase()]?.includes(part) !== true)
      return unexpected(sayCause.later('lacks-header', { path, header: cleanLine(`${name}: ${part}`, 80) }));
  return null;
}

/** Undefined when the content type or the text is not JSON. */
function jsonOf(answer: HttpAnswer): unknown {
  if (answer.body === null || !/\bjson\b/i.test(answer.type)) return undefined;
  try {
    return JSON.parse(answer.body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * The path at which a JSON value does not match a pattern: every key of an object has to be present with a matching value, and every
 * element of a list has to match the pattern's only element. Null when everything matches.
 */
function firstDifference(value: unknown, pattern: unknown, at: string): string | null {
  if (Array.isArray(pattern)) {
    if (!Array.isArray(value)) return at;
    const [one] = pattern;
    if (pattern.length !== 1) return pattern.length === value.length ? eachDiffers(value, pattern, at) : at;
    return eachDiffers(
      value,
      value.map(() => one),
      at,
    );
  }
  if (typeof pattern === 'object' && pattern !== null) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return at;
    for (const [key, wanted] of Object.entries(pattern)) {
      const place = `${at}${at && '.'}${key}`;
      if (!Object.hasOwn(value, key)) return place;
      const inner = firstDifference(Reflect.get(value, key), wanted, place);
      if (inner !== null) return inner;
    }
    return null;
  }
  return value === pattern ? null : at;
}

function eachDiffers(values: readonly unknown[], patterns: readonly unknown[], at: string): string | null {
  for (const [index, value] of values.entries()) {
    const inner = firstDifference(value, patterns[index], `${at}[${index}]`);
    if (inner !== null) return inner;
  }
  return null;
}
