import { editDistance } from '../../../spelling/nearest.ts';
import { quoted } from '../../dockerfile/text.ts';
import { hostedMachines } from '../../workflow/keys.ts';
import { syntaxPage, workflowRule } from './workflow-rule.ts';

export const workflowRunsOn = workflowRule({
  id: 'WorkflowRunsOn',
  severity: 'error',
  page: syntaxPage('jobsjob_idruns-on'),
  reads: 'the key `runs-on` of each job',
  texts: {
    title: 'Each job names its machine',
    why: 'Every job gets a machine of its own. GitHub refuses a job that names none, and lets a job wait forever that names one which is not there.',
    none: 'The job `{{job}}` does not say on which machine it runs. Add `runs-on: ubuntu-latest`.',
    meant: 'No machine has the label `{{label}}`, so this job would wait forever. Did you mean `{{meant}}`?',
  },
  good: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo hello\n',
  bad: 'on: push\njobs:\n  build:\n    steps:\n      - run: echo hello\n',
  find: ({ jobs, unknownKeys }, report) =>
    jobs.flatMap(({ id, line, runsOn, isCall }) => {
      if (runsOn === null)
        return isCall || unknownKeys.some(({ meant }) => meant === 'runs-on')
          ? []
          : [{ line, message: report('none', { job: quoted(id, 60) }) }];
      return runsOn.labels.flatMap((written) => {
        const meant = mistypedMachine(written);
        const label = quoted(written, 60);
        return meant === null ? [] : [{ line: runsOn.line, message: report('meant', { label, meant }) }];
      });
    }),
});

/**
 * The hosted runner that a label is a typo of; null for any other label. A school may have runners with names of its own, so only labels a
 * letter or two away from GitHub's, with the same version, count as typos.
 */
function mistypedMachine(label: string): string | null {
  if (label.length > 40 || hostedMachines.includes(label)) return null;
  const digits = (text: string): string => text.replace(/\D/g, '');
  const found = hostedMachines.find(
    (each) => digits(each) === digits(label) && editDistance(label.toLowerCase(), each) <= 2,
  );
  // Case does not matter.
  return found === undefined || found === label.toLowerCase() ? null : found;
}
