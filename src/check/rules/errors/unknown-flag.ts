import { buildErrorRule } from './build-error.ts';

export const unknownFlag = buildErrorRule({
  code: 'UnknownFlag',
  anchor: 'copy',
  texts: {
    title: 'Flags are ones that Docker knows',
    why: 'A flag (`--name=value`) between an instruction and its arguments changes how it works. Docker refuses those it does not know.',
    found:
      'The build stops here: {{phrase}}. Correct the flag or leave it out; a flag of the command itself belongs behind the command.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nCOPY --chmod=755 entrypoint.sh /\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nCOPY --mode=755 entrypoint.sh /\n' },
});
