import { commandsOf, hasCacheAt, instructionAt, isPipInstall } from '../queries.ts';
import { defineRule, hadolintPage } from '../rule.ts';

export const dl3042 = defineRule({
  id: 'DL3042',
  severity: 'advice',
  url: hadolintPage('DL3042'),
  reads: 'the commands of RUN',
  texts: {
    title: 'pip keeps no cache in the image',
    why: 'What pip keeps for the next time is of no use in an image: there is no next time.',
    found: 'pip keeps what it downloaded in the image. Add `--no-cache-dir` to leave that out.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN pip install --no-cache-dir uv\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN pip install uv\n' },
  find: (context, report) => {
    return commandsOf(context)
      .filter(
        ({ words, stage, line }) =>
          isPipInstall(words) &&
          !hasCacheAt(context, line, '/root/.cache/pip') &&
          !/\bPIP_NO_CACHE_DIR=(?:1|true|on|yes)\b/i.test(instructionAt(context, line)?.rest ?? '') &&
          !words.some((word) => word === '--no-cache-dir' || word === '--no-cache') &&
          !/^(?:1|true|on|yes)$/i.test(stage.env.get('PIP_NO_CACHE_DIR') ?? ''),
      )
      .map(({ line }) => ({ file: context.names.dockerfile, line, message: report('found') }));
  },
});
