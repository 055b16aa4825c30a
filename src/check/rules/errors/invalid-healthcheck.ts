import { buildErrorRule } from './build-error.ts';

export const invalidHealthcheck = buildErrorRule({
  code: 'InvalidHealthcheck',
  anchor: 'healthcheck',
  texts: {
    title: 'HEALTHCHECK has a command',
    why: 'HEALTHCHECK takes CMD with a command, or NONE. Times are written like 30s.',
    found: 'The build stops here: {{phrase}}. Write HEALTHCHECK, its options, CMD, and the command.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nHEALTHCHECK --interval=30s CMD true\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nHEALTHCHECK true\n' },
});
