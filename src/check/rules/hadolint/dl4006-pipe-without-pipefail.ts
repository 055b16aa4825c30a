import type { Script } from '../../shell/syntax.ts';
import { commandsIn, nodesIn, textOf } from '../../shell/walk.ts';
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
  find: (context, report) =>
    context.simulation.scripts
      .filter(
        ({ script, at, phase, stage }) =>
          phase === 'build' &&
          at.file === context.names.dockerfile &&
          [...nodesIn(script)].some(({ node }) => node.kind === 'pipeline') &&
          stage.shell?.some((word) => word.includes('pipefail')) !== true &&
          !setsPipefail(script),
      )
      .map(({ at }) => ({ file: at.file, line: at.line, message: report('found') })),
});

const setsPipefail = (script: Script): boolean =>
  [...commandsIn(script)].some(({ node }) => node.words.some((word) => textOf(word) === 'pipefail'));
