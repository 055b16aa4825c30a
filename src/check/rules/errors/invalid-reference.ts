import { buildErrorRule } from './build-error.ts';

export const invalidReference = buildErrorRule({
  code: 'InvalidReference',
  anchor: 'from',
  texts: {
    title: 'The base image is a name that images can have',
    why: 'An image is called name:tag, in lower case, without spaces.',
    found: 'The build stops here: {{phrase}}. Write the image as name:tag, for example python:3.11-slim.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\n' },
  bad: { Dockerfile: 'FROM Python:3.11-slim\n' },
});
