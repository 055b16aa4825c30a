import { cleanPath } from '../../dockerfile/clean-path.ts';
import { quoted } from '../../dockerfile/text.ts';
import { defineRule } from '../rule.ts';

export const dockerignoreMissing = defineRule({
  id: 'DockerignoreMissing',
  severity: 'warning',
  reads: 'whether there is a .dockerignore',
  texts: {
    title: 'There is a .dockerignore',
    why: 'Without it COPY . . takes everything along: your virtual environment, the local database, the whole history of git.',
    found:
      'There is no .dockerignore in your folder, so COPY . . also takes your virtual environment, your local database and .git. Create it as the lesson says.',
    foundPlain:
      'There is no .dockerignore in your folder, so COPY . . also takes what only your machine needs, and .git. Create one that names what stays out.',
    otherName:
      'Docker reads only .dockerignore in the folder that you build, so your {{path}} does nothing: COPY . . takes everything. Give it that name and place.',
  },
  good: { '.dockerignore': '.venv\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\n', '.dockerignore': '<none>' },
  find: (context, report) => {
    if (
      !context.student.complete ||
      context.sent.dockerignore ||
      !context.sent.dockerfile ||
      context.manifest === null
    )
      return [];
    const sweeps = context.simulation.steps.some(({ sources }) =>
      sources.some((source) => cleanPath(`/${source}`) === '/'),
    );
    if (!sweeps) return [];
    const other = Object.keys(context.student.files).find((path) =>
      /(?:^|\/)\.?dockerignore(?:\.txt)?$/i.test(path),
    );
    const found = context.manifest.project === null ? 'foundPlain' : 'found';
    const message = other === undefined ? report(found) : report('otherName', { path: quoted(other) });
    return [{ file: context.names.dockerignore, line: null, message }];
  },
});
