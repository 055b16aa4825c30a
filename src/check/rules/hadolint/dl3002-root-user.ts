import { isRoot } from '../../dockerfile/user.ts';
import { defineRule, hadolintPage } from '../rule.ts';

export const dl3002 = defineRule({
  id: 'DL3002',
  severity: 'advice',
  url: hadolintPage('DL3002'),
  reads: 'USER at the end of the last stage',
  texts: {
    title: 'The container does not run as root',
    why: 'Somebody who breaks into a program has all the rights of its user. In a later lesson you may give the container a user of its own.',
    found: 'The last USER is root, so the server runs with all rights. Change to another user at the end.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nUSER root\nRUN true\nUSER www-data\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nUSER root\n' },
  find: (context, report) => {
    const last = context.simulation.steps.findLast(
      ({ instruction, stage }) => instruction.keyword === 'user' && stage === context.simulation.final,
    );
    if (last === undefined || !isRoot(last.values[0] ?? '')) return [];
    return [{ file: context.names.dockerfile, line: last.instruction.line, message: report('found') }];
  },
});
