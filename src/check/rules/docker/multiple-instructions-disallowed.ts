import { defineRule, dockerPage } from '../rule.ts';

export const multipleInstructionsDisallowed = defineRule({
  id: 'MultipleInstructionsDisallowed',
  severity: 'warning',
  url: dockerPage('multiple-instructions-disallowed'),
  reads: 'CMD, ENTRYPOINT and HEALTHCHECK of each stage',
  texts: {
    title: 'CMD, ENTRYPOINT and HEALTHCHECK appear once',
    why: 'Only the last of them counts; the ones before do nothing.',
    found:
      'Only the last {{instruction}} of a stage counts, and there is another one on line {{last}}: this one does nothing. Delete one of the two.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nCMD ["python", "-V"]\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nCMD ["true"]\nCMD ["python", "-V"]\n' },
  find: (context, report) => {
    const last = new Map<string, number>();
    return context.simulation.steps.toReversed().flatMap(({ instruction, stage }) => {
      const { keyword, line, error } = instruction;
      if (
        stage === null ||
        error !== null ||
        (keyword !== 'cmd' && keyword !== 'entrypoint' && keyword !== 'healthcheck')
      )
        return [];
      const key = `${stage.index} ${keyword}`;
      const later = last.get(key);
      last.set(key, line);
      if (later === undefined) return [];
      return [
        {
          file: context.names.dockerfile,
          line,
          message: report('found', { instruction: keyword.toUpperCase(), last: later }),
        },
      ];
    });
  },
});
