import { nearest } from '../../../spelling/nearest.ts';
import { quoted } from '../../dockerfile/text.ts';
import { events } from '../../workflow/keys.ts';
import { isRead, syntaxPage, workflowRule } from './workflow-rule.ts';

export const workflowTrigger = workflowRule({
  id: 'WorkflowTrigger',
  severity: 'error',
  page: syntaxPage('on'),
  reads: 'the key `on`',
  texts: {
    title: 'The workflow says when it runs',
    why: 'GitHub starts a workflow on an event. Without one, or with one that it does not know, it never runs.',
    none: 'This workflow does not say when it runs. Add `on: push`, or another event.',
    unknown: 'GitHub knows no event `{{event}}`. `push` and `pull_request` are the most common ones.',
    meant: 'GitHub knows no event `{{event}}`. Did you mean `{{meant}}`?',
  },
  good: 'on: [push, pull_request]\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo hello\n',
  bad: 'jobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo hello\n',
  find: (workflow, report) => {
    if (!isRead(workflow)) return [];
    const { triggers, unknownKeys } = workflow;
    // Another rule reports a mistyped `on`.
    if (triggers.length === 0)
      return unknownKeys.some(({ meant }) => meant === 'on') ? [] : [{ line: null, message: report('none') }];
    return triggers
      .filter(({ event }) => !events.includes(event))
      .map(({ event: written, line }) => {
        const event = quoted(written, 60);
        const meant = nearest(written, events);
        return {
          line,
          message: meant === null ? report('unknown', { event }) : report('meant', { event, meant }),
        };
      });
  },
});
