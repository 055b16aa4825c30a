import { commandsOf } from '../queries.ts';
import { defineRule, hadolintPage } from '../rule.ts';

export const dl3027 = defineRule({
  id: 'DL3027',
  severity: 'advice',
  url: hadolintPage('DL3027'),
  reads: 'the commands of RUN',
  texts: {
    title: 'apt-get, not apt',
    why: 'apt is made for people at a terminal and may change how it works.',
    found: 'Use apt-get: apt warns that scripts should not rely on it.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN apt-get update\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN apt update\n' },
  find: (context, report) => {
    return commandsOf(context)
      .filter(({ words }) => words[0] === 'apt')
      .map(({ line }) => ({ file: context.names.dockerfile, line, message: report('found') }));
  },
});
