import { judgeAssertion } from '../assertions/judge.ts';
import { type CheckReport, type Finding, isOpen, type TodoResult } from '../model/report.ts';
import { reachOf } from '../rules/reach.ts';
import type { RuleContext } from '../rules/rule.ts';
import { lockAlone } from '../toolchains/doubts.ts';
import { mayBreakPromise } from './only-by-run.ts';

/** Predicts whether the full verification will pass: true or false only when certain, else null. */
export function predictReady(
  context: RuleContext,
  todos: readonly TodoResult[],
  findings: readonly Finding[],
): CheckReport['ready'] {
  if (context.manifest === null) return null;
  const required = todos.filter((todo) => todo.required);
  const spoilt = required.filter((todo) => !mayPass(context, todo));
  if (spoilt.some(({ status }) => status === 'wrong')) return false;
  if (context.sent.dockerfile || context.student.complete) {
    if (spoilt.some(isOpen)) return false;
    if (findings.some(({ severity }) => severity === 'error')) return false;
    if (context.composePath !== null) {
      if (failsAnyhow(context)) return false;
    } else if (
      context.simulation.failures.length > 0 ||
      (context.student.complete && !endsRightly(context) && context.simulation.start?.outcome === 'ends')
    )
      return false;
  }
  if (!context.student.complete || required.some(({ status }) => status === 'unknown' || status === 'wrong'))
    return null;
  if (context.composePath !== null) return context.services?.isKnown === true ? true : null;
  const { events, start } = context.simulation;
  const wanted = endsRightly(context) ? 'ends' : 'stays';
  const doubtful =
    start?.outcome !== wanted ||
    reachOf(context).kind !== 'reached' ||
    events.some(({ kind }) => kind === 'unknown');
  const open = context.manifest.promises.some((each) => judgeAssertion(context, each)?.status === 'unknown');
  return doubtful || open || hasNewSource(context) || mayBreakPromise(context) ? null : true;
}

/** Whether a step overwrote application code, which may then do anything. The student's own files have been simulated. */
const hasNewSource = ({ simulation, student, project }: RuleContext): boolean =>
  [...simulation.rewritten].some(
    (path) => !Object.hasOwn(student.files, path) && !project.dependencyFiles.includes(path),
  );

/** Whether the build fails in the student's own files. The start is not judged: it lacks the service's variables, files and peers. */
const failsAnyhow = ({ simulation, brought }: RuleContext): boolean =>
  simulation.failures.some(({ phase, at }) => phase === 'build' && !brought.has(at.file));

/** Whether the container is supposed to exit: in a lesson without a port it does its work and ends. */
const endsRightly = ({ manifest }: RuleContext): boolean => manifest !== null && manifest.port === null;

/** Whether an open TODO may still pass: the lesson wants more than the lock file, but uv 0.13 installs from it alone (measured). */
const mayPass = ({ simulation }: RuleContext, { message }: TodoResult): boolean =>
  message.page === 'rule-DependencyFilesCopied' &&
  message.key === 'onlySome' &&
  simulation.events.some(
    (event) => event.kind === 'unknown' && event.doubt.of === 'command' && event.doubt.what === lockAlone,
  );
