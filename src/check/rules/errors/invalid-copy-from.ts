import { buildErrorRule } from './build-error.ts';

export const invalidCopyFrom = buildErrorRule({
  code: 'InvalidCopyFrom',
  anchor: 'copy---from',
  texts: {
    title: 'COPY --from names an earlier stage or an image',
    why: 'A stage can only take from stages above it, and the name may have no variable.',
    found: 'The build stops here: {{phrase}}. Use the name after AS of a stage above.',
  },
  good: {
    Dockerfile: 'FROM python:3.11-slim AS build\nFROM python:3.11-slim\nCOPY --from=build /etc/hostname /\n',
  },
  bad: { Dockerfile: 'FROM python:3.11-slim\nCOPY --from=3 /x /\n' },
});
