import { commandsOf } from '../queries.ts';
import { defineRule, hadolintPage } from '../rule.ts';
import { isAptInstall } from './packages.ts';

export const dl3015 = defineRule({
  id: 'DL3015',
  severity: 'advice',
  url: hadolintPage('DL3015'),
  reads: 'the commands of RUN',
  texts: {
    title: 'apt-get installs only what is asked for',
    why: 'Recommended packages come along by themselves and make the image larger.',
    found: 'apt-get also installs what it recommends. Add `--no-install-recommends` to keep the image small.',
  },
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n',
  },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN apt-get update && apt-get install -y curl\n' },
  find: (context, report) => {
    return commandsOf(context)
      .filter(
        ({ words }) =>
          isAptInstall(words) &&
          !words.includes('--no-install-recommends') &&
          !words.some((word) => /^APT::Install-Recommends=["']?(?:false|0|no)/i.test(word)),
      )
      .map(({ line }) => ({ file: context.names.dockerfile, line, message: report('found') }));
  },
});
