import { quoted } from '../../dockerfile/text.ts';
import { commandsOf } from '../queries.ts';
import { defineRule, hadolintPage } from '../rule.ts';
import { apkPackages } from './packages.ts';

export const dl3018 = defineRule({
  id: 'DL3018',
  severity: 'advice',
  url: hadolintPage('DL3018'),
  reads: 'the commands of RUN',
  texts: {
    title: 'Packages from apk have a version',
    why: 'Without a version apk takes the one that is there on the day of the build, which may be another one tomorrow.',
    found: 'apk takes whatever version of {{package}} there is today. Name one with `=` or `~=` behind it.',
  },
  good: { Dockerfile: 'FROM python:3.11-alpine\nRUN apk add --no-cache curl~=8.14\n' },
  bad: { Dockerfile: 'FROM python:3.11-alpine\nRUN apk add --no-cache curl\n' },
  find: (context, report) =>
    commandsOf(context).flatMap(({ words, line }) =>
      apkPackages(words)
        .filter((name) => !/[=~<>]|\.apk$/.test(name))
        .slice(0, 1)
        .map((name) => ({
          file: context.names.dockerfile,
          line,
          message: report('found', { package: quoted(name) }),
        })),
    ),
});
