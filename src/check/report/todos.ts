import { holdsText } from '../../lesson/manifest/assertion-wording.ts';
import { isOfImage, isOnlyByRun } from '../../lesson/manifest/assertions.ts';
import type { Aim, ManifestTodo } from '../../lesson/manifest/manifest.ts';
import { type TranslatableText, words } from '../../wording/wording.ts';
import { assertionRule, judgeAssertion } from '../assertions/judge.ts';
import type { BrokenAssertion } from '../assertions/judgement.ts';
import type { Swallowed } from '../dockerfile/swallowed.ts';
import { quoted } from '../dockerfile/text.ts';
import type { TodoResult } from '../model/report.ts';
import { aimOfText } from '../rules/aims/meant-by-text.ts';
import { startSlip } from '../rules/aims/start-slips.ts';
import { aimRules } from '../rules/index.ts';
import { swallowedInstruction } from '../rules/lesson/swallowed-instruction.ts';
import { eventsOf, instructionAt } from '../rules/queries.ts';
import type { RuleContext, Violation } from '../rules/rule.ts';
import { todoMarks } from './todo-marks.ts';

const say = words('check-todos', {
  en: {
    'installer-available': 'uv is in the image before it is used.',
    'dependencies-copied-first': 'The dependency files are copied before your code, so the cache works.',
    'dependencies-installed': 'The dependencies are installed while the image is built.',
    'exact-versions': 'Exactly the versions of uv.lock are installed.',
    'project-directory': 'The container starts in the folder of manage.py.',
    'entrypoint-script': 'The start script is in the image, can be run, migrates and serves.',
    'entrypoint-used': 'The container starts with your script.',
    noScript: 'The container migrates and serves when it starts, without a script of its own.',
    scriptWaits: 'The start script is in the image and can be run.',
    byCommand: 'The container starts with `{{command}}`, which needs no script.',
    noDockerfile: 'I have not seen your Dockerfile. Send it too.',
    onlyByRun: 'The files alone do not show this. A verification does.',
    emptyDockerfile: 'There is no Dockerfile here that this could be seen in.',
  },
});

/** Worst first: a wrong line can be shown, a missing one cannot. */
const order = { wrong: 0, missing: 1, unknown: 2 } as const;

export interface AimViolation {
  readonly aim: Aim;
  readonly rule: string;
  readonly violation: Violation;
}

/** The aim that a swallowed instruction was meant for, judged by its text; null when it fits none. */
function aimOfSwallowed({ by, line }: Swallowed, context: RuleContext): Aim | null {
  const own =
    context.student.files[context.names.dockerfile]
      ?.split('\n')
      .slice(line - 1, by.end)
      .join(' ') ?? '';
  return aimOfText(own);
}

/** The violations of rules with an aim, and those of swallowed instructions, under the aim that each was meant for. */
export function judgeAims(context: RuleContext): readonly AimViolation[] {
  const swallowed = context.simulation.swallowed.flatMap((each): readonly AimViolation[] => {
    const aim = aimOfSwallowed(each, context);
    const violation = swallowedInstruction.find(context).find(({ line }) => line === each.by.line);
    return aim === null || violation === undefined
      ? []
      : [{ aim, rule: swallowedInstruction.id, violation: { ...violation, status: 'wrong' } }];
  });
  return [...swallowed, ...judgeRules(context)];
}

function judgeRules(context: RuleContext): readonly AimViolation[] {
  return aimRules.flatMap((rule) => {
    const { aim } = rule;
    return aim === null ? [] : rule.find(context).map((violation) => ({ aim, rule: rule.id, violation }));
  });
}

/** The result of each TODO in the lesson's manifest. */
export function judgeTodos(context: RuleContext, violations: readonly AimViolation[]): readonly TodoResult[] {
  const marks = todoMarks(context.student.files[context.names.dockerfile] ?? '');
  return (context.manifest?.todos ?? []).map((todo) => {
    const { n, aims, required } = todo;
    const title = context.lesson.todos.find((each) => each.n === n)?.title ?? '';
    const mark = marks.get(n);
    const base = { n, title, required, ...(mark === undefined ? {} : { mark }) };
    const ownViolations = [
      ...violations.filter(({ aim }) => aims.includes(aim)),
      ...todo.assertions.flatMap((assertion): readonly OpenTodo[] => {
        const violation = judgeAssertion(context, assertion);
        return violation === null ? [] : [{ rule: assertionRule(assertion), violation }];
      }),
    ].toSorted((a, b) => order[a.violation.status ?? 'wrong'] - order[b.violation.status ?? 'wrong']);
    const [worst] = ownViolations;
    const onlyScript =
      aims.includes('entrypoint-script') &&
      worst !== undefined &&
      worst.violation.file === context.names.entrypoint;
    const ofImage = aims.length > 0 || todo.assertions.some(isOfImage);
    if (
      ofImage &&
      ((!context.sent.dockerfile && !onlyScript) ||
        (context.sent.dockerfile && context.simulation.final === null))
    ) {
      const nothing = context.student.complete || context.sent.dockerfile;
      const key = nothing ? 'emptyDockerfile' : 'noDockerfile';
      return {
        ...base,
        status: nothing ? 'missing' : 'unknown',
        rule: ruleOf(todo),
        message: say.later(key),
        file: context.names.dockerfile,
        line: null,
      };
    }
    if (worst === undefined) return { ...base, ...unbroken(context, todo) };
    const { violation, rule } = worst;
    return {
      ...base,
      status: violation.status ?? 'wrong',
      rule,
      message: violation.message,
      file: violation.file,
      line: violation.line,
    };
  });
}

/** Why a TODO is not done. */
interface OpenTodo {
  readonly rule: string;
  readonly violation: Violation | BrokenAssertion;
}

/** The rule to name for a TODO without violations. */
const ruleOf = ({ aims, assertions: [first] }: ManifestTodo): string =>
  aims[0] ?? (first === undefined ? '' : assertionRule(first));

/** The result of a TODO without violations: done, or unknown if only a run can show it. */
function unbroken(
  context: RuleContext,
  todo: ManifestTodo,
): Pick<TodoResult, 'status' | 'rule' | 'message' | 'file' | 'line'> {
  const { aims, assertions } = todo;
  const nowhere = { rule: ruleOf(todo), file: null, line: null };
  const [aim] = aims;
  if (aim !== undefined) return { ...nowhere, status: 'done', message: wordDone(context, aim) };
  const seen = assertions.find((each) => !isOnlyByRun(each));
  if (seen === undefined) return { ...nowhere, status: 'unknown', message: say.later('onlyByRun') };
  return { ...nowhere, status: 'done', message: holdsText(seen) };
}

/** The sentence for a TODO that is done. It mentions a script only if the container starts one. */
function wordDone(context: RuleContext, aim: Aim): TranslatableText {
  const start = context.simulation.final?.entrypoint ?? context.simulation.final?.cmd ?? null;
  const scripted = eventsOf(context, 'script', 'start').some(({ from }) => from !== null);
  if (scripted || start === null || (aim !== 'entrypoint-script' && aim !== 'entrypoint-used'))
    return say.later(aim);
  // The start command names another script, which is reported at that command.
  if (aim === 'entrypoint-script' && startSlip(context) !== null) return say.later('scriptWaits');
  if (aim === 'entrypoint-script') return say.later('noScript');
  const command = quoted(instructionAt(context, start.line)?.rest ?? '', 80);
  return command === '' ? say.later(aim) : say.later('byCommand', { command });
}
