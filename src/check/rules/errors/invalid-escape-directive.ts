import { buildErrorRule } from './build-error.ts';

export const invalidEscapeDirective = buildErrorRule({
  code: 'InvalidEscapeDirective',
  anchor: 'escape',
  texts: {
    title: 'The escape directive names a backslash or a back-tick',
    why: 'Docker knows only two characters that can continue a line.',
    found: 'The build stops here: {{phrase}}. Delete this line: the backslash is what Docker uses anyway.',
  },
  good: { Dockerfile: '# escape=`\nFROM python:3.11-slim\n' },
  bad: { Dockerfile: '# escape=x\nFROM python:3.11-slim\n' },
});
