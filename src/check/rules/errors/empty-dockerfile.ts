import { buildErrorRule } from './build-error.ts';

export const emptyDockerfile = buildErrorRule({
  code: 'EmptyDockerfile',
  anchor: 'format',
  texts: {
    title: 'The Dockerfile has instructions',
    why: 'Docker builds what the Dockerfile says. An empty file says nothing; often it was not saved.',
    found: 'The build stops here: {{phrase}}. Save the file in your editor and try again.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\n' },
  bad: { Dockerfile: '\n# nothing yet\n' },
});
