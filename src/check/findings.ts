import type { Finding, Severity } from './report.ts';
import { skippedChecks } from './rules/docker/skipped.ts';
import { findingRules } from './rules/index.ts';
import type { View } from './rules/rule.ts';
import type { Judged } from './todos.ts';

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, advice: 2 };

/** What is told beside the TODOs, the worst first. */
export function judgeFindings(view: View, judged: readonly Judged[]): readonly Finding[] {
  const found: Finding[] = [];
  const skipped = skippedChecks(view.dockerfile.lines.checkOptions);
  for (const rule of findingRules) {
    if (skipped(rule.id)) continue;
    for (const hit of rule.find(view)) {
      // What a TODO tells is not told again.
      if (judged.some((each) => each.rule === rule.id && each.hit.line === hit.line)) continue;
      found.push({
        rule: rule.id,
        severity: rule.severity,
        file: hit.file,
        line: hit.line,
        message: hit.message,
        url: rule.url,
      });
    }
  }
  return found.toSorted((a, b) => order[a.severity] - order[b.severity] || (a.line ?? 0) - (b.line ?? 0));
}
