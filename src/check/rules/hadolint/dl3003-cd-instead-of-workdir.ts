import { commandsOf } from '../queries.ts';
import { defineRule, hadolintPage } from '../rule.ts';

export const dl3003 = defineRule({
  id: 'DL3003',
  severity: 'advice',
  url: hadolintPage('DL3003'),
  reads: 'cd in RUN',
  texts: {
    title: 'WORKDIR changes the folder, not cd',
    why: 'cd lasts for its own RUN only; the next step starts in the old folder again.',
    found: 'cd lasts for this RUN only. To stay in a folder, use WORKDIR.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nWORKDIR /tmp\nRUN ls\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN cd /tmp && ls\n' },
  find: (context, report) => {
    return commandsOf(context)
      .filter(({ words }) => words[0] === 'cd')
      .map(({ line }) => ({ file: context.names.dockerfile, line, message: report('found') }));
  },
});
