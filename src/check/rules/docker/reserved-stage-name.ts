import { defineRule, dockerPage } from '../rule.ts';
import { stageNames } from './queries.ts';

export const reservedStageName = defineRule({
  id: 'ReservedStageName',
  severity: 'warning',
  url: dockerPage('reserved-stage-name'),
  reads: 'the names of all stages',
  texts: {
    title: 'Stages are not called scratch or context',
    why: 'Docker itself uses these two names, so a stage of that name cannot be told from them.',
    found: '`{{name}}` is a word of Docker’s own. Give the stage another name.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim AS build\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim AS context\n' },
  find: (context, report) => {
    return stageNames(context).flatMap(({ line, name, file }) =>
      name === 'scratch' || name === 'context' ? [{ file, line, message: report('found', { name }) }] : [],
    );
  },
});
