import { buildErrorRule } from './build-error.ts';

export const invalidCheckOption = buildErrorRule({
  code: 'InvalidCheckOption',
  anchor: 'check',
  texts: {
    title: 'The check directive has options that Docker knows',
    why: '`# check=` takes `skip=`, `error=` and `experimental=`, joined by semicolons. Docker refuses any other.',
    found: 'The build stops here: {{phrase}}. Correct this comment, or delete it.',
  },
  good: { Dockerfile: '# check=skip=JSONArgsRecommended\nFROM python:3.11-slim\nCMD echo hello\n' },
  bad: { Dockerfile: '# check=ignore=JSONArgsRecommended\nFROM python:3.11-slim\nCMD echo hello\n' },
});
