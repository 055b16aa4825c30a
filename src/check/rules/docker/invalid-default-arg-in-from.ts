import { isReference } from '../../dockerfile/images/reference-grammar.ts';
import { quoted } from '../../dockerfile/text.ts';
import { defineRule, dockerPage } from '../rule.ts';

export const invalidDefaultArgInFrom = defineRule({
  id: 'InvalidDefaultArgInFrom',
  severity: 'warning',
  url: dockerPage('invalid-default-arg-in-from'),
  reads: 'the image that FROM names when no build argument is given',
  texts: {
    title: 'FROM has a valid image by default',
    why: 'Whoever builds without arguments gets the default values. With them the image has to have a proper name.',
    found: 'With the values that are set here, `{{base}}` cannot be the name of an image.',
  },
  good: { Dockerfile: 'ARG TAG=3.11-slim\nFROM python:$TAG\n' },
  bad: { Dockerfile: 'ARG TAG\nFROM python:$TAG\n' },
  find: (context, report) => {
    return context.simulation.steps.flatMap(({ instruction, values }) => {
      if (instruction.keyword !== 'from' || instruction.error !== null) return [];
      const [reference = ''] = values;
      if (isReference(reference)) return [];
      return [
        {
          file: context.names.dockerfile,
          line: instruction.line,
          message: report('found', { base: quoted(instruction.args[0] ?? '') }),
        },
      ];
    });
  },
});
