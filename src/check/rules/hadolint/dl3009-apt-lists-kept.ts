import { commandsOf, hasCacheAt } from '../queries.ts';
import { defineRule, hadolintPage } from '../rule.ts';

export const dl3009 = defineRule({
  id: 'DL3009',
  severity: 'advice',
  url: hadolintPage('DL3009'),
  reads: 'the commands of RUN',
  texts: {
    title: 'The lists of apt are deleted after use',
    why: 'The package lists take some 20 MB of the layer and are of no use in the image.',
    found:
      'The lists that apt-get update fetched stay in the image. Let this RUN end with `rm -rf /var/lib/apt/lists/*`.',
  },
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n',
  },
  bad: {
    Dockerfile:
      'FROM python:3.11-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n',
  },
  find: (context, report) => {
    const all = commandsOf(context);
    return all
      .filter(({ words }) => /^apt(?:-get)?$/.test(words[0] ?? '') && words.includes('update'))
      .filter(({ line }) => !hasCacheAt(context, line, '/var/lib/apt/lists'))
      .filter(
        ({ line }) =>
          !all.some(
            (each) =>
              each.line === line &&
              each.words[0] === 'rm' &&
              each.words.some((word) => word.startsWith('/var/lib/apt')),
          ),
      )
      .map(({ line }) => ({ file: context.names.dockerfile, line, message: report('found') }));
  },
});
