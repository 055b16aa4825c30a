import { quoted } from '../../dockerfile/text.ts';
import { defineRule, dockerPage } from '../rule.ts';

export const workdirRelativePath = defineRule({
  id: 'WorkdirRelativePath',
  severity: 'warning',
  url: dockerPage('workdir-relative-path'),
  reads: 'the first WORKDIR of each stage',
  texts: {
    title: 'The first WORKDIR is an absolute path',
    why: 'A relative path goes on from the folder of the base image, and another base may have another folder.',
    found:
      'This path has no slash at its beginning, so where it leads depends on the base image. Write /{{path}}.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nWORKDIR /app\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nWORKDIR app\n' },
  find: (context, report) => {
    return context.simulation.steps.flatMap(({ instruction, values, firstWorkdir }) => {
      const [path = ''] = values;
      if (!firstWorkdir || path.startsWith('/')) return [];
      return [
        {
          file: context.names.dockerfile,
          line: instruction.line,
          message: report('found', { path: quoted(path.replace(/^(?:\.?\/)+/, '')) }),
        },
      ];
    });
  },
});
