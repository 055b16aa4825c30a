import { buildErrorRule } from './build-error.ts';

export const invalidCopySource = buildErrorRule({
  code: 'InvalidCopySource',
  anchor: 'copy',
  texts: {
    title: 'COPY copies files of your folder',
    why: 'Only ADD can fetch something from the internet.',
    found: 'The build stops here: {{phrase}}. Use ADD for an address, or download the file first.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nCOPY pyproject.toml ./\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nCOPY https://example.com/x ./\n' },
});
