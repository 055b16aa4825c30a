import { quoted } from '../../dockerfile/text.ts';
import { isKnown } from '../../dockerfile/unknown-text.ts';
import { referenceParts } from '../../simulation/image/base-image.ts';
import { defineRule, hadolintPage } from '../rule.ts';

export const dl3006 = defineRule({
  id: 'DL3006',
  severity: 'advice',
  url: hadolintPage('DL3006'),
  reads: 'the tag of each base image',
  texts: {
    title: 'The base image has a tag',
    why: 'Without a tag Docker takes `latest`, which is another image every few months.',
    found:
      '{{image}} has no tag, so Docker takes the latest one, which changes. Name a version, for example {{image}}:3.11-slim.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\n' },
  bad: { Dockerfile: 'FROM python\n' },
  find: (context, report) => {
    return context.simulation.stages
      .filter(
        ({ parent, base }) => parent === null && base.reference !== 'scratch' && isKnown(base.reference),
      )
      .flatMap(({ base, line }) => {
        const { tag, digest, path } = referenceParts(base.reference);
        return tag !== null || digest !== null || path === ''
          ? []
          : [
              {
                file: context.names.dockerfile,
                line,
                message: report('found', { image: quoted(base.reference) }),
              },
            ];
      });
  },
});
