import { buildErrorRule } from './build-error.ts';

export const blankBaseName = buildErrorRule({
  code: 'BlankBaseName',
  anchor: 'understand-how-arg-and-from-interact',
  texts: {
    title: 'The base image has a name',
    why: 'When FROM uses a variable, that has to be set by an ARG above it.',
    found: 'The build stops here: {{phrase}}. Give the ARG above FROM a value, or write the image itself.',
  },
  good: { Dockerfile: 'ARG IMAGE=python:3.11-slim\nFROM $IMAGE\n' },
  bad: { Dockerfile: 'ARG IMAGE\nFROM $IMAGE\n' },
});
