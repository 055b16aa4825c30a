import { defineRule, dockerPage } from '../rule.ts';

export const jsonArgsRecommended = defineRule({
  id: 'JSONArgsRecommended',
  severity: 'warning',
  url: dockerPage('json-args-recommended'),
  reads: 'the form of CMD and ENTRYPOINT',
  texts: {
    title: 'CMD and ENTRYPOINT are JSON arrays',
    why: 'In the other form a shell starts your program and does not pass signals on: docker stop then waits ten seconds and kills it.',
    found:
      'This starts a shell around your program, and the shell does not pass signals on: docker stop takes ten seconds. Write {{instruction}} with square brackets and double quotes.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nCMD ["python", "-V"]\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nCMD python -V\n' },
  find: (context, report) => {
    return context.simulation.steps.flatMap(({ instruction, shell }) => {
      const { keyword, json, line, error } = instruction;
      if ((keyword !== 'cmd' && keyword !== 'entrypoint') || json || error !== null || shell) return [];
      return [
        {
          file: context.names.dockerfile,
          line,
          message: report('found', { instruction: keyword.toUpperCase() }),
        },
      ];
    });
  },
});
