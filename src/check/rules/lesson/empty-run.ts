import { defineRule } from '../rule.ts';

export const emptyRun = defineRule({
  id: 'EmptyRun',
  severity: 'warning',
  reads: 'RUN without a command',
  texts: {
    title: 'RUN has a command',
    why: 'The lesson’s template has an empty RUN where a command belongs.',
    found:
      'This RUN has no command. Newer Docker versions take it for nothing, older ones stop the build here. Write the command, or delete the line.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN true\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN\n' },
  find: (context, report) => {
    return context.simulation.steps
      .filter(
        ({ instruction }) =>
          instruction.keyword === 'run' && instruction.rest === '' && instruction.error === null,
      )
      .map(({ instruction }) => ({
        file: context.names.dockerfile,
        line: instruction.line,
        message: report('found'),
      }));
  },
});
