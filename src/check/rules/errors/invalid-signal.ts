import { buildErrorRule } from './build-error.ts';

export const invalidSignal = buildErrorRule({
  code: 'InvalidSignal',
  anchor: 'stopsignal',
  texts: {
    title: 'STOPSIGNAL names a signal',
    why: 'Docker stops a container with a signal; only names and numbers that Linux has are taken.',
    found: 'The build stops here: {{phrase}}. Use SIGTERM, or leave the line out.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nSTOPSIGNAL SIGINT\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nSTOPSIGNAL SIGSTOPP\n' },
});
