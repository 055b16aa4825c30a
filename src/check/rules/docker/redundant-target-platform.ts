import { quoted } from '../../dockerfile/text.ts';
import { defineRule, dockerPage } from '../rule.ts';
import { froms } from './queries.ts';

export const redundantTargetPlatform = defineRule({
  id: 'RedundantTargetPlatform',
  severity: 'advice',
  url: dockerPage('redundant-target-platform'),
  reads: 'the --platform of FROM',
  texts: {
    title: 'FROM does not ask for the platform that it gets anyway',
    why: '$TARGETPLATFORM is what FROM takes by itself.',
    found: 'Leave `--platform={{platform}}` out: Docker takes this platform by itself.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\n' },
  bad: { Dockerfile: 'FROM --platform=$TARGETPLATFORM python:3.11-slim\n' },
  find: (context, report) => {
    return froms(context).flatMap(({ line, platform, file }) =>
      /^\$(?:TARGETPLATFORM|\{TARGETPLATFORM(?:[-:+][^}]*)?\})$/.test(platform ?? '')
        ? [{ file, line, message: report('found', { platform: quoted(platform ?? '') }) }]
        : [],
    );
  },
});
