import { buildErrorRule } from './build-error.ts';

export const invalidStageName = buildErrorRule({
  code: 'InvalidStageName',
  anchor: 'from',
  texts: {
    title: 'Stage names are plain words',
    why: 'The name after AS begins with a letter and has only letters, digits, dashes, dots and underscores.',
    found: 'The build stops here: {{phrase}}. Choose another name after AS.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim AS build\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim AS 1build\n' },
});
