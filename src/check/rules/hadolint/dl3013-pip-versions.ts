import { quoted } from '../../dockerfile/text.ts';
import { isInstaller } from '../aims/meant-by-text.ts';
import { commandsOf, pipPackages } from '../queries.ts';
import { defineRule, hadolintPage } from '../rule.ts';

export const dl3013 = defineRule({
  id: 'DL3013',
  severity: 'advice',
  url: hadolintPage('DL3013'),
  reads: 'the commands of RUN',
  texts: {
    title: 'Packages from pip have a version',
    why: 'Without a version pip takes the newest, which may be another one tomorrow.',
    found: 'pip takes the newest {{package}} that there is. Name a version with == behind it.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN pip install gunicorn==23.0.0\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN pip install gunicorn\n' },
  find: (context, report) => {
    return commandsOf(context).flatMap(({ words, line }) => {
      // A requirements or constraints file pins the versions.
      if (words.some((word) => /^(?:-r|-c|--requirement|--constraint)\b/.test(word))) return [];
      const names = pipPackages(words).filter((name) => !/[=<>~@]/.test(name) && !isInstaller(name));
      return names.slice(0, 1).map((name) => ({
        file: context.names.dockerfile,
        line,
        message: report('found', { package: quoted(name) }),
      }));
    });
  },
});
