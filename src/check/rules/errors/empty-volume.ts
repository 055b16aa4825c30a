import { buildErrorRule } from './build-error.ts';

export const emptyVolume = buildErrorRule({
  code: 'EmptyVolume',
  anchor: 'volume',
  texts: {
    title: 'VOLUME names a folder',
    why: 'An empty path is none.',
    found: 'The build stops here: {{phrase}}. Name a folder, or leave the line out.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nVOLUME /data\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nVOLUME [""]\n' },
});
