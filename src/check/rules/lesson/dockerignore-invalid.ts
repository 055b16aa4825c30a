import { quoted } from '../../dockerfile/text.ts';
import { defineRule } from '../rule.ts';

export const dockerignoreInvalid = defineRule({
  id: 'DockerignoreInvalid',
  severity: 'error',
  reads: 'the patterns of .dockerignore',
  texts: {
    title: 'Docker can read every pattern',
    why: 'A pattern with an open bracket, or an exclamation mark alone, ends the build.',
    found: 'The build stops here: {{phrase}}. Correct or delete this line.',
  },
  good: { '.dockerignore': '.venv\n' },
  bad: { '.dockerignore': '!\n' },
  find: (context, report) => {
    const { error } = context.ignore;
    return error === null
      ? []
      : [
          {
            file: context.names.dockerignore,
            line: error.line,
            message: report('found', { phrase: quoted(error.phrase) }),
          },
        ];
  },
});
