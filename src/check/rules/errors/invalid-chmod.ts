import { buildErrorRule } from './build-error.ts';

export const invalidChmod = buildErrorRule({
  code: 'InvalidChmod',
  anchor: 'copy---chmod',
  texts: {
    title: '--chmod takes a mode',
    why: 'A mode is an octal number like 755.',
    found: 'The build stops here: {{phrase}}. Write `--chmod=755`.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nCOPY --chmod=755 entrypoint.sh /\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nCOPY --chmod=999 entrypoint.sh /\n' },
});
