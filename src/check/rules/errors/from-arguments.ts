import { buildErrorRule } from './build-error.ts';

export const fromArguments = buildErrorRule({
  code: 'FromArguments',
  anchor: 'from',
  texts: {
    title: 'FROM names one image',
    why: 'FROM takes an image, and perhaps `AS` with a name. Anything else on the line, a comment too, is refused.',
    found:
      'The build stops here: {{phrase}}. Keep only the image on this line, and put comments on a line of their own.',
  },
  good: { Dockerfile: '# small\nFROM python:3.11-slim\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim # small\n' },
});
