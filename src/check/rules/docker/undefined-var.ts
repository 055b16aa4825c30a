import { quoted } from '../../dockerfile/text.ts';
import { defineRule, dockerPage } from '../rule.ts';

export const undefinedVar = defineRule({
  id: 'UndefinedVar',
  severity: 'warning',
  url: dockerPage('undefined-var'),
  reads: 'the variables of each instruction',
  texts: {
    title: 'Variables are set before they are used',
    why: 'A variable that neither ENV nor ARG has set is empty, without a word. ARG above FROM does not count below it.',
    found:
      'The variable {{name}} is not set here, so it is empty. Set it above with ENV or ARG, or correct its name.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nENV DIR=/app\nWORKDIR $DIR\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nWORKDIR $DIR\n' },
  find: (context, report) => {
    return context.simulation.steps.flatMap(({ instruction, undefinedVariables }) =>
      undefinedVariables.map((name) => ({
        file: context.names.dockerfile,
        line: instruction.line,
        message: report('found', { name: quoted(name) }),
      })),
    );
  },
});
