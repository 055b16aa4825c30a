import { defineRule, dockerPage } from '../rule.ts';

export const noEmptyContinuation = defineRule({
  id: 'NoEmptyContinuation',
  severity: 'warning',
  url: dockerPage('no-empty-continuation'),
  reads: 'continuation lines',
  texts: {
    title: 'A command that goes on has no empty line in it',
    why: 'After a backslash at the end of a line Docker skips empty lines and goes on reading: the next instruction can be swallowed.',
    found:
      'This command goes on over an empty line. Docker still builds that, but will refuse it one day. Delete the empty line, or the backslash before it.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN echo a && \\\n    echo b\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN echo a && \\\n\n    echo b\n' },
  find: (context, report) => {
    return context.dockerfile.lines.emptyContinuations.map((end) => {
      const own = context.dockerfile.instructions.find(({ line, end: last }) => line <= end && end <= last);
      return {
        file: context.names.dockerfile,
        line: own?.line ?? end,
        endLine: end,
        message: report('found'),
      };
    });
  },
});
