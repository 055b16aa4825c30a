import { buildErrorRule } from './build-error.ts';

export const jsonNotStrings = buildErrorRule({
  code: 'JsonNotStrings',
  anchor: 'shell-and-exec-form',
  texts: {
    title: 'A JSON array holds only texts',
    why: 'In square brackets every word needs its own double quotes, numbers too.',
    found: 'The build stops here: {{phrase}}. Put double quotes around each word.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nCMD ["sleep", "5"]\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nCMD ["sleep", 5]\n' },
});
