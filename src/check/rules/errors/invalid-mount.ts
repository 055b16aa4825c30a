import { buildErrorRule } from './build-error.ts';

export const invalidMount = buildErrorRule({
  code: 'InvalidMount',
  anchor: 'run---mount',
  texts: {
    title: 'Mounts are ones that Docker knows',
    why: '`RUN --mount` takes a type and its fields. A wrong field ends the build.',
    found: 'The build stops here: {{phrase}}. Correct the field of `--mount`.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN --mount=type=cache,target=/root/.cache true\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN --mount=type=cache,where=/root/.cache true\n' },
});
