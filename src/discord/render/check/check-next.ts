import {
  type Blocker,
  type CheckReport,
  type Finding,
  isOpen,
  type TodoResult,
} from '../../../check/model/report.ts';
import type { CheckResult } from './check-result.ts';

interface Place {
  readonly file: string;
  readonly line: number | null;
}

/** The one thing to do next after an instant check. */
export type NextStep =
  /** The problem that stops the build. */
  | { readonly kind: 'blocker'; readonly blocker: Blocker; readonly place: Place }
  /** The Dockerfile is the lesson's unchanged starter: nothing is done, nothing is wrong. */
  | { readonly kind: 'begin'; readonly todo: TodoResult }
  | { readonly kind: 'todo'; readonly todo: TodoResult }
  | { readonly kind: 'finding'; readonly finding: Finding }
  /** What was sent has no faults; without this file the check cannot go further. */
  | { readonly kind: 'send'; readonly path: string }
  | { readonly kind: 'ready' }
  /** No faults were found, but whether it runs is unknown. */
  | { readonly kind: 'unsure' };

/** Picks the next step: what stops the build, else the first open TODO, else the worst finding, else the file to send. */
export function nextStep({ report, names }: CheckResult): NextStep {
  const { blocker, todos, findings, ready, wanted } = report;
  if (blocker !== null) return { kind: 'blocker', blocker, place: placeToChange(report, blocker) };
  const open = todos.find((todo) => todo.required && isOpen(todo));
  if (open !== undefined)
    return isUntouched(report) ? { kind: 'begin', todo: open } : { kind: 'todo', todo: open };
  const [worst] = findings;
  if (worst?.severity === 'error') return { kind: 'finding', finding: worst };
  if (ready === true) return { kind: 'ready' };
  const [path] = wanted;
  if (worst !== undefined && wanted.includes(names.dockerfile)) return { kind: 'finding', finding: worst };
  return path === undefined ? { kind: 'unsure' } : { kind: 'send', path };
}

/** Where to fix what stops the build. The TODO that explains it may point at a different line than the failing one. */
function placeToChange({ todos }: CheckReport, { rule, message, todo, file, line }: Blocker): Place {
  const told = todos.find(
    (each) => each.n === todo && each.rule === rule && each.message.key === message.key,
  );
  const own = told === undefined ? null : lineOf(told);
  return told === undefined || told.file === null || own === null
    ? { file, line }
    : { file: told.file, line: own };
}

/** No TODO is done or wrong yet. */
const isUntouched = ({ todos }: CheckReport): boolean => todos.every(({ status }) => status === 'missing');

/** The TODO that a next step is about. */
export function todoOf(next: NextStep): number | null {
  switch (next.kind) {
    case 'blocker':
      return next.blocker.todo;
    case 'begin':
    case 'todo':
      return next.todo.n;
    default:
      return null;
  }
}

/** The line to look at. For a missing instruction it is the line of the lesson's TODO comment. */
export const lineOf = ({ status, line, mark }: TodoResult): number | null =>
  (status === 'missing' ? (mark ?? line) : (line ?? mark)) ?? null;

/** The file and line that a next step is about. */
export function placeOfNext(next: NextStep): Place | null {
  switch (next.kind) {
    case 'blocker':
      return next.place;
    case 'finding':
      return next.finding;
    case 'begin':
    case 'todo': {
      const { file } = next.todo;
      return file === null ? null : { file, line: lineOf(next.todo) };
    }
    default:
      return null;
  }
}

/** Whether a finding is already shown as the next step. */
export function isShownAsNext(next: NextStep, finding: Finding): boolean {
  if (next.kind === 'finding') return next.finding === finding;
  if (next.kind !== 'blocker') return false;
  const { rule, file, line } = next.blocker;
  return rule === finding.rule && file === finding.file && line === finding.line;
}
