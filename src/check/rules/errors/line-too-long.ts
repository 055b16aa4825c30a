import { buildErrorRule } from './build-error.ts';

export const lineTooLong = buildErrorRule({
  code: 'LineTooLong',
  anchor: 'format',
  texts: {
    title: 'No line is longer than Docker reads',
    why: 'Docker reads a Dockerfile line by line and gives up on a gigantic one.',
    found: 'The build stops here: {{phrase}}. Put the content into a file of its own and COPY it.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN echo hello\n' },
  bad: { Dockerfile: `FROM python:3.11-slim\nRUN echo ${'x'.repeat(65_600)}\n` },
});
