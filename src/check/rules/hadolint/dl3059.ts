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
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN mkdir /data\nRUN chown www-data /data\nRUN true\n' },
  find: (view, tell) => {
    const runs = view.simulation.steps.map(({ instruction }) => instruction);
    const plain = (at: number): boolean => {
      const instruction = runs[at];
      return (
        instruction?.keyword === 'run' &&
        instruction.flags.length === 0 &&
        instruction.heredocs.length === 0 &&
        !/&&|;/.test(instruction.rest) &&
        instruction.rest !== ''
      );
    };
    for (let at = 2; at < runs.length; at += 1) {
      const line = runs[at - 1]?.line;
      if (plain(at) && plain(at - 1) && plain(at - 2) && line !== undefined) {
        return [{ file: view.names.dockerfile, line, message: tell('found') }];
      }
    }
    return [];
  },
});
