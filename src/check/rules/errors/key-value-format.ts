import { buildErrorRule } from './build-error.ts';

export const keyValueFormat = buildErrorRule({
  code: 'KeyValueFormat',
  anchor: 'env',
  texts: {
    title: 'Variables are written as name=value',
    why: 'ENV, ARG and LABEL take pairs with an equals sign. A comment at the end of the line is read as one more pair.',
    found:
      'The build stops here: {{phrase}}. Write {{instruction}} name=value, with quotes around a value that has spaces, and put comments on a line of their own.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nENV DEBUG=1\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nENV DEBUG=1 # for now\n' },
});
