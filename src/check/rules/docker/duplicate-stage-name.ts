import { quoted } from '../../dockerfile/text.ts';
import { defineRule, dockerPage } from '../rule.ts';
import { stageNames } from './queries.ts';

export const duplicateStageName = defineRule({
  id: 'DuplicateStageName',
  severity: 'warning',
  url: dockerPage('duplicate-stage-name'),
  reads: 'the names of all stages',
  texts: {
    title: 'Stage names are unique',
    why: 'When two stages have one name, `COPY --from` takes the last of them, and a reader does not know which.',
    found: 'There is already a stage with the name `{{name}}`. Give this one another.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim AS a\nFROM python:3.11-slim AS b\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim AS a\nFROM python:3.11-slim AS a\n' },
  find: (context, report) => {
    const seen = new Set<string>();
    return stageNames(context).flatMap(({ line, name, file }) => {
      const twice = seen.has(name);
      seen.add(name);
      return twice ? [{ file, line, message: report('found', { name: quoted(name) }) }] : [];
    });
  },
});
