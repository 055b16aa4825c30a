import { platformParts } from '../../dockerfile/images/reference-grammar.ts';
import { quoted } from '../../dockerfile/text.ts';
import { defineRule, dockerPage } from '../rule.ts';
import { froms } from './queries.ts';

export const fromPlatformFlagConstDisallowed = defineRule({
  id: 'FromPlatformFlagConstDisallowed',
  severity: 'advice',
  url: dockerPage('from-platform-flag-const-disallowed'),
  reads: 'the --platform of FROM',
  texts: {
    title: 'FROM does not fix the platform',
    why: 'With a fixed platform the image does not fit other machines: on an Apple laptop it runs slowly, or not at all.',
    found:
      'This fixes the platform to {{platform}}, so the image does not fit other machines. Leave `--platform` out.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\n' },
  bad: { Dockerfile: 'FROM --platform=linux/amd64 python:3.11-slim\n' },
  find: (context, report) => {
    return froms(context).flatMap(({ line, platform, name, file }) => {
      if (platform === null || platform.includes('$')) return [];
      const parts = platformParts(platform);
      if (parts === null || (name !== null && (name.includes(parts.os) || name.includes(parts.architecture))))
        return [];
      return [{ file, line, message: report('found', { platform: quoted(platform) }) }];
    });
  },
});
