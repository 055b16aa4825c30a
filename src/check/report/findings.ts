import { isOfImage } from '../../lesson/manifest/assertions.ts';
import { assertionRule, judgeAssertion } from '../assertions/judge.ts';
import type { Finding, Severity } from '../model/report.ts';
import { skippedChecks } from '../rules/docker/skipped.ts';
import { findingRules } from '../rules/index.ts';
import { buildStepFails } from '../rules/lesson/build-step-fails.ts';
import { startFails } from '../rules/lesson/start-fails.ts';
import type { RuleContext, Violation } from '../rules/rule.ts';
import type { AimViolation } from './todos.ts';

/** Whether a TODO already explains the COPY that finds nothing. */
const explainsCopy = ({ line, message }: Violation, at: number | null): boolean =>
  line === at && ['lost', 'placeholder'].includes(message.key);

/** A failed step is reported once: by its TODO, where that points at it. */
const isAt = (one: Violation, other: Violation): boolean =>
  one.file === other.file && one.line === other.line;

const isOfAim = ({ simulation, aims }: RuleContext, { line }: Violation): boolean =>
  simulation.failures.some(
    (failure) => failure.phase === 'build' && failure.at.line === line && aims.get(failure) !== null,
  );

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, advice: 2 };

/** What is reported in addition to the TODOs, the worst first. */
export function judgeFindings(
  context: RuleContext,
  aimViolations: readonly AimViolation[],
): readonly Finding[] {
  const found: Finding[] = [];
  const skipped = skippedChecks(context.dockerfile.lines.checkOptions);
  for (const rule of findingRules) {
    if (skipped(rule.id)) continue;
    for (const violation of rule.find(context)) {
      // A lesson's own files are no concern of the student's.
      if (context.brought.has(violation.file)) continue;
      // What a TODO reports is not reported again.
      if (aimViolations.some((each) => each.rule === rule.id && each.violation.line === violation.line))
        continue;
      if (
        rule.id === buildStepFails.id &&
        aimViolations.some(
          ({ violation: each }) =>
            explainsCopy(each, violation.line) || (isAt(each, violation) && isOfAim(context, violation)),
        )
      )
        continue;
      found.push({
        rule: rule.id,
        severity: rule.severity,
        file: violation.file,
        line: violation.line,
        ...(violation.endLine === undefined ? {} : { endLine: violation.endLine }),
        message: violation.message,
        url: rule.url,
      });
    }
  }
  found.push(...brokenPromises(context));
  // What ends the build comes before what would end the start.
  const late = ({ rule }: Finding): number => Number(rule === startFails.id);
  return found.toSorted(
    (a, b) => order[a.severity] - order[b.severity] || late(a) - late(b) || (a.line ?? 0) - (b.line ?? 0),
  );
}

/** What the lesson promises besides its TODOs, and does not hold. */
const brokenPromises = (context: RuleContext): readonly Finding[] =>
  (context.manifest?.promises ?? [])
    .filter((promise) => !isOfImage(promise) || context.sent.dockerfile)
    .flatMap((promise): readonly Finding[] => {
      const broken = judgeAssertion(context, promise);
      if (broken === null || broken.status === 'unknown') return [];
      const { message, file, line } = broken;
      return [{ rule: assertionRule(promise), severity: 'error', file, line, message, url: null }];
    });
