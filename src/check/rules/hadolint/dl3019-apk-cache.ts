import { commandsOf, hasCacheAt } from '../queries.ts';
import { defineRule, hadolintPage } from '../rule.ts';

export const dl3019 = defineRule({
  id: 'DL3019',
  severity: 'advice',
  url: hadolintPage('DL3019'),
  reads: 'the commands of RUN',
  texts: {
    title: 'apk keeps no cache',
    why: '`--no-cache` fetches the lists for this one command and leaves nothing in the image.',
    found: 'Add `--no-cache`, so that apk leaves nothing behind in the image.',
  },
  good: { Dockerfile: 'FROM python:3.11-alpine\nRUN apk add --no-cache curl\n' },
  bad: { Dockerfile: 'FROM python:3.11-alpine\nRUN apk add curl\n' },
  find: (context, report) => {
    return commandsOf(context)
      .filter(({ words }) => words[0] === 'apk' && words.includes('add') && !words.includes('--no-cache'))
      .filter(({ line }) => !hasCacheAt(context, line, '/var/cache/apk'))
      .map(({ line }) => ({ file: context.names.dockerfile, line, message: report('found') }));
  },
});
