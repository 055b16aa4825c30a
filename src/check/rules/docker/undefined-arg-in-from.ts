import { quoted } from '../../dockerfile/text.ts';
import { defineRule, dockerPage } from '../rule.ts';

export const undefinedArgInFrom = defineRule({
  id: 'UndefinedArgInFrom',
  severity: 'warning',
  url: dockerPage('undefined-arg-in-from'),
  reads: 'the variables of FROM',
  texts: {
    title: 'FROM uses variables that an ARG declares',
    why: 'In FROM only ARGs above the first FROM can be used. Others are empty.',
    found:
      'FROM uses the variable {{name}}, which no ARG above declares: it is empty. Add an ARG above FROM.',
  },
  good: { Dockerfile: 'ARG TAG=3.11-slim\nFROM python:$TAG\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim$SUFFIX\n' },
  find: (context, report) => {
    return context.simulation.fromVariables.map(({ line, name }) => ({
      file: context.names.dockerfile,
      line,
      message: report('found', { name: quoted(name) }),
    }));
  },
});
