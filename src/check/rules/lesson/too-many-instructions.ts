import { mostInstructions } from '../../dockerfile/parse.ts';
import { defineRule } from '../rule.ts';

export const tooManyInstructions = defineRule({
  id: 'TooManyInstructions',
  severity: 'error',
  reads: 'the number of instructions',
  texts: {
    title: 'A Dockerfile has fewer than a thousand instructions',
    why: 'A thousand steps are far more than a lesson needs; Docker itself cannot stack that many layers.',
    found:
      'This Dockerfile has more than {{most}} instructions or variables, too many to check. Join or drop what you can.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\n' },
  bad: { Dockerfile: `FROM python:3.11-slim\n${'RUN true\n'.repeat(mostInstructions)}` },
  find: (context, report) => {
    if (!context.dockerfile.tooMany) return [];
    return [
      { file: context.names.dockerfile, line: null, message: report('found', { most: mostInstructions }) },
    ];
  },
});
