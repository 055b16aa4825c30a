import type { AssertionOf, WorkflowAssertion } from '../../lesson/manifest/assertions.ts';
import { type BrokenWorkflowKey, brokenWorkflowText } from '../../lesson/manifest/workflow-wording.ts';
import { quoted } from '../dockerfile/text.ts';
import { programOf } from '../workflow/commands.ts';
import { imageWorkOf } from '../workflow/images.ts';
import { waitsFor } from '../workflow/needed-jobs.ts';
import { matchesPatterns } from '../workflow/patterns.ts';
import { expressionsIn } from '../workflow/read-workflow.ts';
import type { Job, Trigger, Workflow, WorkflowStep } from '../workflow/workflow.ts';
import type { BrokenAssertion } from './judgement.ts';

type TextValues = Readonly<Record<string, string | number>>;
type Broken = (
  status: BrokenAssertion['status'],
  key: BrokenWorkflowKey,
  line: number | null,
  values?: TextValues,
) => BrokenAssertion;

/** Why no workflow fulfils an assertion; null when at least one does. */
export function judgeWorkflows(
  workflows: readonly Workflow[],
  assertion: WorkflowAssertion,
): BrokenAssertion | null {
  const judged = workflows.map((workflow) => judgeWorkflow(workflow, assertion));
  if (judged.includes(null)) return null;
  // Prefer a wrong part, which has a line to show, over a missing one.
  return judged.find((each) => each?.status === 'wrong') ?? judged[0] ?? null;
}

function judgeWorkflow(workflow: Workflow, assertion: WorkflowAssertion): BrokenAssertion | null {
  const broken: Broken = (status, key, line, values = {}) => ({
    status,
    message: brokenWorkflowText(assertion, key, values),
    file: workflow.path,
    line,
  });
  if (workflow.yamlProblems.length > 0) return broken('unknown', 'unread', null);
  switch (assertion.assert) {
    case 'workflow-trigger':
      return judgeTrigger(workflow, assertion, broken);
    case 'workflow-job':
      return judgeJob(workflow, assertion, broken);
    case 'workflow-step':
      return judgeStep(workflow, assertion, broken);
    case 'workflow-image':
      return judgeImageWork(workflow, assertion, broken);
    case 'workflow-secret': {
      const { name } = assertion;
      const isUsed = workflow.texts
        .flatMap(({ text }) => expressionsIn(text))
        .some((each) => secretsOf(each).includes(name.toLowerCase()));
      if (isUsed) return null;
      return broken('missing', 'workflow-secret', null, { name, expression: `\${{ secrets.${name} }}` });
    }
  }
}

