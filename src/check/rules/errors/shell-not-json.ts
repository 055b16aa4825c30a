import { buildErrorRule } from './build-error.ts';

export const shellNotJson = buildErrorRule({
  code: 'ShellNotJson',
  anchor: 'shell',
  texts: {
    title: 'SHELL is a JSON array',
    why: 'SHELL changes the program that reads shell lines, and takes its words in square brackets.',
    found: 'The build stops here: {{phrase}}. Write SHELL ["/bin/sh", "-c"], or leave the line out.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nSHELL ["/bin/bash", "-c"]\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nSHELL /bin/bash -c\n' },
});
