import { quoted } from '../../dockerfile/text.ts';
import { defineRule, dockerPage } from '../rule.ts';

export const legacyKeyValueFormat = defineRule({
  id: 'LegacyKeyValueFormat',
  severity: 'advice',
  url: dockerPage('legacy-key-value-format'),
  reads: 'the form of ENV and LABEL',
  texts: {
    title: 'ENV and LABEL are written with an equals sign',
    why: 'The old form with a space takes the whole rest of the line for one value.',
    found:
      'Write {{instruction}} {{name}}=value: without the equals sign the whole rest of the line becomes the value.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nENV DEBUG=1\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nENV DEBUG 1\n' },
  find: (context, report) => {
    return context.simulation.steps.flatMap(({ instruction, stage }) =>
      stage === null
        ? []
        : instruction.pairs
            .filter(({ legacy }) => legacy)
            .map(({ name }) => ({
              file: context.names.dockerfile,
              line: instruction.line,
              message: report('found', {
                instruction: instruction.written.toUpperCase(),
                name: quoted(name),
              }),
            })),
    );
  },
});
