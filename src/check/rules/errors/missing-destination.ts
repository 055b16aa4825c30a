import { buildErrorRule } from './build-error.ts';

export const missingDestination = buildErrorRule({
  code: 'MissingDestination',
  anchor: 'copy',
  texts: {
    title: 'COPY and ADD say where to',
    why: 'The last word of COPY is always the place in the image; the words before it are the files.',
    found:
      'The build stops here: {{phrase}}. Add the place in the image at the end: ./ is the folder that WORKDIR has set.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nCOPY pyproject.toml ./\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nCOPY pyproject.toml\n' },
});
