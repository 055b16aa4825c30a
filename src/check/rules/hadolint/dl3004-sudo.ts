import { commandsOf } from '../queries.ts';
import { defineRule, hadolintPage } from '../rule.ts';

export const dl3004 = defineRule({
  id: 'DL3004',
  severity: 'warning',
  url: hadolintPage('DL3004'),
  reads: 'the commands of RUN',
  texts: {
    title: 'RUN needs no sudo',
    why: 'RUN works as root unless USER says otherwise, and slim images have no sudo.',
    found: 'Leave sudo out: RUN is root already, and this image has no sudo.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN apt-get update\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN sudo apt-get update\n' },
  find: (context, report) => {
    return commandsOf(context)
      .filter(({ words }) => words[0] === 'sudo')
      .map(({ line }) => ({ file: context.names.dockerfile, line, message: report('found') }));
  },
});
