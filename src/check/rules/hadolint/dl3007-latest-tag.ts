import { quoted } from '../../dockerfile/text.ts';
import { referenceParts } from '../../simulation/image/base-image.ts';
import { defineRule, hadolintPage } from '../rule.ts';

export const dl3007 = defineRule({
  id: 'DL3007',
  severity: 'advice',
  url: hadolintPage('DL3007'),
  reads: 'the tag of each base image',
  texts: {
    title: 'The base image is not `latest`',
    why: '`latest` is another image every few months: one day your build breaks although you changed nothing.',
    found: '{{image}} changes over time. Name a version, for example 3.11-slim.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\n' },
  bad: { Dockerfile: 'FROM python:latest\n' },
  find: (context, report) => {
    return context.simulation.stages
      .filter(({ parent, base }) => parent === null && referenceParts(base.reference).tag === 'latest')
      .map(({ base, line }) => ({
        file: context.names.dockerfile,
        line,
        message: report('found', { image: quoted(base.reference) }),
      }));
  },
});
