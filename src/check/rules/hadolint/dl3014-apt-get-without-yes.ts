import { commandsOf } from '../queries.ts';
import { defineRule, hadolintPage } from '../rule.ts';
import { isAptInstall } from './packages.ts';

export const dl3014 = defineRule({
  id: 'DL3014',
  severity: 'warning',
  url: hadolintPage('DL3014'),
  reads: 'the commands of RUN',
  texts: {
    title: 'apt-get install has -y',
    why: 'apt-get asks before it installs, and in a build nobody answers.',
    found: 'apt-get asks whether to go on, and nobody answers: “Abort.” Write apt-get install -y.',
  },
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n',
  },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN apt-get update && apt-get install curl\n' },
  find: (context, report) => {
    return commandsOf(context)
      .filter(
        ({ words }) =>
          isAptInstall(words) && !words.some((word) => /^-[a-zA-Z]*y|^--yes$|^--assume-yes$|^-qq/.test(word)),
      )
      .map(({ line }) => ({ file: context.names.dockerfile, line, message: report('found') }));
  },
});
