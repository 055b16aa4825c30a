import { defineRule } from '../rule.ts';

export const stepsAfterEntrypoint = defineRule({
  id: 'StepsAfterEntrypoint',
  severity: 'advice',
  reads: 'instructions below ENTRYPOINT',
  texts: {
    title: 'ENTRYPOINT is at the end',
    why: 'ENTRYPOINT only notes what to start later. Steps below it still run while the image is built, which surprises readers.',
    found: 'This step is below ENTRYPOINT, but it still runs while the image is built. Put it above.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN true\nENTRYPOINT ["true"]\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nENTRYPOINT ["true"]\nRUN true\n' },
  find: (context, report) => {
    const { final } = context.simulation;
    const start = final?.entrypoint?.line;
    if (start === undefined) return [];
    return context.simulation.steps
      .filter(
        ({ instruction, stage }) =>
          stage === final &&
          instruction.line > start &&
          ['run', 'copy', 'add', 'workdir'].includes(instruction.keyword ?? ''),
      )
      .slice(0, 1)
      .map(({ instruction }) => ({
        file: context.names.dockerfile,
        line: instruction.line,
        message: report('found'),
      }));
  },
});
