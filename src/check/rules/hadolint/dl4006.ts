import { defineRule, hadolintPage } from '../rule.ts';

export const dl4006 = defineRule({
  id: 'DL4006',
  severity: 'advice',
  url: hadolintPage('DL4006'),
  reads: 'pipes in RUN',
  texts: {
    title: 'A pipe fails when its first command fails',
    why: 'In a pipe only the last command counts: when the download before it fails, the build goes on as if nothing had happened.',
    found:
      'If the command before the pipe fails, the build does not notice. Put set -o pipefail before it, with SHELL ["/bin/bash", "-c"].',
  },
  good: {
    Dockerfile: 'FROM python:3.11-slim\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN echo x | tee /x\n',
  },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN echo x | tee /x\n' },
  find: (view, tell) => {
    return view.simulation.steps
      .filter(({ instruction, stage, shell }) => {
        const pipes = /(?:^|[^|])\|(?:[^|]|$)/.test(instruction.rest.replace(/'[^']*'|"[^"]*"/g, ''));
        const safe =
          (shell && stage?.shell?.some((word) => word.includes('pipefail')) === true) ||
          instruction.rest.includes('pipefail');
        return (
          instruction.keyword === 'run' &&
          !instruction.json &&
          instruction.heredocs.length === 0 &&
          pipes &&
          !safe
        );
      })
      .map(({ instruction }) => ({
        file: view.names.dockerfile,
        line: instruction.line,
        message: tell('found'),
      }));
  },
});
