import { buildErrorRule } from './build-error.ts';

export const invalidPort = buildErrorRule({
  code: 'InvalidPort',
  anchor: 'expose',
  texts: {
    title: 'Ports are numbers',
    why: 'EXPOSE takes port numbers, perhaps with /tcp or /udp. A comment behind them is read as a port.',
    found:
      'The build stops here: {{phrase}}. Write only the number, and put comments on a line of their own.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nEXPOSE 8000\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nEXPOSE 8000 # web\n' },
});
