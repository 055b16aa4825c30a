import { buildErrorRule } from './build-error.ts';

export const noBuildStage = buildErrorRule({
  code: 'NoBuildStage',
  anchor: 'from',
  texts: {
    title: 'The first instruction is FROM',
    why: 'FROM says which image the others work on. Only ARG may come before it.',
    found: 'The build stops here: {{phrase}}. Put FROM on top of the file.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nWORKDIR /app\n' },
  bad: { Dockerfile: 'WORKDIR /app\nFROM python:3.11-slim\n' },
});
