import { buildErrorRule } from './build-error.ts';

export const invalidPlatform = buildErrorRule({
  code: 'InvalidPlatform',
  anchor: 'from',
  texts: {
    title: 'The platform is one that exists',
    why: '`--platform` takes a system and an architecture, like linux/amd64.',
    found: 'The build stops here: {{phrase}}. Leave `--platform` out: Docker takes the right one by itself.',
  },
  good: { Dockerfile: 'FROM --platform=$BUILDPLATFORM python:3.11-slim\n' },
  bad: { Dockerfile: 'FROM --platform=linux/amd64/v1/x python:3.11-slim\n' },
});
