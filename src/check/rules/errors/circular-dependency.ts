import { buildErrorRule } from './build-error.ts';

export const circularDependency = buildErrorRule({
  code: 'CircularDependency',
  anchor: 'copy---from',
  texts: {
    title: 'Stages do not wait for each other',
    why: 'A stage that copies from one that builds on it can never be built.',
    found: 'The build stops here: {{phrase}}. Copy from an earlier stage.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim AS a\nFROM a AS b\nCOPY --from=a /etc/hostname /\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim AS a\nCOPY --from=a /etc/hostname /\n' },
});
