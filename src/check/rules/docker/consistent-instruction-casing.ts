import { quoted } from '../../dockerfile/text.ts';
import { defineRule, dockerPage } from '../rule.ts';

export const consistentInstructionCasing = defineRule({
  id: 'ConsistentInstructionCasing',
  severity: 'advice',
  url: dockerPage('consistent-instruction-casing'),
  reads: 'the case of all instructions',
  texts: {
    title: 'All instructions are in capitals, or none is',
    why: 'Docker takes capitals and small letters. One of the two throughout (capitals are usual) makes the file easier to read.',
    found: '`{{word}}` is not written like most instructions here: use `{{case}}`.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN echo hello\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRun echo hello\n' },
  find: (context, report) => {
    const instructions = context.simulation.steps.map(({ instruction }) => instruction);
    // An ARG above the first FROM does not count.
    const first = instructions.findIndex(({ keyword }) => keyword === 'from');
    const all = instructions.filter(
      ({ keyword }, index) => keyword !== null && (keyword !== 'arg' || index > first),
    );
    const words = all.map(({ written }) => written);
    const lower = words.filter((word) => word === word.toLowerCase()).length;
    const upper = words.filter((word) => word === word.toUpperCase()).length;
    const right = (word: string): string => (lower > upper ? word.toLowerCase() : word.toUpperCase());
    return all
      .filter(({ written }) => written !== right(written))
      .map(({ written, line }) => ({
        file: context.names.dockerfile,
        line,
        message: report('found', { word: quoted(written), case: right(written) }),
      }));
  },
});
