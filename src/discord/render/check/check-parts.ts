import type { APIComponentInContainer } from 'discord-api-types/v10';
import type { CheckReport, Severity, TodoStatus } from '../../../check/model/report.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import type { Accent } from '../message.ts';
import { code, quote } from '../quote.ts';

/** Parts shared by the answer of an instant check and its details. */

const say = words('check-parts', {
  en: {
    count: '{{done}} of {{of}} TODOs done',
    place: '{{file}}, line {{line}}',
    placeFile: '{{file}}',
  },
});

export const marks: Readonly<Record<TodoStatus, string>> = {
  done: '✅',
  missing: '⬜',
  wrong: '❌',
  unknown: '❔',
};
export const severities: Readonly<Record<Severity, string>> = { error: '🔴', warning: '🟡', advice: '🔵' };

/** How many TODOs are done; null if the check knows the status of none. */
export function countOfTodos(locale: Locale, { todos }: CheckReport): string | null {
  if (todos.length === 0) return null;
  return say(locale, 'count', {
    done: todos.filter(({ status }) => status === 'done').length,
    of: todos.length,
  });
}

/** A location: the file, and the line if there is one. */
export function placeText(locale: Locale, file: string | null, at: number | null): string {
  if (file === null) return '';
  return at === null
    ? say(locale, 'placeFile', { file: code(file, 60) })
    : say(locale, 'place', { file: code(file, 60), line: at });
}

/** A rule's name, linked to its documentation if there is a page. */
export const ruleText = ({ rule, url }: { readonly rule: string; readonly url: string | null }): string =>
  url === null ? code(rule, 50) : `[${quote(rule, 50)}](<${url}>)`;

export function accentOf({ ready }: CheckReport): Accent {
  if (ready === null) return 'waiting';
  return ready ? 'good' : 'wrong';
}

/** Joins consecutive texts: fewer components, and less space between lines. */
export function joined(components: readonly APIComponentInContainer[]): readonly APIComponentInContainer[] {
  const out: APIComponentInContainer[] = [];
  for (const component of components) {
    const before = out.at(-1);
    if (before !== undefined && 'content' in before && 'content' in component) {
      out[out.length - 1] = { ...before, content: `${before.content}\n${component.content}` };
    } else out.push(component);
  }
  return out;
}
