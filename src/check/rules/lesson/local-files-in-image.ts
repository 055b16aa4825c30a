import { quoted } from '../../dockerfile/text.ts';
import { defineRule } from '../rule.ts';

export const localFilesInImage = defineRule({
  id: 'LocalFilesInImage',
  severity: 'warning',
  reads: 'the files that COPY takes into the image',
  texts: {
    title: 'Local files stay out of the image',
    why: 'A local database, a virtual environment or the history of git do not belong in an image: they are large, private, or made for another machine.',
    found: 'This copies {{path}} into the image. Add it to {{ignore}}.',
  },
  good: {
    Dockerfile: 'FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\n',
    '.dockerignore': '**/*.sqlite3\n',
    'db.sqlite3': '',
  },
  bad: {
    Dockerfile: 'FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\n',
    '.dockerignore': '.git\n',
    'db.sqlite3': '',
  },
  find: (context, report) => {
    for (const { instruction, copied } of context.simulation.steps) {
      const path = copied?.taken.find((each) =>
        /(?:^|\/)(?:\.venv|venv|\.git)\/|\.sqlite3$|(?:^|\/)\.env$/.test(each),
      );
      if (path !== undefined) {
        const shown = /^(.*?(?:\.venv|venv|\.git))\//.exec(path)?.[1] ?? path;
        return [
          {
            file: context.names.dockerfile,
            line: instruction.line,
            message: report('found', { path: quoted(shown), ignore: context.names.dockerignore }),
          },
        ];
      }
    }
    return [];
  },
});
