import { defineRule, hadolintPage } from '../rule.ts';

export const dl3045 = defineRule({
  id: 'DL3045',
  severity: 'warning',
  url: hadolintPage('DL3045'),
  reads: 'WORKDIR before the first COPY',
  texts: {
    title: 'COPY to a relative place follows a WORKDIR',
    why: 'Without a WORKDIR everything lands in the root folder of the image, among the system’s own files.',
    found: 'No WORKDIR is set yet, so this lands in the root folder of the image. Set WORKDIR /app above.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nCOPY . .\n' },
  find: (context, report) => {
    return context.simulation.steps
      .filter(({ instruction, stage, workdir }) => {
        const destination = (instruction.args.at(-1) ?? '').replace(/^"/, '');
        const relative =
          !destination.startsWith('/') && !destination.startsWith('$') && !/^[A-Za-z]:/.test(destination);
        return (
          instruction.keyword === 'copy' &&
          instruction.error === null &&
          stage?.base.env !== null &&
          workdir === '/' &&
          relative
        );
      })
      .slice(0, 1)
      .map(({ instruction }) => ({
        file: context.names.dockerfile,
        line: instruction.line,
        message: report('found'),
      }));
  },
});
