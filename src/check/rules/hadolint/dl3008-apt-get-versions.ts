import { quoted } from '../../dockerfile/text.ts';
import { commandsOf } from '../queries.ts';
import { defineRule, hadolintPage } from '../rule.ts';
import { aptPackages } from './packages.ts';

export const dl3008 = defineRule({
  id: 'DL3008',
  severity: 'advice',
  url: hadolintPage('DL3008'),
  reads: 'the commands of RUN',
  texts: {
    title: 'Packages from apt-get have a version',
    why: 'Without a version apt-get takes the one that is there on the day of the build, which may be another one tomorrow.',
    found: 'apt-get takes whatever version of {{package}} there is today. Name one with = behind it.',
  },
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl=8.14.1-2 && rm -rf /var/lib/apt/lists/*\n',
  },
  bad: {
    Dockerfile:
      'FROM python:3.11-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n',
  },
  find: (context, report) =>
    commandsOf(context).flatMap(({ words, line }) =>
      aptPackages(words)
        .filter((name) => !/[=/]|\.deb$/.test(name))
        .slice(0, 1)
        .map((name) => ({
          file: context.names.dockerfile,
          line,
          message: report('found', { package: quoted(name) }),
        })),
    ),
});
