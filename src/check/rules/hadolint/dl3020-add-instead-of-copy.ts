import { defineRule, hadolintPage } from '../rule.ts';

export const dl3020 = defineRule({
  id: 'DL3020',
  severity: 'advice',
  url: hadolintPage('DL3020'),
  reads: 'ADD instructions',
  texts: {
    title: 'Files are copied with COPY',
    why: 'ADD also unpacks archives and fetches addresses. COPY only copies, so a reader sees at once what happens.',
    found: 'Use COPY for files of your folder: ADD does more than you see.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nCOPY pyproject.toml ./\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nADD pyproject.toml ./\n' },
  find: (context, report) => {
    return context.simulation.steps
      .filter(
        ({ instruction, sources }) =>
          instruction.keyword === 'add' &&
          sources.some(
            (source) => !/\.(?:tar|tgz|tbz2?|txz|gz|bz2|xz|zst)\b|^(?:https?|git|ssh):|^git@/.test(source),
          ),
      )
      .map(({ instruction }) => ({
        file: context.names.dockerfile,
        line: instruction.line,
        message: report('found'),
      }));
  },
});
