import { readFrontend } from '../../dockerfile/frontend.ts';
import { quoted } from '../../dockerfile/text.ts';
import { defineRule } from '../rule.ts';

export const foreignFrontend = defineRule({
  id: 'ForeignFrontend',
  severity: 'error',
  reads: 'the `# syntax=` comment',
  texts: {
    title: 'The syntax comment names Docker’s own frontend',
    why: '`# syntax=` says which program reads the Dockerfile. Only Docker’s own may run in the check.',
    found:
      'This comment has `{{name}}` read the Dockerfile, and only docker/dockerfile is allowed here. Delete the line.',
  },
  good: { Dockerfile: '# syntax=docker/dockerfile:1\nFROM python:3.11-slim\n' },
  bad: { Dockerfile: '# syntax=someone/else:1\nFROM python:3.11-slim\n' },
  find: (context, report) => {
    const frontend = readFrontend(context.student.files[context.names.dockerfile] ?? '');
    if (frontend.kind !== 'foreign') return [];
    return [
      {
        file: context.names.dockerfile,
        line: frontend.line,
        message: report('found', { name: quoted(frontend.name, 50) }),
      },
    ];
  },
});