/** Names of the secrets in an expression: `secrets.NAME` or `secrets['NAME']`, in lower case because GitHub ignores case. */
const secretsOf = (expression: string): readonly string[] =>
  [...expression.matchAll(/\bsecrets(?:\.|\[')(\w+)/g)].map(([, name = '']) => name.toLowerCase());

function judgeTrigger(
  { triggers, onLine }: Workflow,
  { on: event, branch, tag }: AssertionOf<'workflow-trigger'>,
  broken: Broken,
): BrokenAssertion | null {
  const found = triggers.find((each) => each.event === event);
  if (found === undefined) return broken('missing', 'workflow-trigger', onLine, { event });
  if (branch !== undefined) {
    const isFor = runsFor(branch, found.branches, found.branchesIgnored, onlyOther(found, 'tags'));
    if (isFor === null) return broken('unknown', 'unknown', found.line);
    if (!isFor) return broken('wrong', 'workflow-branch', found.line, { event, branch });
  }
  if (tag === undefined) return null;
  const isFor = runsFor(tag, found.tags, found.tagsIgnored, onlyOther(found, 'branches'));
  if (isFor === null) return broken('unknown', 'unknown', found.line);
  return isFor ? null : broken('wrong', 'workflow-tag', found.line, { event, tag });
}

/** A trigger that filters only tags does not run for branches, and vice versa. */
function onlyOther(trigger: Trigger, other: 'tags' | 'branches'): boolean {
  const { branches, branchesIgnored, tags, tagsIgnored } = trigger;
  const hasTags = tags !== null || tagsIgnored !== null;
  const hasBranches = branches !== null || branchesIgnored !== null;
  return other === 'tags' ? hasTags && !hasBranches : hasBranches && !hasTags;
}

/** Whether a name passes the filters of an event; null when a pattern is not supported. */
function runsFor(
  name: string,
  wanted: readonly string[] | null,
  ignored: readonly string[] | null,
  isOnlyOther: boolean,
): boolean | null {
  if (isOnlyOther) return false;
  if (wanted !== null) return matchesPatterns(name, wanted);
  if (ignored === null) return true;
  const isIgnored = matchesPatterns(name, ignored);
  return isIgnored === null ? null : !isIgnored;
}

function judgeJob(
  { jobs, jobsLine }: Workflow,
  { job: id, runsOn, needs }: AssertionOf<'workflow-job'>,
  broken: Broken,
): BrokenAssertion | null {
  const found = jobs.find((each) => each.id === id);
  if (found === undefined) return broken('missing', 'workflow-job', jobsLine, { job: id });
  if (found.neverRuns) return broken('wrong', 'workflow-never', found.line, { what: id });
  const labels = found.runsOn?.labels ?? [];
  if (runsOn !== undefined && !labels.includes(runsOn)) {
    const line = found.runsOn?.line ?? found.line;
    if (labels.some((label) => label.includes('${{'))) return broken('unknown', 'unknown', line);
    const values = { job: id, found: quoted(labels.join(', '), 60) || '?', label: runsOn };
    return broken('wrong', 'workflow-machine', line, values);
  }
  const missing = needs.find((needed) => !waitsFor(jobs, id, needed));
  return missing === undefined
    ? null
    : broken('missing', 'workflow-needs', found.line, { job: id, needed: missing });
}

/** The first step whose commands cannot be parsed; null when all can. */
const stepUnread = (jobs: readonly Job[]): WorkflowStep | null =>
  jobs.flatMap(({ steps }) => steps).find(({ isUnread }) => isUnread) ?? null;

/** A matching step with its job, the line of its action or command, and the words of the command. */
interface FoundStep {
  readonly job: Job;
  readonly step: WorkflowStep;
  readonly line: number;
  readonly words: readonly string[];
}

/** Steps that use an action, or run a command that begins with these words. */
function stepsThat(jobs: readonly Job[], what: string): readonly FoundStep[] {
  const first = what.split(/\s+/);
  return jobs.flatMap((job) =>
    job.steps.flatMap((step): readonly FoundStep[] => {
      if (step.uses?.name === what.toLowerCase()) return [{ job, step, line: step.uses.line, words: [] }];
      return (step.run ?? [])
        .filter((command) => first.every((word, at) => programOf(command)[at] === word))
        .map((command) => ({ job, step, line: command.line, words: command.words }));
    }),
  );
}

function judgeStep(
  { jobs, jobsLine }: Workflow,
  assertion: AssertionOf<'workflow-step'>,
  broken: Broken,
): BrokenAssertion | null {
  const { uses, runs, job } = assertion;
  const meant = job === undefined ? jobs : jobs.filter(({ id }) => id === job);
  const all = stepsThat(meant, uses ?? runs ?? '');
  const found = all.filter(({ step }) => !step.neverRuns);
  const [never] = all;
  if (found.length === 0 && never !== undefined)
    return broken('wrong', 'workflow-never', never.line, { what: uses ?? runs ?? '' });
  const unread = stepUnread(meant);
  if (found.length === 0 && runs !== undefined && unread !== null)
    return broken('unknown', 'unknown', unread.line);
  if (found.length === 0) {
    const line = job === undefined ? jobsLine : (meant[0]?.line ?? jobsLine);
    return uses === undefined
      ? broken('missing', 'workflow-runs', line, { command: runs ?? '' })
      : broken('missing', 'workflow-uses', line, { action: uses });
  }
  const judged = found.map((each) => judgeFound(each, assertion, broken));
  return judged.includes(null) ? null : (judged[0] ?? null);
}

function judgeFound(
  { job, step, line, words }: FoundStep,
  assertion: AssertionOf<'workflow-step'>,
  broken: Broken,
): BrokenAssertion | null {
  const { uses: action = '', runs: command = '' } = assertion;
  for (const [input, wanted] of Object.entries(assertion.with)) {
    const given = step.inputs.get(input);
    const value = String(wanted);
    if (given === undefined) return broken('missing', 'workflow-input', line, { action, input, value });
    if (given.value.trim() === value.trim()) continue;
    // The value of an expression is unknown, unless the lesson requires this expression.
    if (given.value.includes('${{') && !value.includes('${{'))
      return broken('unknown', 'unknown', given.line);
    const values = { action, input, value, found: quoted(given.value, 60) };
    return broken('wrong', 'workflow-input-value', given.line, values);
  }
  const lacking = assertion.words.filter((word) => !words.includes(word));
  if (lacking.length > 0)
    return broken('wrong', 'workflow-words', line, { command, words: lacking.join(' ') });
  const at = job.steps.indexOf(step);
  const above = assertion.after.find((what) =>
    stepsThat([job], what).every(
      (each) =>
        each.step.neverRuns || job.steps.indexOf(each.step) > at || (each.step === step && each.line >= line),
    ),
  );
  return above === undefined ? null : broken('wrong', 'workflow-after', line, { above });
}

function judgeImageWork(
  { jobs, jobsLine }: Workflow,
  { pushes }: AssertionOf<'workflow-image'>,
  broken: Broken,
): BrokenAssertion | null {
  const all = jobs.flatMap(imageWorkOf);
  const work = all.filter(({ step }) => !step.neverRuns);
  const never = all.find(({ step, builds }) => builds && step.neverRuns);
  const built = work.find(({ builds }) => builds);
  if (built === undefined && never !== undefined)
    return broken('wrong', 'workflow-never', never.line, { what: never.step.uses?.name ?? 'docker build' });
  const unread = stepUnread(jobs);
  if (built === undefined && unread !== null) return broken('unknown', 'unknown', unread.line);
  if (built === undefined) return broken('missing', 'workflow-image', jobsLine);
  if (!pushes || work.some((each) => each.pushes === 'yes')) return null;
  // Pushing often depends on the event, through an expression.
  if (work.some((each) => each.pushes === 'maybe')) return null;
  if (unread !== null) return broken('unknown', 'unknown', unread.line);
  return broken('missing', 'workflow-pushes', built.line);
}
