import { buildErrorRule } from './build-error.ts';

export const badSubstitution = buildErrorRule({
  code: 'BadSubstitution',
  anchor: 'environment-replacement',
  texts: {
    title: 'Variables and quotes are closed',
    why: 'An opened brace needs its closing one and a quotation mark its partner, else Docker cannot read the line.',
    found: 'The build stops here: {{phrase}}. Look for a brace or a quotation mark that is not closed.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nENV A=1\nWORKDIR /$A\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nENV A=1\nWORKDIR /${A\n' },
});
