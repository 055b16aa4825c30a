import { cleanPath } from '../../dockerfile/clean-path.ts';
import { hasExceptions, ignoredBy } from '../../dockerfile/dockerignore.ts';
import { quoted } from '../../dockerfile/text.ts';
import { defineRule, dockerPage } from '../rule.ts';

export const copyIgnoredFile = defineRule({
  id: 'CopyIgnoredFile',
  severity: 'warning',
  url: dockerPage('copy-ignored-file'),
  reads: 'the sources of COPY, and .dockerignore',
  texts: {
    title: 'COPY does not name what .dockerignore hides',
    why: 'What .dockerignore hides is not sent to Docker, so COPY cannot find it.',
    found:
      '{{path}} is hidden by {{ignore}} (line {{patternLine}}: `{{pattern}}`), so this COPY does not get it. Take the pattern out, or do not copy the file.',
    folder:
      'Docker’s check takes the folder `.` itself for a hidden file (line {{patternLine}} of {{ignore}}: `{{pattern}}`). The step copies what is not hidden, so there is nothing to fix.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nCOPY pyproject.toml ./\n', '.dockerignore': '.git\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nCOPY pyproject.toml ./\n', '.dockerignore': '*.toml\n' },
  find: (context, report) => {
    if (hasExceptions(context.ignore)) return [];
    return context.simulation.steps.flatMap(({ instruction, sources }) =>
      sources.flatMap((source) => {
        const path = cleanPath(source);
        const by = ignoredBy(context.ignore, path);
        if (by === null) return [];
        return [
          {
            file: context.names.dockerfile,
            line: instruction.line,
            message: report(path === '.' ? 'folder' : 'found', {
              path: quoted(path),
              pattern: quoted(by.written),
              patternLine: by.line,
              ignore: context.names.dockerignore,
            }),
          },
        ];
      }),
    );
  },
});
