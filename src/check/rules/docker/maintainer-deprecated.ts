import { defineRule, dockerPage } from '../rule.ts';

export const maintainerDeprecated = defineRule({
  id: 'MaintainerDeprecated',
  severity: 'advice',
  url: dockerPage('maintainer-deprecated'),
  reads: 'MAINTAINER instructions',
  texts: {
    title: 'MAINTAINER is a label today',
    why: 'MAINTAINER is an old instruction; a label says the same and can be read by tools.',
    found: 'MAINTAINER is deprecated. Write LABEL org.opencontainers.image.authors="…" instead.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nLABEL org.opencontainers.image.authors="me"\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nMAINTAINER me\n' },
  find: (context, report) => {
    return context.simulation.steps
      .filter(({ instruction }) => instruction.keyword === 'maintainer')
      .map(({ instruction }) => ({
        file: context.names.dockerfile,
        line: instruction.line,
        message: report('found'),
      }));
  },
});
