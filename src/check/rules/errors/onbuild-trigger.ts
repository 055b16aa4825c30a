import { buildErrorRule } from './build-error.ts';

export const onbuildTrigger = buildErrorRule({
  code: 'OnbuildTrigger',
  anchor: 'onbuild',
  texts: {
    title: 'ONBUILD triggers what may be triggered',
    why: 'ONBUILD keeps an instruction for images that build on this one; FROM, MAINTAINER and ONBUILD itself cannot be kept.',
    found: 'The build stops here: {{phrase}}. This lesson needs no ONBUILD: write the instruction itself.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nONBUILD RUN echo hello\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nONBUILD FROM alpine\n' },
});
