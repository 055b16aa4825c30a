import { nearest } from '../../../spelling/nearest.ts';
import { buildErrorRule } from './build-error.ts';

/** The flags of each instruction. */
const flagsOf: Readonly<Record<string, readonly string[]>> = {
  from: ['platform'],
  copy: ['from', 'chown', 'chmod', 'link', 'exclude'],
  add: ['chown', 'chmod', 'link', 'exclude', 'checksum', 'keep-git-dir'],
  run: ['mount', 'network', 'security'],
  healthcheck: ['interval', 'timeout', 'start-period', 'start-interval', 'retries'],
};

export const unknownFlag = buildErrorRule({
  code: 'UnknownFlag',
  anchor: 'copy',
  texts: {
    title: 'Flags are ones that Docker knows',
    why: 'A flag (`--name=value`) between an instruction and its arguments changes how it works. Docker refuses those it does not know.',
    found:
      'The build stops here: {{phrase}}. Correct the flag or leave it out; a flag of the command itself belongs behind the command.',
    noValue:
      'The build stops here: {{phrase}}. Join the flag and its value with =, without a space: {{flag}}=…',
    meant: 'The build stops here: {{phrase}}. Did you mean --{{meant}}?',
  },
  choose: ({ keyword }, phrase) => {
    const [, bare] = /missing a value on flag: (--[\w-]{1,40})/.exec(phrase) ?? [];
    if (bare !== undefined) return { key: 'noValue', values: { flag: bare } };
    const [, name] = /unknown flag: --([\w-]{1,40})/.exec(phrase) ?? [];
    const meant = nearest(name?.toLowerCase() ?? '', flagsOf[keyword ?? ''] ?? []);
    return meant === null || meant === name ? null : { key: 'meant', values: { meant } };
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nCOPY --chmod=755 entrypoint.sh /\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nCOPY --mode=755 entrypoint.sh /\n' },
});
