import { cleanPath } from '../../dockerfile/clean-path.ts';
import { quoted } from '../../dockerfile/text.ts';
import { defineRule } from '../rule.ts';

export const copyOutsideContext = defineRule({
  id: 'CopyOutsideContext',
  severity: 'warning',
  reads: 'the sources of COPY',
  texts: {
    title: 'COPY takes files of the folder that is built',
    why: 'Docker sees only the folder that you give to docker build. `../` leads nowhere: Docker cuts it off.',
    found:
      '`{{source}}` leads out of the folder that you build; Docker cuts ../ off and looks for {{path}} in the folder itself. Leave ../ out.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nCOPY pyproject.toml ./\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nCOPY ../pyproject.toml ./\n' },
  find: (context, report) => {
    return context.simulation.steps.flatMap(({ instruction, sources }) =>
      sources
        .filter((source) => /^(?:\.?\/)*\.\.(?:\/|$)/.test(source))
        .map((source) => ({
          file: context.names.dockerfile,
          line: instruction.line,
          message: report('found', {
            source: quoted(source),
            path: quoted(cleanPath(`/${source}`).slice(1) || '.'),
          }),
        })),
    );
  },
});
