import { type Document, isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';
import type { TranslatableText } from '../../wording/wording.ts';
import type { AssertionOf, WorkflowAssertion } from '../manifest/assertions.ts';
import { called } from './mistake-names.ts';
import type { Mistake } from './server-mutations.ts';

/** A step of the answer, and its position. */
interface WrittenStep {
  readonly job: string;
  readonly at: number;
  /** Its action without the version; empty for a step that runs commands. */
  readonly action: string;
  readonly run: string;
}

/** The known ways to violate a workflow assertion by changing a lesson's own answer. The first leaves out what it requires. */
export function workflowMistakes(assertion: WorkflowAssertion, answer: string): readonly Mistake[] {
  const made = (what: TranslatableText, change: (file: Document.Parsed) => void): readonly Mistake[] =>
    changed(answer, what, change);
  switch (assertion.assert) {
    case 'workflow-trigger':
      return triggerMistakes(assertion, made);
    case 'workflow-job': {
      const place = ['jobs', assertion.job];
      return [
        ...made(called('without', { what: assertion.job }), (file) => file.deleteIn(place)),
        ...(assertion.runsOn === undefined
          ? []
          : made(called('other-machine', { job: assertion.job }), (file) =>
              file.setIn([...place, 'runs-on'], 'another-machine'),
            )),
        ...(assertion.needs.length === 0
          ? []
          : made(called('part-lacks', { what: assertion.job, part: 'needs' }), (file) =>
              file.deleteIn([...place, 'needs']),
            )),
      ];
    }
    case 'workflow-step':
      return stepMistakes(assertion, answer, made);
    case 'workflow-image':
      return [
        ...withoutSteps(called('without-build'), answer, buildsImage),
        ...(assertion.pushes
          ? [
              ...made(called('without', { what: 'push' }), (file) => {
                for (const { job, at } of stepsIn(file).filter(({ action }) => buildActions.test(action)))
                  file.deleteIn(['jobs', job, 'steps', at, 'with', 'push']);
              }),
              ...withoutSteps(called('without', { what: 'docker push' }), answer, ({ run }) =>
                /\bdocker\b.{0,200}\bpush\b/.test(run),
              ),
            ]
          : []),
      ];
    case 'workflow-secret': {
      const text = answer.replaceAll(
        new RegExp(`\\$\\{\\{\\s*secrets\\.${assertion.name}\\s*\\}\\}`, 'g'),
        'written-plainly',
      );
      return text === answer ? [] : [{ what: called('without-secret', { name: assertion.name }), text }];
    }
  }
}

const buildActions = /^docker\/(?:build-push|bake)-action$/;

const buildsImage = ({ action, run }: WrittenStep): boolean =>
  buildActions.test(action) || /\bdocker\b.{0,200}\b(?:build|bake)\b|--build\b/.test(run);

type Made = (what: TranslatableText, change: (file: Document.Parsed) => void) => readonly Mistake[];

function triggerMistakes(
  { on, branch, tag }: AssertionOf<'workflow-trigger'>,
  made: Made,
): readonly Mistake[] {
  const other = on === 'workflow_dispatch' ? 'push' : 'workflow_dispatch';
  const filtered = (key: 'branches' | 'tags', isAsked: boolean): readonly Mistake[] =>
    isAsked
      ? made(called(`other-${key}`, { event: on }), (file) =>
          file.set('on', file.createNode({ [on]: { [key]: ['another-name'] } })),
        )
      : [];
  return [
    ...made(called('other-trigger', { event: on }), (file) => file.set('on', other)),
    ...filtered('branches', branch !== undefined),
    ...filtered('tags', tag !== undefined),
  ];
}

function stepMistakes(assertion: AssertionOf<'workflow-step'>, answer: string, made: Made) {
  const { uses, runs, words, after } = assertion;
  const isMeant = (step: WrittenStep, what = uses ?? runs ?? ''): boolean =>
    (assertion.job === undefined || step.job === assertion.job) && does(step, what);
  const what = uses ?? runs ?? '';
  const inputs = Object.keys(assertion.with).flatMap((input) =>
    made(called('other-input', { what, input }), (file) => {
      for (const { job, at } of stepsIn(file).filter((step) => isMeant(step)))
        file.setIn(['jobs', job, 'steps', at, 'with', input], 'another-value');
    }),
  );
  const [word] = words;
  const wordless =
    word === undefined
      ? []
      : made(called('part-lacks', { what, part: word }), (file) => {
          for (const { job, at, run } of stepsIn(file).filter((step) => isMeant(step)))
            file.setIn(['jobs', job, 'steps', at, 'run'], run.replace(` ${word}`, ''));
        });
  return [
    ...withoutSteps(called('without', { what }), answer, (step) => isMeant(step)),
    ...inputs,
    ...wordless,
    ...after.flatMap((above) =>
      withoutSteps(
        called('above-lacks', { what, above }),
        answer,
        // A step that does both is kept.
        (step) => isMeant(step, above) && !isMeant(step),
      ),
    ),
  ];
}

/** Whether a step uses an action, or runs a command that begins with these words. */
const does = ({ action, run }: WrittenStep, what: string): boolean =>
  action === what.toLowerCase() || run.split('\n').some((line) => line.includes(what));

/** Classic mistakes in a workflow that GitHub or the check would reject. */
export function classicWorkflowMistakes(answer: string): readonly Mistake[] {
  const [first] = stepsIn(parseDocument(answer));
  const versioned = /(\buses: *["']?[\w./-]+)@[\w.-]+/;
  return [
    ...(first === undefined
      ? []
      : changed(answer, called('no-machine'), (file) => file.deleteIn(['jobs', first.job, 'runs-on']))),
    ...(versioned.test(answer)
      ? [{ what: called('no-version'), text: answer.replace(versioned, '$1') }]
      : []),
    ...withoutSteps(called('without-checkout'), answer, ({ action }) => action === 'actions/checkout'),
    ...withoutSteps(
      called('without-login'),
      answer,
      ({ action, run }) => action === 'docker/login-action' || /\bdocker login\b/.test(run),
    ),
  ];
}

function changed(
  answer: string,
  what: TranslatableText,
  change: (file: Document.Parsed) => void,
): readonly Mistake[] {
  const file = parseDocument(answer);
  if (!isMap(file.contents)) return [];
  const before = String(file);
  change(file);
  const text = String(file);
  return text === before ? [] : [{ what, text }];
}

/** The answer without some of its steps; a job that would lose all of them gets one that does nothing. */
const withoutSteps = (
  what: TranslatableText,
  answer: string,
  isLeftOut: (step: WrittenStep) => boolean,
): readonly Mistake[] =>
  changed(answer, what, (file) => {
    for (const { job, at } of stepsIn(file).filter(isLeftOut).toReversed())
      file.deleteIn(['jobs', job, 'steps', at]);
    for (const job of jobsIn(file)) {
      const steps = file.getIn(['jobs', job, 'steps']);
      if (isSeq(steps) && steps.items.length === 0) steps.add(file.createNode({ run: 'echo nothing' }));
    }
  });

function jobsIn(file: Document.Parsed): readonly string[] {
  const jobs = file.get('jobs');
  return isMap(jobs) ? jobs.items.map(({ key }) => String(key)) : [];
}

function stepsIn(file: Document.Parsed): readonly WrittenStep[] {
  return jobsIn(file).flatMap((job) => {
    const steps = file.getIn(['jobs', job, 'steps']);
    if (!isSeq(steps)) return [];
    return steps.items.flatMap((step, at) => (isMap(step) ? [writtenStep(step, job, at)] : []));
  });
}

function writtenStep(step: YAMLMap, job: string, at: number): WrittenStep {
  const text = (key: string): string => String(step.get(key) ?? '');
  return { job, at, action: (text('uses').split('@')[0] ?? '').toLowerCase(), run: text('run') };
}
