import type { Instruction } from '../../dockerfile/instruction.ts';
import { defineRule, hadolintPage } from '../rule.ts';

export const dl3059 = defineRule({
  id: 'DL3059',
  severity: 'advice',
  url: hadolintPage('DL3059'),
  reads: 'RUN instructions that follow each other',
  texts: {
    title: 'RUN steps that belong together are one',
    why: 'Each RUN makes a layer. Commands that always change together may share one.',
    found: 'This RUN and the one above always change together: they can be one, joined with &&.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN mkdir /data && chown www-data /data && true\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN mkdir /data\nRUN chown www-data /data\n' },
  find: (context, report) => {
    const all = context.simulation.steps.map(({ instruction }) => instruction);
    return all
      .filter((instruction, at) => {
        const before = all[at - 1];
        return (
          before !== undefined &&
          isPlainRun(before) &&
          isPlainRun(instruction) &&
          before.flags.join(' ') === instruction.flags.join(' ')
        );
      })
      .map(({ line }) => ({ file: context.names.dockerfile, line, message: report('found') }));
  },
});

/** Whether it is a RUN of a single command. A RUN of several was already joined on purpose. */
const isPlainRun = ({ keyword, heredocs, rest }: Instruction): boolean =>
  keyword === 'run' && heredocs.length === 0 && rest !== '' && !/&&|;|\|/.test(rest);
