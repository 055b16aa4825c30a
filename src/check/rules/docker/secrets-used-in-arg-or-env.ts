import { argPairs } from '../../dockerfile/instruction.ts';
import { quoted } from '../../dockerfile/text.ts';
import { looksSecret } from '../../model/secrets.ts';
import { defineRule, dockerPage } from '../rule.ts';

export const secretsUsedInArgOrEnv = defineRule({
  id: 'SecretsUsedInArgOrEnv',
  severity: 'warning',
  url: dockerPage('secrets-used-in-arg-or-env'),
  reads: 'the names of ENV and ARG',
  texts: {
    title: 'Secrets are not in ENV or ARG',
    why: 'What ENV or ARG set stays in the image for everyone who has it, even if a later step deletes it.',
    found:
      'The name {{name}} looks like a secret, and everyone who has the image can read its value. Give it when the container starts (docker run -e), or with `RUN --mount=type=secret`.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nENV DEBUG=1\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nENV SECRET_KEY=abc\n' },
  find: (context, report) => {
    return context.simulation.steps.flatMap(({ instruction, stage }) => {
      const { keyword, line, error } = instruction;
      if (stage === null || error !== null || (keyword !== 'env' && keyword !== 'arg')) return [];
      const names = (keyword === 'arg' ? argPairs(instruction) : instruction.pairs).map(({ name }) => name);
      return names.filter(looksSecret).map((name) => ({
        file: context.names.dockerfile,
        line,
        message: report('found', { name: quoted(name) }),
      }));
    });
  },
});
