import { buildErrorRule } from './build-error.ts';

export const argumentCount = buildErrorRule({
  code: 'ArgumentCount',
  anchor: 'overview',
  texts: {
    title: 'Every instruction has its arguments',
    why: 'An instruction without its value has nothing to do.',
    found: 'The build stops here: {{phrase}}. Complete the line, or delete it.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nWORKDIR /app\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nWORKDIR\n' },
});
