import { nearest } from '../../../spelling/nearest.ts';
import { quoted } from '../../dockerfile/text.ts';
import { waitsFor } from '../../workflow/needed-jobs.ts';
import { syntaxPage, workflowRule } from './workflow-rule.ts';

export const workflowNeeds = workflowRule({
  id: 'WorkflowNeeds',
  severity: 'error',
  page: syntaxPage('jobsjob_idneeds'),
  reads: 'the key `needs` of each job',
  texts: {
    title: 'Jobs wait for jobs that are there',
    why: 'A job starts when those that it needs are over. GitHub refuses a workflow in which one is not there, or in which jobs wait for each other.',
    absent: 'There is no job `{{needed}}` in this workflow for `{{job}}` to wait for.',
    meant: 'There is no job `{{needed}}` in this workflow. Did you mean `{{meant}}`?',
    circle: '`{{job}}` waits for itself, over the jobs that it needs. Take one of these `needs` away.',
  },
  good: 'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo test\n  build:\n    needs: test\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo build\n',
  bad: 'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo test\n  build:\n    needs: tests\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo build\n',
  find: ({ jobs }, report) => {
    const ids = jobs.map(({ id }) => id);
    return jobs.flatMap(({ id, line, needs }) => {
      const job = quoted(id, 60);
      const absent = needs.filter((each) => !ids.includes(each.id));
      if (absent.length === 0)
        return waitsFor(jobs, id, id) ? [{ line, message: report('circle', { job }) }] : [];
      return absent.map(({ id: written, line: at }) => {
        const needed = quoted(written, 60);
        const meant = nearest(written, ids);
        return {
          line: at,
          message:
            meant === null
              ? report('absent', { needed, job })
              : report('meant', { needed, meant: quoted(meant, 60) }),
        };
      });
    });
  },
});
